import { isBlock, walk, type HtmlElement } from './html-nodes.ts';
import { raise } from './lines.ts';

/** Columns that one cell may span; more is damage or malice. */
const MAX_COLUMN_SPAN = 100;

/** Rows that one cell may span, as in the HTML standard. */
const MAX_ROW_SPAN = 65_534;

/** A cell with more text than this is a piece of page layout, not data. */
const LAYOUT_CELL_CHARACTERS = 1000;

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

interface TableContent {
  readonly captions: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly nested: boolean;
}

function span(value: string | undefined, most: number): number {
  const count = Number.parseInt(value ?? '1', 10);
  return count > 0 ? Math.min(count, most) : 1;
}

/** White space as a browser shows it: runs become one space, a no-break space is a space, none at the ends. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n\f\u00a0\u2028\u2029]+/gu, ' ').trim();
}

/** Reads a table in one walk. Stops at a nested table, which makes the outer one layout. */
function contentOf(table: HtmlElement): TableContent {
  const captions: string[] = [];
  const rows: Cell[][] = [];
  let nested = false;
  let text = '';
  let raised = 0;
  walk(table.children, {
    enter(element) {
      if (element.name === 'table') nested = true;
      if (nested) return false;
      if (element.name === 'tr') rows.push([]);
      if (element.name === 'td' || element.name === 'th' || element.name === 'caption') text = '';
      else if (isBlock(element)) text += ' ';
      if (element.name === 'sup') raised += 1;
      return true;
    },
    leave(element) {
      if (element.name === 'sup') raised -= 1;
      if (element.name === 'caption') {
        captions.push(collapse(text));
      } else if (element.name === 'td' || element.name === 'th') {
        const { colspan, rowspan } = element.attribs;
        // rowspan="0" reaches to the end of the table.
        const down = rowspan === '0' ? MAX_ROW_SPAN : span(rowspan, MAX_ROW_SPAN);
        rows.at(-1)?.push({ text: collapse(text), columns: span(colspan, MAX_COLUMN_SPAN), rows: down });
      } else if (isBlock(element)) {
        text += ' ';
      }
    },
    text(data) {
      text += raised > 0 ? raise(data) : data;
    },
  });
  return { captions, rows, nested };
}

/** Lays the cells out: a spanning cell's text stands in its first column of its first row, the rest is empty. */
function* layOut(rows: readonly (readonly Cell[])[]): Generator<string> {
  /** By column: how many more rows a cell above reaches down. */
  let reach: readonly number[] = [];
  for (const row of rows) {
    const line: string[] = [];
    const next: number[] = [];
    const push = (text: string, rest: number): void => {
      line.push(text);
      next.push(rest);
    };
    const covered = (): number => reach[line.length] ?? 0;
    for (const cell of row) {
      while (covered() > 0) push('', covered() - 1);
      for (let column = 0; column < cell.columns; column += 1) push(column === 0 ? cell.text : '', cell.rows - 1);
    }
    while (line.length <= reach.findLastIndex((rest) => rest > 0)) push('', Math.max(0, covered() - 1));
    reach = next;
    if (line.some((cell) => cell !== '')) yield line.join('\t');
  }
}

/**
 * The lines of a table of data: its caption on a line of its own, then one line a row, cells separated by tabs,
 * merged cells as the text followed by empty cells. `undefined` for a table that only arranges a page (it holds another
 * table, has one column, or cells as long as articles): its text is read as if it were no table.
 */
export function tableLines(table: HtmlElement): readonly string[] | undefined {
  if (table.attribs['role'] === 'presentation') return undefined;
  const { captions, rows, nested } = contentOf(table);
  const single = rows.every((row) => row.length <= 1);
  const long = rows.some((row) => row.some((cell) => cell.text.length > LAYOUT_CELL_CHARACTERS));
  if (nested || single || long) return undefined;
  return [...captions.filter((caption) => caption !== ''), ...layOut(rows)];
}
