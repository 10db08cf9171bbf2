/* global document, Node */

/**
 * Makes an element. Texts become text nodes, so that nothing in a plan or a question is ever read as HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] a function is a listener of the event that it is named after
 * @param {...(Node | string | null | undefined | false | readonly (Node | string)[])} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child instanceof Node || typeof child === 'string') made.append(child);
  }
  return made;
}

/**
 * A table that scrolls by itself where it is wider than its place.
 * @param {string} label
 * @param {readonly (readonly (Node | string)[])[]} heads what stands in each head
 * @param {readonly Node[]} rows
 * @param {Record<string, unknown>} [attributes] further ones of the frame
 */
export function tableFrame(label, heads, rows, attributes = {}) {
  const cells = heads.map((head) => element('th', { scope: 'col' }, head));
  return element(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': label, ...attributes },
    element('table', {}, element('thead', {}, element('tr', {}, cells)), element('tbody', {}, rows)),
  );
}

/** A text without characters that hide or turn the writing round. @param {string} text @returns {string} */
export function shown(text) {
  return text.replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}

/** The element of the page with an id. @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
