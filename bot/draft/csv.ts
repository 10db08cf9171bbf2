import type { SheetCell, TableSheet } from './table-sheet.ts';

/** Spreadsheets read UTF-8 only where a file begins with this. */
const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet takes for a formula, OWASP “CSV Injection”. */
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/u;

/** Sheets as CSV (RFC 4180) one under another, each with its header. A cell that would be run as a formula is text. */
export function csvOf(sheets: readonly TableSheet[]): string {
  const blocks = sheets.map(({ columns, rows }) =>
    [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n'),
  );
  return `${BYTE_ORDER_MARK}${blocks.join('\r\n\r\n')}\r\n`;
}

function csvCell(cell: SheetCell): string {
  if (typeof cell === 'number') return String(cell);
  const text = disarmed(cell);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An apostrophe in front makes a spreadsheet show the text as it is. */
export function disarmed(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
