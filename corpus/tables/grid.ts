import type { LineRange } from '../types.ts';

/** A table as found in the lines, before it belongs to a plan. */
export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly lines: LineRange }[];
  readonly lines: LineRange;
  /** Index of the first line after the table, in the array of lines that was given. */
  readonly next: number;
}

/** A row of cells with the lines it was read from. */
export interface RawRow {
  readonly cells: readonly string[];
  readonly lines: LineRange;
}

const VALUE = /^[*＊≥≤＞＜><=约]?\s*[\d.]+|^[-—–]+\*?$/u;

/** A cell that holds a value rather than a name or a header: it starts with a figure, a bound or a dash. */
export function looksLikeValue(cell: string): boolean {
  return VALUE.test(cell) && !/^(?:19|20)\d{2}\s*年/u.test(cell);
}

/**
 * Makes one table of raw rows: finds the header (one line, or two where the first has merged cells), joins merged
 * headers, repeats a merged first column down its rows, and pads short rows.
 * @returns undefined when there is no row below the header
 */
export function assembleGrid(raw: readonly RawRow[], next: number): Grid | undefined {
  const width = raw.reduce((most, row) => Math.max(most, row.cells.length), 0);
  const padded = raw.map((row) => ({
    ...row,
    cells: [...row.cells, ...Array<string>(width - row.cells.length).fill('')],
  }));
  const [first, second] = padded;
  if (!first || !second) return undefined;
  const merged = first.cells.slice(1).includes('') && second.cells[0] === '' && !second.cells.some(looksLikeValue);
  const headerRows = merged ? 2 : 1;
  const body = padded.slice(headerRows);
  if (body.length === 0) return undefined;
  const columns = merged ? joinHeaders(first.cells, second.cells) : first.cells;
  let carried = '';
  const rows = body.map((row) => {
    const [head = '', ...rest] = row.cells;
    carried = head === '' ? carried : head;
    return { cells: [carried, ...rest], lines: row.lines };
  });
  const start = first.lines[0];
  const end = body.at(-1)?.lines[1] ?? first.lines[1];
  return { columns, rows, lines: [start, end], next };
}

/** “‘十三五’规划目标 | (merged)” over “2020年 | 年均增速” → one full header per column. */
function joinHeaders(upper: readonly string[], lower: readonly string[]): readonly string[] {
  let group = '';
  return upper.map((cell, index) => {
    if (cell !== '') group = cell;
    const below = lower[index] ?? '';
    if (below === '') return cell;
    return group === '' || index === 0 ? below : `${group} ${below}`;
  });
}
