import { countNameColumns, rowReader, type ReadRow } from '../tables/rows.ts';
import { findTimes } from '../times.ts';
import type { Bound, IndicatorRecord, Passage, Plan, Table } from '../types.ts';
import type { RecordDraft } from './draft.ts';
import { boundOfWording } from './prose.ts';
import { findQuantities } from './quantity.ts';
import { kindOf } from './section-role.ts';
import { UNIT_WORD } from './unit-words.ts';

const DASH = /^[-—–−/\s]*\*?$/u;
const NUMBER =
  /^[*＊]?\s*(?<bound>[≥≤＞＜><]|不低于|超过|力争|约)?\s*(?<digits>\d[\d,]*(?:\.\d+)?)(?<unit>[%％])?\s*(?<tail>左右|以上|以下|以内)?[*＊]?$/u;
const RANGE = /^\d+(?:\.\d+)?\s*[-—–~～至]\s*\d+(?:\.\d+)?[%％]?$/u;
/** （万家）, (家), （%）: a unit at the end of a name, or before the 其中 that is read with it. */
const UNIT = /[（(](?<unit>[^（）()]{1,8})[）)](?=，其中|$)/gu;
const GROWTH = /增速|增幅|增长率|年均增长|增长/u;

const BOUNDS: Readonly<Record<string, Bound>> = {
  '≥': '>=',
  不低于: '>=',
  '≤': '<=',
  '＞': '>',
  '>': '>',
  超过: '>',
  '＜': '<',
  '<': '<',
  力争: '力争',
  约: '约',
  左右: '约',
  以上: '>=',
  以下: '<=',
  以内: '<=',
};

/** Reads row passages of the plan's tables: one record for each cell that holds a value or a wording, dashes left out. */
export function tableReader(plan: Plan, tables: readonly Table[]): (passage: Passage) => readonly RecordDraft[] {
  const readers = new Map(
    tables
      .filter(statesFigures)
      .map((table) => [table.id, { table, read: rowReader(table.caption, table.columns, table.rows) }]),
  );
  return (passage) => {
    const found = passage.table === undefined ? undefined : readers.get(passage.table.id);
    if (!found || passage.table === undefined) return [];
    const row = found.read(passage.table.row);
    // A long row is several passages, each with some of its values.
    return row.values
      .filter(({ header, value }) => passage.text.includes(header === '' ? value : `${header} ${value}`))
      .flatMap((cell) => readCell(row, cell, found.table, plan));
  };
}

/** Whether a table is one of indicators: another kind (a city and its tasks) holds no figures. */
function statesFigures({ columns, rows }: Table): boolean {
  const first = countNameColumns(columns, rows);
  return rows.some(({ cells }) => cells.slice(first).some((cell) => readNumber(cell.trim()) !== undefined));
}

function readCell(
  row: ReadRow,
  cell: { readonly header: string; readonly value: string },
  table: Table,
  plan: Plan,
): readonly RecordDraft[] {
  const value = cell.value.trim();
  if (value === '' || DASH.test(value)) return [];
  const { indicator, unit: ownUnit } = splitUnit(row.name);
  if (indicator === '') return [];
  const growth = GROWTH.test(cell.header);
  const time = timeOf(cell.header, table, plan, growth);
  const number = readNumber(value);
  // “10%” in a row counted in 户: the cell's own sign goes before the row's unit.
  const unit = number?.unit ?? (growth ? '%' : ownUnit);
  return [
    {
      indicator,
      raw: value,
      ...(number?.value === undefined ? {} : { value: number.value }),
      bound: number?.bound ?? boundOfWording(value),
      unit,
      ...(time === undefined ? {} : { time }),
      kind: growth ? 'growth' : kindOfCell(cell.header, time, table, plan),
    },
  ];
}

/** The name of a row without its units, and the last of them. */
function splitUnit(name: string): { readonly indicator: string; readonly unit: string } {
  let unit = '';
  const indicator = name.replace(UNIT, (match, _group, _offset, _whole, groups: { readonly unit: string }) => {
    if (!UNIT_WORD.test(groups.unit)) return match;
    unit = groups.unit.replace('％', '%');
    return '';
  });
  return { indicator: indicator.replace(/\s+/gu, ''), unit };
}

function readNumber(
  value: string,
): { readonly value?: number; readonly bound: Bound; readonly unit?: string } | undefined {
  const match = NUMBER.exec(value)?.groups;
  const percent = /[%％]/u.test(value) ? { unit: '%' } : {};
  if (match) {
    const mark = match['bound'] ?? match['tail'];
    const bound = mark === undefined ? '=' : (BOUNDS[mark] ?? '=');
    return { value: Number((match['digits'] ?? '').replaceAll(',', '')), bound, ...percent };
  }
  if (RANGE.test(value)) return { bound: '=', ...percent };
  const [quantity, ...others] = findQuantities(value);
  if (quantity?.value === undefined || others.length > 0 || quantity.end - quantity.start < value.length)
    return undefined;
  return { value: quantity.value, bound: quantity.bound, ...(quantity.unit === '' ? {} : { unit: quantity.unit }) };
}

function timeOf(header: string, table: Table, plan: Plan, growth: boolean): string | undefined {
  const spans = findTimes(header);
  const year = spans.filter(({ from, to, aspect }) => aspect === 'end' || from === to).at(-1);
  if (year) return String(year.to);
  const span = spans.at(-1) ?? (growth ? findTimes(table.caption).at(-1) : undefined);
  if (growth) {
    if (span) return `${String(span.from)}-${String(span.to)}`;
    const { period } = plan;
    return period?.from === undefined ? undefined : `${String(period.from)}-${String(period.to)}`;
  }
  if (!/目标|规划|预期/u.test(header)) return span === undefined ? undefined : String(span.to);
  return String(span?.to ?? findTimes(table.caption).at(-1)?.to ?? plan.period?.to ?? '') || undefined;
}

function kindOfCell(header: string, time: string | undefined, table: Table, plan: Plan): IndicatorRecord['kind'] {
  if (/完成|现状|实际|基期|达到值/u.test(header)) return 'achieved';
  if (/目标|规划值|预期/u.test(header)) return 'target';
  if (time === undefined) return /目标/u.test(table.caption) ? 'target' : 'unknown';
  return kindOf(time, 'tasks', plan);
}
