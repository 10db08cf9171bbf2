/* global document, location, addEventListener, matchMedia, requestAnimationFrame */

// Choosing in a list filters at once; without this script there is the button.
for (const select of document.querySelectorAll('select[data-submit]')) {
  select.addEventListener('change', () => select.form?.requestSubmit());
}

// On a phone the outline is folded away, so that the plan comes first.
const outline = document.querySelector('.outline details');
if (outline && matchMedia('(max-width: 56rem)').matches) outline.open = false;

/** Reads out the passage that a link names, for those who do not see that it is marked. */
function focusTarget() {
  const target = location.hash === '' ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  target?.focus({ preventScroll: true });
}
addEventListener('hashchange', focusTarget);
focusTarget();

// Marks where in the outline the reader is: at the last heading above where a passage that is gone to stands.
const LINE = 190;
const links = new Map(
  [...document.querySelectorAll('.outline a')].map((link) => [link.getAttribute('href')?.slice(1) ?? '', link]),
);
const headings = [...document.querySelectorAll('main [id^="s-"]')].filter(({ id }) => links.has(id));
let isDue = false;

function markPlace() {
  isDue = false;
  const below = headings.findIndex((heading) => heading.getBoundingClientRect().top > LINE);
  const current = links.get(headings.at(below === -1 ? -1 : Math.max(0, below - 1))?.id ?? '');
  if (!current || current.hasAttribute('aria-current')) return;
  for (const link of links.values()) link.removeAttribute('aria-current');
  current.setAttribute('aria-current', 'true');
  // Only the outline scrolls by itself, and only beside the text: above it, it would push the text away.
  const { top, bottom } = outline.getBoundingClientRect();
  const place = current.getBoundingClientRect();
  if (outline.scrollHeight > outline.clientHeight && (place.top < top || place.bottom > bottom))
    outline.scrollTop += place.top - (top + bottom) / 2;
}

if (headings.length > 0) {
  addEventListener(
    'scroll',
    () => {
      if (!isDue) requestAnimationFrame(markPlace);
      isDue = true;
    },
    { passive: true },
  );
  markPlace();
}
