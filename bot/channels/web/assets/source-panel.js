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
 * A source as the API gives it.
 * @typedef {{ passageId: string, plan: string, section: string[], quotedWords: string, draft: boolean, href: string, n: number }} Citation
 */

/**
 * Opens the passage that a citation names, in its surroundings.
 * @param {Citation} citation
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
  const body = await load(citation);
  if (opener !== from) return;
  panel.replaceChildren(
    head(citation, panel),
    body,
    element('div', { class: 'foot' }, element('a', { href: citation.href }, '在规划全文中查看')),
  );
  byId('source-title').focus();
  // The marked words, where the passage is longer than the panel; else its beginning.
  const cited = body.querySelector('.cited');
  const words = body.querySelector('.cited mark') ?? cited;
  const room = Math.min(90, innerHeight / 10);
  const isLong = cited && words && words.offsetTop + words.offsetHeight - cited.offsetTop + room > body.clientHeight;
  const first = isLong ? words : cited;
  if (first) body.scrollTop = first.offsetTop - body.offsetTop - room;
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

/** @param {Citation} citation @returns {Promise<HTMLElement>} */
async function load({ passageId, quotedWords }) {
  const frame = element('div', { class: 'passages', tabindex: '0', role: 'region', 'aria-label': '原文' });
  try {
    const response = await fetch(`/api/passages/${encodeURIComponent(passageId)}?around=3`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { before, passage, after } = await response.json();
    frame.append(...setPassages([...before, passage, ...after], passage, quotedWords));
  } catch {
    frame.append(element('p', { class: 'problem' }, '原文没有打开，请稍后再试。'));
  }
  return frame;
}

/**
 * Passages in order; neighbouring rows of a table as a table.
 * @param {any[]} passages
 * @param {any} cited
 * @param {string} words of the cited one that the answer rests on
 * @returns {Node[]}
 */
function setPassages(passages, cited, words) {
  /** @type {HTMLElement[]} */
  const set = [];
  let heading = JSON.stringify(cited.section);
  for (const passage of passages) {
    const isCited = passage.id === cited.id;
    const own = JSON.stringify(passage.section);
    if (own !== heading) set.push(element('p', { class: 'where' }, shown(passage.section.at(-1) ?? '')));
    heading = own;
    const text = isCited
      ? element(
          'p',
          { class: 'cited' },
          element('span', { class: 'unseen' }, '引用的原文：'),
          marked(passage.text, words),
        )
      : element('p', {}, shown(passage.text));
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

/**
 * A passage in which the quoted words are marked, unless they are all of it.
 * @param {string} text
 * @param {string} words with … for what is left out
 * @returns {(Node | string)[]}
 */
function marked(text, words) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const stretch of words === text ? [] : words.split('…')) {
    const at = stretch === '' ? -1 : text.indexOf(stretch, end);
    if (at === -1) continue;
    parts.push(shown(text.slice(end, at)), element('mark', {}, shown(stretch)));
    end = at + stretch.length;
  }
  return [...parts, shown(text.slice(end))];
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
