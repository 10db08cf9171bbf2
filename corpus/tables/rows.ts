import { looksLikeValue, type RawRow } from './grid.ts';

/** A table row as a person would read it out. */
export interface ReadRow {
  /** What the row is about, unit included: the last name column. */
  readonly name: string;
  /** Name columns before that: a merged category. */
  readonly groups: readonly string[];
  /** Value cells with their headers. */
  readonly values: readonly { readonly header: string; readonly value: string }[];
  /** “caption：name——header value；header value（group）”. */
  readonly text: string;
}

const ORDINAL = /^序\s*号$|^编号$/u;
const VALUE_HEADER = /\d{4}年|目标|增速|增长|现状|完成/u;
/** How far up the row that a 其中 belongs to may stand. */
const PARENT_REACH = 60;

/** How many columns at the left name the row: those before the first that holds mostly values. */
export function countNameColumns(columns: readonly string[], rows: readonly RawRow[]): number {
  const isValueColumn = (index: number): boolean => {
    const filled = rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== '');
    return filled.length > 0 && filled.filter(looksLikeValue).length >= filled.length / 2;
  };
  const start = ORDINAL.test(columns[0] ?? '') ? 1 : 0;
  for (let index = start + 1; index < columns.length; index += 1) {
    if (VALUE_HEADER.test(columns[index] ?? '') || isValueColumn(index)) return index;
  }
  return Math.min(start + 1, columns.length);
}

/** Reads row `index` of a table. A row that starts with 其中 is read together with the row it belongs to. */
export function readRow(caption: string, columns: readonly string[], rows: readonly RawRow[], index: number): ReadRow {
  return rowReader(caption, columns, rows)(index);
}

/** Reads the rows of one table, whose name columns are judged once. */
export function rowReader(
  caption: string,
  columns: readonly string[],
  rows: readonly RawRow[],
): (index: number) => ReadRow {
  const names = countNameColumns(columns, rows);
  const start = ORDINAL.test(columns[0] ?? '') ? 1 : 0;
  return (index) => {
    const cells = rows[index]?.cells ?? [];
    const own = cells[names - 1] ?? '';
    const parent = /^其中/u.test(own) ? parentOf(rows, index, names - 1) : undefined;
    const name = parent === undefined ? own : `${parent}，${own}`;
    const groups = cells.slice(start, names - 1).filter((cell) => cell !== '');
    const values = cells
      .slice(names)
      .flatMap((value, at) => (value === '' ? [] : [{ header: columns[names + at] ?? '', value }]));
    return { name, groups, values, text: readOut(caption, name, groups, values) };
  };
}

/** The sentence that a row is read out as; with some of its values only, for a row that is too long for one passage. */
export function readOut(caption: string, name: string, groups: readonly string[], values: ReadRow['values']): string {
  const title = caption === '' ? '' : `${caption}：`;
  const read = values.map(({ header, value }) => (header === '' ? value : `${header} ${value}`)).join('；');
  const group = groups.length === 0 ? '' : `（${groups.join('、')}）`;
  return `${title}${name}${read === '' ? '' : `——${read}`}${group}`;
}

function parentOf(rows: readonly RawRow[], index: number, column: number): string | undefined {
  for (let at = index - 1; at >= Math.max(0, index - PARENT_REACH); at -= 1) {
    const name = rows[at]?.cells[column] ?? '';
    if (name !== '' && !/^其中/u.test(name)) return name;
  }
  return undefined;
}
