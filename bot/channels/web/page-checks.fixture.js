/* global document, getComputedStyle, NodeFilter */
// Runs inside a page: see page.test.ts.

/** Texts whose contrast is below WCAG AA (4.5, and 3 for large ones). */
function faintTexts() {
  const numbers = (colour) => (colour.match(/[\d.]+/gu) ?? []).map(Number);
  const linear = (part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === '' || parent.closest('.unseen, option, noscript') || !parent.checkVisibility()) continue;
    const style = getComputedStyle(parent);
    const [one, two] = [luminance(numbers(style.color)), luminance(behind(parent))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${text.slice(0, 30)}`);
  }
  return faint;
}

/** Controls without a name, ids that are used twice, and references to ids that are not there. */
function nameless() {
  const found = [];
  const controls = 'a, button, input:not([type=hidden]), select, textarea, nav, [role=region]';
  for (const control of document.querySelectorAll(controls)) {
    const label = control.labels?.[0]?.textContent;
    const name = control.getAttribute('aria-label') ?? label ?? control.textContent;
    if (name.trim() === '') found.push(control.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`#${id} twice`);
  for (const user of document.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
    const used = `${user.getAttribute('aria-labelledby') ?? ''} ${user.getAttribute('aria-describedby') ?? ''}`;
    for (const id of used.split(' ')) if (id !== '' && !ids.includes(id)) found.push(`no #${id}`);
  }
  return found;
}

globalThis.pageChecks = { faintTexts, nameless };
