import { tableText } from '../../answer/draft/row-text.ts';
import type { DraftTable } from '../../answer/draft/types.ts';
import { CELL_MARGIN, LINES, SIZES, TEXT_WIDTH } from './layout.ts';
import { linesOfText, textWidth } from './text-lines.ts';

/** Left and right of a cell's text together, in twips. */
export const CELL_PADDING = 160;
/** Columns that hold names take what the others leave; each of the others at most so much, in twips. */
const NAME_COLUMNS = ['指标', '规划'];
const MOST = 2200;
/** Room of the marks behind a value, in widths of a character. */
const MARKS = 1.4;
/** Twips of a character of 五号. */
const CHARACTER = SIZES.table * 10;

/** A row with its height. */
export interface LaidOutRow {
  /** Lines of text, cell by cell. */
  readonly cells: readonly (readonly string[])[];
  readonly marks: readonly number[];
  /** Twips. */
  readonly height: number;
}

/** A table with the widths of its columns in twips, before it is written. */
export interface LaidOutTable {
  readonly columns: readonly string[];
  readonly widths: readonly number[];
  readonly header: number;
  readonly rows: readonly LaidOutRow[];
}

/** Gives the columns of values what their longest line needs, and the names the rest. */
export function layOutTable(table: DraftTable): LaidOutTable {
  const { columns, rows } = tableText(table);
  const lines = rows.map(({ cells, marks }) => ({ cells: cells.map(linesOfCell), marks }));
  const needs = columns.map((column, at) => {
    const widest = Math.max(textWidth(column), ...lines.flatMap(({ cells }) => (cells[at] ?? []).map(textWidth)));
    return Math.ceil((widest + (at === columns.length - 2 ? MARKS : 0.2)) * CHARACTER) + CELL_PADDING;
  });
  const isName = columns.map((column) => NAME_COLUMNS.includes(column));
  const values = needs.map((need, at) => (isName[at] === true ? 0 : Math.min(need, MOST)));
  const left = TEXT_WIDTH - sum(values);
  const wanted = sum(needs.filter((_, at) => isName[at]));
  // What names do not need goes to all columns alike.
  const spare = Math.max(0, left - wanted) / columns.length;
  const widths = needs.map((need, at) =>
    Math.floor(isName[at] === true ? Math.min(1, left / wanted) * need + spare : (values[at] ?? 0) + spare),
  );
  const heightOf = (cells: readonly (readonly string[])[]): number => {
    const most = cells.map((cell, at) => {
      const room = ((widths[at] ?? 0) - CELL_PADDING) / CHARACTER;
      const marked = at === columns.length - 2 ? MARKS : 0;
      return sum(cell.map((line) => linesOfText(line, Math.max(1, room), marked)));
    });
    return Math.max(...most) * LINES.row + 2 * CELL_MARGIN + 10;
  };
  return {
    columns,
    widths,
    header: heightOf(columns.map((column) => [column])),
    rows: lines.map((row) => ({ ...row, height: heightOf(row.cells) })),
  };
}

/** A value and the year it is for, in a line each: a narrow cell would break the year in two. */
function linesOfCell(value: string): readonly string[] {
  const at = value.indexOf('（');
  return at > 0 && /(?:年|末|期间|未注明)）$/u.test(value) ? [value.slice(0, at), value.slice(at)] : [value];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
