import { sourceMark } from './answer.js';
import { renderChart } from './chart.js';
import { element, shown, tableFrame } from './elements.js';

/**
 * The outline of a draft, to be changed: headings renamed, sections moved or left out, points left out. What is left out
 * stays where it is, greyed, and can be taken back.
 * @param {any} draft as `/api/drafts` gives it
 * @param {(message: string) => void} announce
 */
export function renderOutline(draft, announce) {
  const citationOf = new Map(draft.citations.map((/** @type {any} */ one) => [one.n, one]));
  const marks = (/** @type {number[]} */ numbers) =>
    numbers.flatMap((n) => (citationOf.has(n) ? [sourceMark(citationOf.get(n))] : []));
  const title = nameField('标题', draft.title, 'draft-title');
  const list = element(
    'ol',
    { class: 'outline-sections' },
    draft.sections.map((/** @type {any} */ section) => sectionOf(section, marks, announce)),
  );
  const node = element(
    'div',
    {},
    title,
    element('p', { class: 'facts' }, shown(draft.lead)),
    list,
    draft.charts.map(renderChart),
    draft.notes.length > 0 &&
      element(
        'div',
        { class: 'draft-notes' },
        element('h3', {}, '说明'),
        element(
          'ol',
          {},
          draft.notes.map((/** @type {any} */ note) => element('li', {}, shown(note.text), marks(note.marks))),
        ),
      ),
  );
  return { node, edits: () => editsOf(draft.id, node) };
}

/** @param {string} label @param {string} value @param {string} kind */
function nameField(label, value, kind) {
  return element(
    'label',
    { class: `name-field ${kind}` },
    element('span', { class: 'unseen' }, label),
    element('input', { type: 'text', value: shown(value), maxlength: '60', autocomplete: 'off' }),
  );
}

/** @param {any} section @param {(numbers: number[]) => Node[]} marks @param {(message: string) => void} announce */
function sectionOf(section, marks, announce) {
  const { number, heading } = section;
  const name = shown(heading);
  const up = element('button', { type: 'button', class: 'quiet', 'aria-label': `上移：${name}` }, '上移');
  const down = element('button', { type: 'button', class: 'quiet', 'aria-label': `下移：${name}` }, '下移');
  const drop = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, '不要这部分');
  const item = element(
    'li',
    { class: 'outline-section', 'data-section': number },
    element(
      'div',
      { class: 'section-head' },
      nameField(`第${number + 1}部分的标题`, heading, 'section-name'),
      element('div', { class: 'section-tools' }, up, down, drop),
    ),
    section.tables.map((/** @type {any} */ table) => tableOf(table, marks)),
    section.paragraphs.map((/** @type {any} */ paragraph) => paragraphOf(paragraph, marks)),
  );
  drop.addEventListener('click', () => {
    const isDropped = item.classList.toggle('dropped');
    drop.setAttribute('aria-pressed', String(isDropped));
    drop.textContent = isDropped ? '恢复这部分' : '不要这部分';
    announce(isDropped ? `已去掉：${name}` : `已恢复：${name}`);
  });
  up.addEventListener('click', () => move(item, item.previousElementSibling, up));
  down.addEventListener('click', () => move(item.nextElementSibling, item, down));
  /** @param {Element | null} later @param {Element | null} earlier @param {HTMLElement} button */
  function move(later, earlier, button) {
    if (!later || !earlier) {
      announce(button === up ? '已在最前' : '已在最后');
      return;
    }
    earlier.before(later);
    button.focus();
    const place = [...(item.parentElement?.children ?? [])].indexOf(item) + 1;
    announce(`${name}：现在是第${place}部分`);
  }
  return item;
}

/** @param {any} paragraph @param {(numbers: number[]) => Node[]} marks */
function paragraphOf({ name, points }, marks) {
  return element(
    'div',
    { class: 'outline-paragraph' },
    name !== '' && element('p', { class: 'paragraph-name' }, shown(name)),
    points.map((/** @type {any} */ point) =>
      element(
        'div',
        { class: 'point' },
        element(
          'label',
          {},
          element('input', { type: 'checkbox', checked: true, 'data-point': point.id }),
          element('span', {}, shown(point.text)),
        ),
        element('span', { class: 'point-marks' }, marks(point.marks)),
      ),
    ),
  );
}

/** @param {any} table @param {(numbers: number[]) => Node[]} marks */
function tableOf({ id, columns, rows }, marks) {
  return element(
    'div',
    { class: 'point table-point' },
    element('label', {}, element('input', { type: 'checkbox', checked: true, 'data-point': id }), '表格'),
    tableFrame(
      '表格',
      [...columns.map(shown), '出处'].map((head) => [head]),
      rows.map((/** @type {any} */ row) =>
        element(
          'tr',
          {},
          row.cells.map((/** @type {string} */ cell) => element('td', {}, shown(cell))),
          element('td', { class: 'point-marks' }, marks(row.marks)),
        ),
      ),
    ),
  );
}

/** What is left of the draft, in its new order. @param {string} id @param {HTMLElement} node */
function editsOf(id, node) {
  const field = (/** @type {Element} */ place, /** @type {string} */ kind) =>
    /** @type {HTMLInputElement | null} */ (place.querySelector(`.${kind} input`))?.value.trim() ?? '';
  const sections = [...node.querySelectorAll('.outline-section:not(.dropped)')].map((section) => ({
    section: Number(section.getAttribute('data-section')),
    heading: field(section, 'section-name'),
    points: [...section.querySelectorAll('input[data-point]')].flatMap((box) =>
      /** @type {HTMLInputElement} */ (box).checked ? [box.getAttribute('data-point') ?? ''] : [],
    ),
  }));
  return { id, title: field(node, 'draft-title'), sections };
}
