import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TextRun,
  type ParagraphChild,
} from 'docx';
import { labelParagraphs, numberSections } from '../../answer/draft/numbering.ts';
import type { DraftDocument, DraftParagraph, DraftSection, DraftSentence } from '../../answer/draft/types.ts';
import type { ChartData } from '../../answer/types.ts';
import type { Picture } from '../chart/chart-png.ts';
import { sourceNotes } from '../source-notes.ts';
import { fontOf, fontTable, type Hand } from './fonts.ts';
import {
  BODY_SPACING,
  CHARACTER_SPACING,
  FIRST_LINE,
  LINE_PITCH,
  LINES,
  PAGE,
  PICTURE_GAP,
  PICTURE_WIDTH,
  SIZES,
  TABLE_GAP,
} from './layout.ts';
import { FootnoteMarks } from './notes.ts';
import { CELL_STYLE, wordTable } from './table.ts';
import { titleLines } from './text-lines.ts';

/** A chart with its picture. */
export interface ChartPicture {
  readonly chart: ChartData;
  readonly picture: Picture;
}

/** Twips of a pixel at 96 to the inch. */
const PIXEL = 15;

/** A draft as a .docx in the layout of official documents (GB/T 9704—2012), with a footnote for each citation. */
export async function wordDocument(draft: DraftDocument, charts: readonly ChartPicture[] = []): Promise<Buffer> {
  const sources = sourceNotes(draft);
  const marks = new FootnoteMarks(sources);
  const children = [
    titleOf(draft.title),
    remark([run(draft.lead, 'subheading', SIZES.lead)], 'lead'),
    ...draft.sections.flatMap((section, index) => sectionOf(section, index, marks, charts)),
    ...notesOf(draft.notes, marks),
  ];
  const document = new Document({
    title: draft.title,
    creator: 'Guida 规答',
    description: draft.lead,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: { run: { font: fontOf('body'), size: SIZES.body, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } },
        heading1: { run: { font: fontOf('heading'), size: SIZES.body, bold: false, color: '000000' } },
        footnoteText: { run: { font: fontOf('page'), size: SIZES.note } },
      },
      // LibreOffice sizes a footnote's mark by the style of its paragraph.
      paragraphStyles: [{ id: CELL_STYLE, name: '表格', run: { font: fontOf('page'), size: SIZES.table } }],
    },
    footnotes: marks.footnotes(),
    sections: [
      {
        properties: PAGE,
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children,
      },
    ],
  });
  return await Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }]);
}

function titleOf(title: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: LINES.title, lineRule: LineRuleType.EXACT, before: 0, after: LINE_PITCH / 2 },
    children: titleLines(title).map(
      (text, at) => new TextRun({ text, font: fontOf('title'), size: SIZES.title, ...(at > 0 ? { break: 1 } : {}) }),
    ),
  });
}

function sectionOf(
  section: DraftSection,
  index: number,
  marks: FootnoteMarks,
  charts: readonly ChartPicture[],
): readonly (Paragraph | Table)[] {
  const labels = labelParagraphs(section.paragraphs);
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      keepNext: true,
      spacing: BODY_SPACING,
      indent: FIRST_LINE,
      children: [run(`${numberSections(index)}${section.heading}`, 'heading')],
    }),
    ...section.tables.flatMap((table) => [
      wordTable(table, marks),
      new Paragraph({
        spacing: { line: TABLE_GAP, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
        children: [],
      }),
      ...(table.compares ? charts.map(pictureOf) : []),
    ]),
    ...section.paragraphs.map((paragraph, at) => paragraphOf(paragraph, labels[at] ?? '', marks)),
  ];
}

/** “（一）加强人才政策创新。” in 楷体, the sentences behind it in 仿宋. */
function paragraphOf({ sentences }: DraftParagraph, label: string, marks: FootnoteMarks): Paragraph {
  const heading = label === '' ? [] : [run(`${label}。`, 'subheading')];
  return body([...heading, ...sentences.flatMap((sentence) => sentenceOf(sentence, marks))]);
}

function sentenceOf({ text, marks }: DraftSentence, footnotes: FootnoteMarks): readonly ParagraphChild[] {
  return [run(text, 'body'), ...footnotes.of(marks)];
}

/** 说明 in small type under the text: it speaks of the compilation, not of its subject. */
function notesOf(notes: readonly DraftSentence[], marks: FootnoteMarks): readonly Paragraph[] {
  return notes.map((note, index) => {
    const label = notes.length === 1 ? '说明：' : index === 0 ? '说明：1.' : `${index + 1}.`;
    return remark(
      [run(`${label}${note.text}`, 'subheading', SIZES.remark), ...marks.of(note.marks)],
      'remark',
      index === 0 ? LINES.remark / 2 : 0,
    );
  });
}

function pictureOf({ chart, picture }: ChartPicture): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: 240, lineRule: LineRuleType.AUTO, before: PICTURE_GAP, after: PICTURE_GAP },
    children: [
      new ImageRun({
        type: 'png',
        data: picture.png,
        transformation: {
          width: PICTURE_WIDTH / PIXEL,
          height: Math.round((PICTURE_WIDTH / PIXEL) * (picture.height / picture.width)),
        },
        altText: { name: chart.title, title: chart.title, description: chart.alternative },
      }),
    ],
  });
}

/** “— 1 —”, 四号, at the outer edge and one character in. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: alignment === AlignmentType.RIGHT ? { right: SIZES.lead * 10 } : { left: SIZES.lead * 10 },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: fontOf('page'), size: SIZES.lead })],
      }),
    ],
  });
}

function body(children: readonly ParagraphChild[]): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: BODY_SPACING,
    indent: FIRST_LINE,
    children: [...children],
  });
}

/** Text about the compilation, in 楷体 and smaller than the body. */
function remark(children: readonly ParagraphChild[], kind: 'lead' | 'remark', before = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: { line: LINES[kind], lineRule: LineRuleType.EXACT, before, after: 0 },
    indent: { firstLineChars: 200, firstLine: 2 * SIZES[kind] * 10 },
    children: [...children],
  });
}

function run(text: string, hand: Hand, size: number = SIZES.body): TextRun {
  return new TextRun({
    text,
    font: fontOf(hand),
    size,
    ...(size === SIZES.body ? { characterSpacing: CHARACTER_SPACING } : {}),
  });
}
