import { labelParagraphs, numberSections } from '../../answer/draft/numbering.ts';
import type { DraftDocument, DraftParagraph, DraftSection } from '../../answer/draft/types.ts';
import { CHART_SIZE } from '../chart/chart-size.ts';
import { sourceNotes, type SourceNotes } from '../source-notes.ts';
import {
  CHARACTER_SPACING,
  LINE_PITCH,
  LINES,
  PICTURE_GAP,
  PICTURE_WIDTH,
  SIZES,
  TABLE_GAP,
  TEXT_HEIGHT,
  TEXT_WIDTH,
} from './layout.ts';
import { layOutTable } from './table-layout.ts';
import { linesOfText, textWidth, titleLines } from './text-lines.ts';

/** What is not parted by the end of a page, with the footnotes that must stand on its page; twips. */
interface Block {
  readonly height: number;
  readonly notes: number;
}

/** The rule above footnotes, and what lies around it. */
const NOTE_RULE = 160;
/** Room that is kept free of a page: fonts differ by a hair, and a line too many is a page too many. */
const RESERVE = 180;
/** Widths of a mark behind a sentence, in widths of a character. */
const MARK = 0.7;
/** Two characters at the head of a paragraph. */
const INDENT = 2;

/**
 * Pages that a draft takes as a Word document, with the part of the last one that is filled: the blocks of the layout,
 * each with its footnotes, set one under another as a word processor does.
 */
export function pagesOf(draft: DraftDocument): number {
  let pages = 0;
  let used = 0;
  let notes = 0;
  for (const block of blocksOf(draft)) {
    const noted = notes + block.notes;
    const rule = noted > 0 ? NOTE_RULE : 0;
    if (used > 0 && used + block.height + noted + rule > TEXT_HEIGHT - RESERVE) {
      pages += 1;
      used = 0;
      notes = 0;
    }
    used += block.height;
    notes += block.notes;
  }
  return pages + (used + notes + (notes > 0 ? NOTE_RULE : 0)) / (TEXT_HEIGHT - RESERVE);
}

function blocksOf(draft: DraftDocument): readonly Block[] {
  const sources = sourceNotes(draft);
  return [
    { height: titleLines(draft.title).length * LINES.title + LINE_PITCH / 2, notes: 0 },
    { height: linesIn(draft.lead, SIZES.lead) * LINES.lead, notes: 0 },
    ...draft.sections.flatMap((section, index) => sectionBlocks(section, index, draft, sources)),
    ...draft.notes.map((note, index) => ({
      height: linesIn(`说明：${note.text}`, SIZES.remark) * LINES.remark + (index === 0 ? LINES.remark / 2 : 0),
      notes: notesHeight(sources.of(note.marks), sources),
    })),
  ];
}

function sectionBlocks(
  section: DraftSection,
  index: number,
  draft: DraftDocument,
  sources: SourceNotes,
): readonly Block[] {
  const heading = linesIn(`${numberSections(index)}${section.heading}`, SIZES.body) * LINE_PITCH;
  const set = new Set<number>();
  const tables = section.tables.flatMap((table): readonly Block[] => {
    const { header, rows } = layOutTable(table);
    const blocks = rows.map(({ height, marks }, at) => {
      const fresh = sources.of(marks).filter((mark) => !set.has(mark));
      for (const mark of fresh) set.add(mark);
      return { height: height + (at === 0 ? header : 0), notes: notesHeight(fresh, sources) };
    });
    const picture = (PICTURE_WIDTH * CHART_SIZE.height) / CHART_SIZE.width + 2 * PICTURE_GAP;
    const pictures = table.compares ? draft.charts.map(() => ({ height: picture, notes: 0 })) : [];
    return [...blocks, { height: TABLE_GAP, notes: 0 }, ...pictures];
  });
  const labels = labelParagraphs(section.paragraphs);
  const paragraphs = section.paragraphs.flatMap((paragraph, at) =>
    paragraphBlocks(paragraph, labels[at] ?? '', sources),
  );
  const [first, ...rest] = [...tables, ...paragraphs];
  // A heading stays with what follows it.
  return first ? [{ height: heading + first.height, notes: first.notes }, ...rest] : [];
}

/** The lines of a paragraph: the first two and the last two are not parted. */
function paragraphBlocks({ sentences }: DraftParagraph, label: string, sources: SourceNotes): readonly Block[] {
  const room = TEXT_WIDTH / (SIZES.body * 10 + CHARACTER_SPACING);
  const notes: number[] = [];
  let width = INDENT + (label === '' ? 0 : textWidth(`${label}。`));
  for (const sentence of sentences) {
    const cited = sources.of(sentence.marks);
    width += textWidth(sentence.text) + cited.length * MARK;
    const line = Math.ceil(width / room) - 1;
    notes[line] = (notes[line] ?? 0) + notesHeight(cited, sources);
  }
  const lines = Array.from({ length: Math.ceil(width / room) }, (_, line) => ({
    height: LINE_PITCH,
    notes: notes[line] ?? 0,
  }));
  if (lines.length <= 3) return [together(lines)];
  return [together(lines.slice(0, 2)), ...lines.slice(2, -2), together(lines.slice(-2))];
}

function together(blocks: readonly Block[]): Block {
  return blocks.reduce((sum, one) => ({ height: sum.height + one.height, notes: sum.notes + one.notes }), {
    height: 0,
    notes: 0,
  });
}

function notesHeight(cited: readonly number[], sources: SourceNotes): number {
  const texts = cited.map((mark) => sources.notes[mark - 1]?.text ?? '');
  return texts.reduce((sum, text) => sum + linesIn(`1 ${text}`, SIZES.note, 0) * LINES.note, 0);
}

/** Lines of a text in a size of half points, over the width of the page. */
function linesIn(text: string, size: DraftSize, indent = INDENT): number {
  return linesOfText(text, TEXT_WIDTH / (size * 10), indent);
}

type DraftSize = (typeof SIZES)[keyof typeof SIZES];
