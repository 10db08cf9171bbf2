/* global document, fetch, innerHeight, matchMedia */
import { byId, element, shown, tableFrame } from './elements.js';

/** Below this width the panel is a sheet over the page. */
const SHEET = '(max-width: 59.99rem)';

/** @type {HTMLElement | undefined} */
let opener;

/** Makes the panel close by Esc, by its button and by a tap beside it. */
export function preparePanel() {
  const panel = byId('source');
  panel.addEventListener('close', () => {
    document.body.classList.remove('with-source');
    opener?.setAttribute('aria-expanded', 'false');
    opener?.focus();
    opener = undefined;
  });
  panel.addEventListener('click', (/** @type {MouseEvent} */ event) => {
    if (event.target === panel && event.clientY < panel.getBoundingClientRect().top) panel.close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && panel.open && !event.isComposing) panel.close();
  });
}

/**
 * Opens the passage that a citation names, in its surroundings.
 * @param {{ passageId: string, plan: string, section: string[], draft: boolean, href: string, n: number }} citation
 * @param {HTMLElement} from gets the focus back
 */
export async function openSource(citation, from) {
  const panel = byId('source');
  opener?.setAttribute('aria-expanded', 'false');
  opener = from;
  from.setAttribute('aria-expanded', 'true');
  panel.replaceChildren(
    head(citation, panel),
    element('div', { class: 'passages' }, element('p', {}, '正在打开原文…')),
  );
  if (!panel.open) {
    if (matchMedia(SHEET).matches) panel.showModal();
    else panel.show();
    document.body.classList.add('with-source');
  }
  byId('source-title').focus();
  const body = await load(citation.passageId);
  if (opener !== from) return;
  panel.replaceChildren(
    head(citation, panel),
    body,
    element('div', { class: 'foot' }, element('a', { href: citation.href }, '在规划全文中查看')),
  );
  byId('source-title').focus();
  const cited = body.querySelector('.cited');
  if (cited) body.scrollTop = cited.offsetTop - body.offsetTop - Math.min(90, innerHeight / 10);
}

/** @param {any} citation @param {HTMLDialogElement} panel */
function head({ n, plan, section, draft }, panel) {
  return element(
    'div',
    { class: 'head' },
    element('h2', { id: 'source-title', tabindex: '-1' }, `[${n}] ${shown(plan)} `, draft && draftBadge()),
    element('p', { class: 'where' }, section.map(shown).join(' › ')),
    element(
      'button',
      { type: 'button', class: 'close quiet', 'aria-label': '关闭原文', click: () => panel.close() },
      '×',
    ),
  );
}

/** @returns {HTMLElement} */
export function draftBadge() {
  return element('span', { class: 'badge draft' }, '征求意见稿');
}

/** @param {string} passageId @returns {Promise<HTMLElement>} */
async function load(passageId) {
  const frame = element('div', { class: 'passages', tabindex: '0', role: 'region', 'aria-label': '原文' });
  try {
    const response = await fetch(`/api/passages/${encodeURIComponent(passageId)}?around=3`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { before, passage, after } = await response.json();
    frame.append(...setPassages([...before, passage, ...after], passage));
  } catch {
    frame.append(element('p', { class: 'problem' }, '原文没有打开，请稍后再试。'));
  }
  return frame;
}

/** Passages in order; neighbouring rows of a table as a table. @param {any[]} passages @param {any} cited @returns {Node[]} */
function setPassages(passages, cited) {
  /** @type {HTMLElement[]} */
  const set = [];
  let heading = JSON.stringify(cited.section);
  for (const passage of passages) {
    const isCited = passage.id === cited.id;
    const own = JSON.stringify(passage.section);
    if (own !== heading) set.push(element('p', { class: 'where' }, shown(passage.section.at(-1) ?? '')));
    heading = own;
    const text = element('p', isCited ? { class: 'cited' } : {}, shown(passage.text));
    if (isCited) text.setAttribute('aria-label', `引用的原文：${shown(passage.text)}`);
    if (!passage.table) set.push(text);
    else {
      const last = set.at(-1);
      const isSame = last?.dataset['table'] === passage.table.id;
      const frame = isSame && last ? last : frameOf(passage.table);
      frame.querySelector('tbody')?.append(row(passage.table, isCited));
      if (!isSame) set.push(frame);
    }
  }
  return set;
}

/** @param {any} table */
function frameOf({ id, caption, columns }) {
  const heads = columns.map((/** @type {string} */ column) => [shown(column)]);
  return tableFrame(shown(caption), heads, [], { 'data-table': id });
}

/** @param {any} table @param {boolean} isCited */
function row({ cells }, isCited) {
  return element(
    'tr',
    isCited ? { class: 'cited' } : {},
    cells.map((/** @type {string} */ cell) => element('td', {}, shown(cell))),
  );
}
