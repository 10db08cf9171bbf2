import type { Line } from '../lines.ts';
import { assembleGrid, type Grid, type RawRow } from './grid.ts';

/** A row with more cells than this is no table row. */
const WIDEST = 60;
/** A cell of a stacked table may be this long; longer lines that start with a tab are indented paragraphs. */
const CELL_LIMIT = 60;

/**
 * A table with one cell a line, as a word processor writes it out: a blank line before each row, a tab before each
 * cell but the first, and a lone tab for a cell merged with the one above.
 */
export function readStacked(lines: readonly Line[], start: number): Grid | undefined {
  const rows: RawRow[] = [];
  let index = start;
  for (;;) {
    const row = readRow(lines, index);
    // A row of another width is where the table has ended (or never was one).
    if (!row || row.row.cells.length !== (rows[0]?.cells.length ?? row.row.cells.length)) break;
    rows.push(row.row);
    index = row.next;
  }
  return rows.length < 2 || (rows[0]?.cells.length ?? 0) < 2 ? undefined : assembleGrid(rows, index);
}

function readRow(lines: readonly Line[], start: number): { row: RawRow; next: number } | undefined {
  let index = start;
  while (index < lines.length && lines[index]?.raw === '') index += 1;
  const first = lines[index];
  if (!first || !isCell(first) || !(lines[index + 1]?.raw.startsWith('\t') ?? false)) return undefined;
  const cells = [first.text];
  let end = index;
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line?.raw.startsWith('\t') || !isCell(line)) break;
    if (cells.length === WIDEST) return undefined;
    cells.push(line.text);
    end = at;
  }
  return { row: { cells, lines: [first.number, lines[end]?.number ?? first.number] }, next: end + 1 };
}

function isCell(line: Line): boolean {
  return (
    line.depth === 0 &&
    !line.raw.slice(1).includes('\t') &&
    line.text.length <= CELL_LIMIT &&
    !/[。；]/u.test(line.text)
  );
}
