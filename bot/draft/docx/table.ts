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
import { tableText } from '../../answer/draft/row-text.ts';
import type { DraftTable } from '../../answer/draft/types.ts';
import { fontOf, type Hand } from './fonts.ts';
import { SIZES } from './layout.ts';
import type { FootnoteMarks } from './notes.ts';

/** Width of the text block in twips: 156 mm. */
const WIDTH = 8844;
/** Twips from line to line in a cell: exactly, or the grid of the page would pull lines apart. */
const ROW_LINE = 320;
/** What a column of a name needs, against one of values. */
const WIDE = 2.6;

/** A table of indicators; its header is repeated on each page, a row is not broken over two, each row carries its source. */
export function wordTable(table: DraftTable, marks: FootnoteMarks): Table {
  const { columns, rows } = tableText(table);
  const weights = columns.map((column) =>
    column === '指标' || column === '规划' ? WIDE : column === '单位' ? 0.8 : 1.6,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const widths = weights.map((weight) => Math.round((WIDTH * weight) / total));
  // The mark stands behind the last value.
  const marked = columns.length - 2;
  const cell = (children: readonly ParagraphChild[], at: number): TableCell =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: 80, right: 80, top: 30, bottom: 30 },
      children: [
        new Paragraph({
          alignment: at === 0 ? AlignmentType.LEFT : AlignmentType.CENTER,
          spacing: { line: ROW_LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
          children: [...children],
        }),
      ],
    });
  const text = (value: string, hand: Hand): readonly TextRun[] =>
    linesOf(value).map(
      (line, index) =>
        new TextRun({ text: line, font: fontOf(hand), size: SIZES.table, ...(index > 0 ? { break: 1 } : {}) }),
    );
  const plainText = (value: string): TextRun => new TextRun({ text: value, font: fontOf('page'), size: SIZES.table });
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    alignment: AlignmentType.CENTER,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map((column, at) => cell(text(column, 'heading'), at)),
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.cells.map((value, at) =>
              cell(
                [
                  ...(at === 0 ? [plainText(value)] : text(value, 'page')),
                  ...(at === marked ? marks.of(row.marks) : []),
                ],
                at,
              ),
            ),
          }),
      ),
    ],
  });
}

/** A value and the year it is for, in a line each: a narrow cell would break the year in two. */
function linesOf(value: string): readonly string[] {
  const at = value.indexOf('（');
  return at > 0 && /(?:年|末|期间|未注明)）$/u.test(value) ? [value.slice(0, at), value.slice(at)] : [value];
}
