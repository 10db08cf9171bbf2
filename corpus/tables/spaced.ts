import { cleanLine } from '../characters.ts';
import type { Line } from '../lines.ts';
import { assembleGrid, looksLikeValue, type Grid, type RawRow } from './grid.ts';

/** The first header cells of a numbered table. */
const HEADER = /^\s*序\s*号\s+\S/u;

/**
 * A table whose columns are set apart by spaces and whose rows are numbered 1, 2, 3…, with cells that are themselves
 * broken by spaces (“规模以上 工业企业… 之 比( %)  —  1.6左右  —”). The header tells how many values a row has; the
 * row's name is what stands before the first value.
 */
export function readSpaced(lines: readonly Line[], start: number): Grid | undefined {
  const header = lines[start];
  if (!header || !HEADER.test(header.raw)) return undefined;
  const columns = mergeHeader(header.raw.trim().split(/\s+/u));
  const values = columns.length - 2;
  if (values < 1) return undefined;
  const rows: RawRow[] = [];
  let index = start + 1;
  for (let ordinal = 1; index < lines.length; ordinal += 1) {
    const taken = takeRow(lines, index, ordinal, values);
    if (!taken) break;
    rows.push(taken.row);
    index = taken.next;
  }
  if (rows.length === 0) return undefined;
  return assembleGrid([{ cells: columns, lines: [header.number, header.number] }, ...rows], index);
}

/** How far below a numbered table a page break may have thrown its last rows, in lines. */
export const CONTINUATION_REACH = 80;

/**
 * Reads a row that a page break has thrown into the text further down: the next number, a name and all the values on
 * one line.
 * @param grid the table that ended with number `ordinal - 1`
 */
export function readStrayRow(lines: readonly Line[], index: number, grid: Grid): RawRow | undefined {
  const ordinal = Number(grid.rows.at(-1)?.cells[0]) + 1;
  if (!HEADER.test(grid.columns.join(' ')) || !Number.isInteger(ordinal)) return undefined;
  const values = grid.columns.length - 2;
  const taken = takeRow(lines.slice(index, index + 1), 0, ordinal, values);
  return taken && taken.row.cells.slice(2).every(looksLikeValue) ? taken.row : undefined;
}

/** “序号 指 标 2025 年” → 序号, 指标, 2025年: single characters belong to the piece before when that is short too. */
function mergeHeader(pieces: readonly string[]): readonly string[] {
  const merged: string[] = [];
  for (const piece of pieces) {
    const previous = merged.at(-1);
    const single = piece.length === 1;
    if (previous !== undefined && single && (previous.length === 1 || /\d$/u.test(previous))) {
      merged[merged.length - 1] = previous + piece;
    } else merged.push(piece);
  }
  return merged.map(cleanLine);
}

function takeRow(
  lines: readonly Line[],
  start: number,
  ordinal: number,
  values: number,
): { row: RawRow; next: number } | undefined {
  let index = start;
  while (index < lines.length && lines[index]?.text === '') index += 1;
  const first = lines[index];
  const opening = first && new RegExp(`^\\s*${ordinal}\\s+(?=\\D)`, 'u').exec(first.raw);
  if (!first || !opening) return undefined;
  let text = first.raw.slice(opening[0].length);
  let end = index;
  for (;;) {
    const cells = splitRow(text, values);
    const following = lines[end + 1];
    if (cells.length === values + 1 && cells.every((cell) => cell !== '')) {
      return {
        row: { cells: [String(ordinal), ...cells], lines: [first.number, lines[end]?.number ?? first.number] },
        next: end + 1,
      };
    }
    // A row that lacks values goes on in the next line, unless that opens a row, a heading or a sentence of its own.
    if (!following || following.depth > 0 || end - index >= 2 || following.text.length > 60) return undefined;
    if (/[。；]/u.test(following.text) || new RegExp(`^\\s*${ordinal + 1}\\s+(?=\\D)`, 'u').test(following.raw))
      return undefined;
    text += ` ${following.raw}`;
    end += 1;
  }
}

/** Name first, then exactly `values` cells where they can be told apart. */
function splitRow(text: string, values: number): readonly string[] {
  const pieces = text.trim().split(/\s+/u);
  let depth = 0;
  let firstValue = pieces.length;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && depth === 0 && isValuePiece(piece)) {
      firstValue = index;
      break;
    }
    depth += (piece.match(/[（(]/gu) ?? []).length - (piece.match(/[)）]/gu) ?? []).length;
  }
  const name = cleanLine(pieces.slice(0, firstValue).join(' '));
  const cells: string[] = [];
  for (const piece of pieces.slice(firstValue)) {
    const previous = cells.at(-1);
    // Two pieces of words are one broken cell; a figure or a dash starts a new one.
    if (previous !== undefined && !isValuePiece(piece) && !looksLikeValue(previous))
      cells[cells.length - 1] = previous + piece;
    else cells.push(piece);
  }
  return [name, ...cells.slice(0, Math.max(values, cells.length)).map(cleanLine)];
}

function isValuePiece(piece: string): boolean {
  return looksLikeValue(piece) || /^(?:力争|达到|稳定|不低于|高于|优于|持续|进一步)/u.test(piece);
}
