import type { Cell, CellLine } from './pdf-lines.ts';

interface Column {
  readonly from: number;
  readonly to: number;
}

/** Full rows that must agree before they are taken for the columns of a table. */
const LEAST_FULL_ROWS = 2;

/** A line with one cell wider than this share of the page's text is prose, and ends a table. */
const PROSE_SHARE = 0.5;

function overlap(cell: Column, column: Column): number {
  return Math.min(cell.to, column.to) - Math.max(cell.from, column.from);
}

/** The columns that the fullest rows agree on; `undefined` when they do not agree or none is missing a cell. */
function columnsOf(rows: readonly CellLine[]): readonly Column[] | undefined {
  const most = Math.max(...rows.map((row) => row.length));
  const full = rows.filter((row) => row.length === most);
  if (most < 3 || full.length < LEAST_FULL_ROWS || full.length === rows.length) return undefined;
  const columns = Array.from({ length: most }, (_, index) => {
    const cells = full.map((row) => row[index]).filter((cell) => cell !== undefined);
    return { from: Math.min(...cells.map((cell) => cell.from)), to: Math.max(...cells.map((cell) => cell.to)) };
  });
  const apart = columns.every((column, index) => index === 0 || column.from >= (columns[index - 1]?.to ?? 0));
  return apart ? columns : undefined;
}

/** The column a cell stands in: the first it overlaps, else the nearest, among those not yet taken. */
function columnFor(cell: Cell, columns: readonly Column[], firstFree: number, lastFree: number): number {
  let best = firstFree;
  for (let index = firstFree; index <= lastFree; index += 1) {
    const column = columns[index];
    if (column === undefined) break;
    if (overlap(cell, column) > 0) return index;
    if (overlap(cell, column) > overlap(cell, columns[best] ?? column)) best = index;
  }
  return best;
}

function align(row: CellLine, columns: readonly Column[]): string {
  const line = columns.map(() => '');
  let next = 0;
  row.forEach((cell, index) => {
    const lastFree = columns.length - (row.length - index);
    const column = columnFor(cell, columns, next, lastFree);
    line[column] = cell.text;
    next = column + 1;
  });
  return line.join('\t');
}

const plain = (row: CellLine): string => row.map((cell) => cell.text).join('\t');

/**
 * Writes the lines of a page, cells separated by tabs. In a table, a row that lacks cells gets empty ones where they
 * are missing, so that no figure slips under the header of another column. A cell over several columns stands in the
 * first of them.
 */
export function writeLines(lines: readonly CellLine[]): string[] {
  const every = lines.flat();
  const width = Math.max(...every.map((cell) => cell.to)) - Math.min(...every.map((cell) => cell.from));
  const isProse = (line: CellLine): boolean =>
    line.length === 1 && line.every((cell) => cell.to - cell.from > PROSE_SHARE * width);
  const written: string[] = [];
  for (let start = 0; start < lines.length;) {
    const next = lines.findIndex((line, index) => index >= start && isProse(line));
    const stop = next === -1 ? lines.length : next;
    const block = lines.slice(start, stop);
    const rows = block.filter((line) => line.length > 1);
    const columns = rows.length > 0 ? columnsOf(rows) : undefined;
    written.push(...block.map((line) => (columns && line.length > 1 ? align(line, columns) : plain(line))));
    const prose = lines[stop];
    if (prose) written.push(plain(prose));
    start = stop + 1;
  }
  return written;
}
