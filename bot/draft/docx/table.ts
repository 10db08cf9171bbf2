import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type ParagraphChild,
} from 'docx';
import type { DraftTable } from '../../answer/draft/types.ts';
import { fontOf, type Hand } from './fonts.ts';
import { CELL_MARGIN, LINES, SIZES, TEXT_WIDTH } from './layout.ts';
import type { FootnoteMarks } from './notes.ts';
import { CELL_PADDING, layOutTable } from './table-layout.ts';

/** Id of the paragraph style of cells. */
export const CELL_STYLE = 'GuidaCell';

/** A table of indicators; its header is repeated on each page, a row is not broken over two, each row carries its source. */
export function wordTable(table: DraftTable, marks: FootnoteMarks): Table {
  const { columns, widths, rows } = layOutTable(table);
  // The mark stands behind the last value.
  const marked = columns.length - 2;
  const cell = (children: readonly ParagraphChild[], at: number): TableCell =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: CELL_PADDING / 2, right: CELL_PADDING / 2, top: CELL_MARGIN, bottom: CELL_MARGIN },
      children: [
        new Paragraph({
          style: CELL_STYLE,
          alignment: at === 0 ? AlignmentType.LEFT : AlignmentType.CENTER,
          spacing: { line: LINES.row, lineRule: LineRuleType.AT_LEAST, before: 0, after: 0 },
          children: [...children],
        }),
      ],
    });
  const text = (lines: readonly string[], hand: Hand): readonly TextRun[] =>
    lines.map(
      (line, index) =>
        new TextRun({ text: line, font: fontOf(hand), size: SIZES.table, ...(index > 0 ? { break: 1 } : {}) }),
    );
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    alignment: AlignmentType.CENTER,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map((column, at) => cell(text([column], 'heading'), at)),
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.cells.map((lines, at) =>
              cell([...text(lines, 'page'), ...(at === marked ? marks.ofRow(row.marks) : [])], at),
            ),
          }),
      ),
    ],
  });
}
