/* global document, location, addEventListener, IntersectionObserver, matchMedia */

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

// Marks where in the outline the reader is.
const links = new Map(
  [...document.querySelectorAll('.outline a')].map((link) => [link.getAttribute('href')?.slice(1) ?? '', link]),
);
if (links.size > 0) {
  const observer = new IntersectionObserver(
    (entries) => {
      const entered = entries.find(({ isIntersecting }) => isIntersecting);
      const link = entered && links.get(entered.target.id);
      if (!link) return;
      for (const other of links.values()) other.removeAttribute('aria-current');
      link.setAttribute('aria-current', 'true');
    },
    { rootMargin: '-10% 0px -70% 0px' },
  );
  for (const heading of document.querySelectorAll('main [id^="s-"]')) observer.observe(heading);
}
