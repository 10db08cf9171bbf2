/* global document */
import { element, shown, tableFrame } from './elements.js';

/**
 * Sets the part of Markdown that answers are written in: paragraphs, bold, lists, tables, headings, marks `[n]`. Everything
 * else stays the text that it is: no links, no images, no HTML.
 * @param {string} text
 * @param {(n: number) => Node} markOf makes what stands for `[n]`
 * @returns {DocumentFragment}
 */
export function renderMarkdown(text, markOf) {
  const out = document.createDocumentFragment();
  const lines = shown(text).split('\n');
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const own = takeWhile(lines, at, kindOf(line));
    at += own.length;
    out.append(...renderBlock(kindOf(line), own, markOf));
  }
  return out;
}

const ITEM = /^(\s*)(?:([-*•])|(\d{1,3})[.、)])\s+(.*)$/u;
const HEADING = /^#{1,6}\s+(.*)$/u;

/** @param {string} line */
function kindOf(line) {
  if (line.trim() === '') return 'blank';
  if (/^\s*\|.*\|\s*$/u.test(line)) return 'table';
  if (HEADING.test(line)) return 'heading';
  return ITEM.test(line) ? 'list' : 'paragraph';
}

/** @param {string[]} lines @param {number} from @param {string} kind */
function takeWhile(lines, from, kind) {
  if (kind === 'heading') return [lines[from]];
  let end = from;
  while (end < lines.length && kindOf(lines[end]) === kind) end += 1;
  return lines.slice(from, end);
}

/** @param {string} kind @param {string[]} lines @param {(n: number) => Node} markOf @returns {Node[]} */
function renderBlock(kind, lines, markOf) {
  if (kind === 'blank') return [];
  if (kind === 'table') return [renderTable(lines, markOf)];
  if (kind === 'heading') return [element('h3', {}, inline(HEADING.exec(lines[0])?.[1] ?? '', markOf))];
  if (kind === 'list') return renderList(lines, markOf);
  return [
    element(
      'p',
      {},
      lines.flatMap((line, at) => [...(at > 0 ? [element('br')] : []), ...inline(line, markOf)]),
    ),
  ];
}

/** Lists, one level of lists within them. @param {string[]} lines @param {(n: number) => Node} markOf @returns {Node[]} */
function renderList(lines, markOf) {
  /** @type {HTMLElement[]} */
  const lists = [];
  /** @type {HTMLElement | undefined} */
  let nested;
  for (const line of lines) {
    const [, indent = '', , number, words = ''] = ITEM.exec(line) ?? [];
    const tag = number === undefined ? 'ul' : 'ol';
    const item = element('li', {}, inline(words, markOf));
    const list = lists.at(-1);
    if (indent.length >= 2 && list?.lastElementChild) {
      if (nested?.localName !== tag) list.lastElementChild.append((nested = startList(tag, number)));
      nested?.append(item);
      continue;
    }
    nested = undefined;
    if (list?.localName === tag) list.append(item);
    else {
      const started = startList(tag, number);
      started.append(item);
      lists.push(started);
    }
  }
  return lists;
}

/** @param {string} tag @param {string | undefined} number */
function startList(tag, number) {
  return element(tag, { start: number !== undefined && number !== '1' ? number : undefined });
}

/** @param {string[]} lines @param {(n: number) => Node} markOf */
function renderTable(lines, markOf) {
  const rows = lines
    .map((line) => line.trim().slice(1, -1).split('|'))
    .filter((cells) => !cells.every((cell) => /^\s*:?-+:?\s*$/u.test(cell)));
  const [head = [], ...body] = rows;
  const contents = (/** @type {string} */ cell) => inline(cell.trim(), markOf);
  return tableFrame(
    '表格',
    head.map(contents),
    body.map((cells) =>
      element(
        'tr',
        {},
        cells.map((cell) => element('td', {}, contents(cell))),
      ),
    ),
  );
}

/** Bold words and marks. @param {string} text @param {(n: number) => Node} markOf @returns {(Node | string)[]} */
function inline(text, markOf) {
  return text.split(/(\*\*(?=\S).+?\*\*|\[\d{1,3}\])/u).flatMap((part) => {
    const bold = /^\*\*(.+)\*\*$/u.exec(part);
    if (bold) return [element('strong', {}, inline(bold[1], markOf))];
    const mark = /^\[(\d{1,3})\]$/u.exec(part);
    // The joiner keeps the mark on the line of what it belongs to.
    if (mark) return [element('span', { class: 'joiner' }), markOf(Number(mark[1]))];
    return part === '' ? [] : [part];
  });
}
