import { findFigures, type Figure } from '../../../corpus/figures.ts';
import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import type { Statement } from '../statement.ts';
import { nameAndUnit, parseRow, readRowValues, withUnit } from '../row.ts';
import { windowAround } from '../window.ts';
import { emphasise } from './fact.ts';
import { bare, pairsOf } from './records-of.ts';

/** A sentence up to this long, in characters, is quoted whole. */
const SHORT = 40;
/** Room for the time that opens a sentence (“到2025年，”) before the clause that is quoted. */
const OPENING = 18;

/** The sentence of a passage that states a record's figure. */
export function unitOf(
  record: IndicatorRecord,
  passage: Passage,
): { unit: Unit; figure: Figure | undefined } | undefined {
  const wanted = record.raw.replace(/^各/u, '');
  for (const unit of readUnits(passage)) {
    if (passage.kind === 'row') return { unit, figure: undefined };
    const all = findAllWhole(unit.text, wanted);
    if (all.length === 0) continue;
    // “高新技术企业达300家，科技型中小企业达300家”: the one behind the name of the indicator.
    const own = pairsOf(bare(record.indicator));
    const share = (at: number): number => {
      const before = pairsOf(bare(/[^，；。]*$/u.exec(unit.text.slice(0, at))?.[0] ?? ''));
      return [...own].filter((pair) => before.has(pair)).length;
    };
    const at = all.reduce((best, next) => (share(next) > share(best) ? next : best));
    const figures = findFigures(unit.text).filter((figure) => !figure.isYear);
    const near = figures.filter((figure) => figure.start < at + wanted.length && figure.end > at);
    return { unit, figure: near[0] };
  }
  return undefined;
}

/** The one cell of a row that a record is of: “名称：2025年为**300家**”; undefined when more than one may be. */
function stateCell(record: IndicatorRecord, passage: Passage): string | undefined {
  const row = parseRow(passage);
  const cells =
    row?.values.filter(({ value }) => value === record.raw || value.replace(/[%％]$/u, '') === record.raw) ?? [];
  const [cell] = cells;
  if (!row || !cell || cells.length > 1) return undefined;
  const { name: whole, unit } = nameAndUnit(row.name);
  const name = whole.replace(/[（(][^（()）]{1,6}[)）](?=，其中)/u, '');
  const header = cell.header === '' ? '' : `${cell.header}为`;
  return `${name}：${header}**${withUnit(cell.value, unit)}**`;
}

/** Where a figure stands in a text, not as the end of a longer one (8% in 2.8%). */
function findAllWhole(text: string, figure: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(figure); at !== -1; at = text.indexOf(figure, at + 1))
    if (!/^\d/u.test(figure) || !/[\d.]/u.test(text[at - 1] ?? '')) found.push(at);
  return found;
}

/** What a record's passage says of it, in one clause: the row's values, or the clause around the figure. */
export function stateRecord(
  record: IndicatorRecord,
  passage: Passage,
  question: Question,
  limit: number,
): Statement | undefined {
  if (passage.kind === 'row') {
    const text = question.intent.aspect === 'either' ? undefined : stateCell(record, passage);
    if (text !== undefined) return { text, passages: [passage] };
    const read = readRowValues(passage, question);
    // Of a row's other values the one that the record is of may be left out: it is the one that is meant.
    const left = read !== undefined && !read.includes(record.raw.replace(/[%％]$/u, ''));
    const whole = left ? (stateCell(record, passage) ?? read) : read;
    return whole === undefined ? undefined : { text: whole, passages: [passage] };
  }
  const found = unitOf(record, passage);
  if (!found) return undefined;
  const { unit, figure } = found;
  const start = figure?.start ?? unit.text.indexOf(record.raw);
  const core = Math.max(
    0,
    unit.clauses.findIndex((clause) => start >= clause.start && start < clause.end),
  );
  const subject = pairsOf(bare(record.indicator));
  const said = (clause: number): number => {
    const stretch = unit.clauses[clause];
    if (!stretch) return 0;
    const pairs = pairsOf(bare(unit.text.slice(stretch.start, stretch.end)));
    return [...subject].filter((pair) => pairs.has(pair)).length / Math.max(1, subject.size);
  };
  // The clause of the figure alone when it names the indicator; else back to the one that does.
  let first = core;
  for (let at = core; said(core) < 0.5 && at >= Math.max(0, core - 3); at -= 1)
    if (said(at) > said(first) && (unit.clauses[core]?.end ?? 0) - (unit.clauses[at]?.start ?? 0) <= limit * 1.5)
      first = at;
  // “示范区内”: which one stands in the clause before.
  const opening = unit.clauses[first];
  if (first > 0 && opening && /(?:示范区|园区|开发区|新区|区)内/u.test(unit.text.slice(opening.start, opening.end)))
    first -= 1;
  const clauses = Array.from({ length: core - first + 1 }, (_, index) => first + index);
  const length = (unit.clauses[core]?.end ?? unit.text.length) - (unit.clauses[first]?.start ?? 0);
  const anchor = figure && length > limit ? { anchor: { start: figure.start, end: figure.end } } : {};
  const { text } = windowAround(
    unit,
    clauses,
    unit.text.length <= SHORT ? SHORT : Math.min(limit, length + OPENING),
    anchor,
  );
  return { text: emphasise(text, figure), passages: [passage] };
}
