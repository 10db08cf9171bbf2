import type { TableSheet } from './table-sheet.ts';

/** Longest name and the characters that a sheet's name may not have. */
const NAME_LIMIT = 31;
const NOT_IN_NAME = /[\\/?*[\]:]/gu;
const WIDTHS = { least: 8, most: 48 };

/** Sheets as one .xlsx: numbers as numbers, everything else as text, the header row in bold and fixed. */
export async function xlsxOf(sheets: readonly TableSheet[]): Promise<Buffer> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const written = sheets.map((sheet, index) => ({
    sheet: sheetName(sheet.name, index, sheets),
    stickyRowsCount: 1,
    columns: sheet.columns.map((column, at) => ({
      width: widthOf([column, ...sheet.rows.map((row) => row[at] ?? '')]),
    })),
    data: [
      sheet.columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const, backgroundColor: '#e8eef6' })),
      ...sheet.rows.map((row) =>
        row.map((value) =>
          typeof value === 'number'
            ? { value, type: Number }
            : { value, type: String, wrap: true, alignVertical: 'top' as const },
        ),
      ),
    ],
  }));
  return await writeExcelFile(written).toBuffer();
}

function sheetName(name: string, index: number, sheets: readonly TableSheet[]): string {
  const isTaken = sheets.slice(0, index).some((other) => other.name === name);
  return `${name.replace(NOT_IN_NAME, ' ').slice(0, NAME_LIMIT - 3)}${isTaken ? ` ${index + 1}` : ''}`;
}

/** In characters of the standard font; a Chinese one takes two. */
function widthOf(cells: readonly (string | number)[]): number {
  const widest = Math.max(...cells.map((cell) => String(cell).replace(/[^\u0020-\u007e]/gu, 'xx').length));
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, widest + 2));
}
