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
import { numberParagraphs, numberSections } from '../../answer/draft/numbering.ts';
import type { DraftDocument, DraftParagraph, DraftSection, DraftSentence } from '../../answer/draft/types.ts';
import type { ChartData } from '../chart/chart-data.ts';
import type { Picture } from '../chart/chart-png.ts';
import { sourceNotes } from '../source-notes.ts';
import { fontOf, fontTable, type Hand } from './fonts.ts';
import { BODY_SPACING, CHARACTER_SPACING, FIRST_LINE, LINE_PITCH, PAGE, SIZES } from './layout.ts';
import { FootnoteMarks, footnotesOf } from './notes.ts';
import { wordTable } from './table.ts';

/** A chart with its picture. */
export interface ChartPicture {
  readonly chart: ChartData;
  readonly picture: Picture;
}

/** Width of a picture in the text, in pixels at 96 to the inch: 150 mm. */
const PICTURE_WIDTH = 567;

/** A draft as a .docx in the layout of official documents (GB/T 9704—2012), with a footnote for each citation. */
export async function wordDocument(draft: DraftDocument, charts: readonly ChartPicture[] = []): Promise<Buffer> {
  const sources = sourceNotes(draft);
  const marks = new FootnoteMarks(sources);
  const children = [
    titleOf(draft.title),
    body([run(draft.lead, 'subheading')]),
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
    },
    footnotes: footnotesOf(sources),
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
    spacing: { line: 700, lineRule: LineRuleType.EXACT, before: LINE_PITCH, after: LINE_PITCH },
    children: [run(title, 'title', SIZES.title)],
  });
}

function sectionOf(
  section: DraftSection,
  index: number,
  marks: FootnoteMarks,
  charts: readonly ChartPicture[],
): readonly (Paragraph | Table)[] {
  let number = 0;
  const numbered = section.paragraphs.map((paragraph) => ({
    paragraph,
    label: paragraph.name === '' ? '' : numberParagraphs(number++),
  }));
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
      new Paragraph({ spacing: { line: 240, lineRule: LineRuleType.AUTO, before: 0, after: 0 }, children: [] }),
      ...(table.compares ? charts.map(pictureOf) : []),
    ]),
    ...numbered.map(({ paragraph, label }) => paragraphOf(paragraph, label, marks)),
  ];
}

/** “（一）加强人才政策创新。” in 楷体, the sentences behind it in 仿宋. */
function paragraphOf({ name, sentences }: DraftParagraph, label: string, marks: FootnoteMarks): Paragraph {
  const heading = name === '' ? [] : [run(`${label}${name}。`, 'subheading')];
  return body([...heading, ...sentences.flatMap((sentence) => sentenceOf(sentence, marks))]);
}

function sentenceOf({ text, marks }: DraftSentence, footnotes: FootnoteMarks): readonly ParagraphChild[] {
  return [run(text, 'body'), ...footnotes.of(marks)];
}

function notesOf(notes: readonly DraftSentence[], marks: FootnoteMarks): readonly Paragraph[] {
  if (notes.length === 0) return [];
  return [
    new Paragraph({
      keepNext: true,
      spacing: BODY_SPACING,
      indent: FIRST_LINE,
      children: [run('说明', 'heading')],
    }),
    ...notes.map((note, index) => body([run(`${index + 1}.`, 'body'), ...sentenceOf(note, marks)])),
  ];
}

function pictureOf({ chart, picture }: ChartPicture): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: 240, lineRule: LineRuleType.AUTO, before: 60, after: 120 },
    children: [
      new ImageRun({
        type: 'png',
        data: picture.png,
        transformation: { width: PICTURE_WIDTH, height: Math.round((PICTURE_WIDTH * picture.height) / picture.width) },
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
        indent: alignment === AlignmentType.RIGHT ? { right: SIZES.footer * 10 } : { left: SIZES.footer * 10 },
        children: [
          new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: fontOf('page'), size: SIZES.footer }),
        ],
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

function run(text: string, hand: Hand, size: number = SIZES.body): TextRun {
  return new TextRun({
    text,
    font: fontOf(hand),
    size,
    ...(size === SIZES.body ? { characterSpacing: CHARACTER_SPACING } : {}),
  });
}
