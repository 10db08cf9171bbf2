import { displayWidth, pieceSeparator } from './characters.ts';
import { splitGlued } from './glued.ts';
import { endsSentence, readMark, type HeadingMark } from './headings.ts';
import type { Layout, Line } from './lines.ts';
import { readRunIn } from './run-ins.ts';
import { headingAt } from './standalone.ts';
import type { Grid } from './tables/grid.ts';
import { readTable } from './tables/read-table.ts';
import { CONTINUATION_REACH, readStrayRow } from './tables/spaced.ts';
import type { LineRange } from './types.ts';

/** A heading on a line of its own. */
export interface Heading {
  readonly kind: 'heading';
  readonly title: string;
  readonly mark: HeadingMark | undefined;
  /** Depth of a Markdown heading, 0 when the file does not say. */
  readonly depth: number;
  readonly lines: LineRange;
}

/** A paragraph, its broken lines joined. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  /** The piece of `text` that each original line gave, so that a sentence can be traced to its lines. */
  readonly pieces: readonly { readonly line: number; readonly start: number }[];
  readonly mark: HeadingMark | undefined;
  /** Its first words, when they are set in bold type; else empty. */
  readonly bold: string;
  readonly bullet: boolean;
  /** It surely opens with a title, though it was run in with others. */
  readonly item?: true;
  readonly lines: LineRange;
}

/** A piece of a text in reading order; `gap` is a blank line between paragraphs. */
export type Block =
  | Heading
  | Paragraph
  | { readonly kind: 'table'; readonly grid: Grid; readonly caption: string | undefined; readonly lines: LineRange }
  | { readonly kind: 'gap' };

/** Lines of a title page and of a notice that belong to no sentence: 附件1, 2022年1月, 发布日期：…, a signature with its date. */
const FRONT_MATTER =
  /^(?:附件\s*\d*[：:]?|\d{4}年\d{1,2}月(?:\d{1,2}日)?|发布日期.{0,60}|[\p{Script=Han}]{4,20}\d{4}年\d{1,2}月\d{1,2}日)$/u;
/** Front matter that says nothing. */
const ATTACHMENT_MARK = /^附件\s*\d*[：:]?$/u;

/** A paragraph that is being put together. */
class Draft {
  readonly parts: string[];
  readonly pieces: { line: number; start: number }[];
  readonly mark: HeadingMark | undefined;
  readonly bold: string;
  readonly bullet: boolean;
  last: Line;
  #length: number;

  constructor(line: Line, mark: HeadingMark | undefined) {
    this.parts = [line.text];
    this.pieces = [{ line: line.number, start: 0 }];
    this.mark = mark;
    this.bold = line.bold;
    this.bullet = line.bullet;
    this.last = line;
    this.#length = line.text.length;
  }

  append(line: Line): void {
    const separator = pieceSeparator(this.last.text, line.text);
    this.pieces.push({ line: line.number, start: this.#length + separator.length });
    this.parts.push(separator, line.text);
    this.#length += separator.length + line.text.length;
    this.last = line;
  }

  /** Whether its last sentence goes on. */
  get open(): boolean {
    return !endsSentence(this.last.text);
  }

  toBlock(text = this.parts.join('')): Paragraph {
    const { pieces, mark, bold, bullet } = this;
    const kept = pieces.filter((piece) => piece.start < text.length);
    const lines = [pieces[0]?.line ?? this.last.number, kept.at(-1)?.line ?? this.last.number] as const;
    return { kind: 'paragraph', text, pieces: kept, mark, bold, bullet, lines };
  }
}

/** Cuts the lines of a text into headings, paragraphs and tables. */
export function readBlocks(original: readonly Line[], layout: Layout): readonly Block[] {
  const lines = splitGlued(original);
  const widths = layout.hardWrapped ? localWidths(lines) : [];
  const blocks: Block[] = [];
  let draft: Draft | undefined;
  let lastTable = -1;
  let gaps = 0;
  // A blank line counts only once it is known that the paragraph before it does not go on.
  const flush = (): void => {
    if (draft) blocks.push(draft.toBlock());
    draft = undefined;
    for (; gaps > 0; gaps -= 1) blocks.push({ kind: 'gap' });
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    if (line.text === '' && !line.raw.startsWith('\t')) {
      if (draft?.open) continue;
      if (!layout.hardWrapped) flush();
      gaps += 1;
      continue;
    }
    const grid = readTable(lines, index);
    if (grid) {
      const split = draft ? takeCaption(draft) : undefined;
      if (split) draft = undefined;
      if (split?.before) blocks.push(split.before);
      flush();
      lastTable = blocks.length;
      blocks.push({ kind: 'table', grid, caption: split?.caption, lines: grid.lines });
      index = grid.next - 1;
      continue;
    }
    if (line.text === '' || line.page) continue;
    const open: boolean = draft?.open ?? false;
    if (FRONT_MATTER.test(line.text) && !open) {
      flush();
      if (!ATTACHMENT_MARK.test(line.text)) blocks.push(new Draft(line, undefined).toBlock());
      continue;
    }
    const adopted = adoptStrayRow(blocks[lastTable], lines, index);
    if (adopted) {
      blocks[lastTable] = adopted;
      continue;
    }
    const mark = readMark(line.text);
    const full = widths[index] ?? 0;
    const breaksOff = layout.hardWrapped && open && draft !== undefined && isFull(draft.last, full);
    const heading = headingAt(lines, index, mark, { layout, open, breaksOff });
    if (heading) {
      flush();
      blocks.push(heading.block);
      index = heading.last;
    } else if (draft && !startsBlock(line, mark, draft, layout.hardWrapped ? full : 0)) {
      draft.append(line);
      gaps = 0;
    } else {
      flush();
      draft = new Draft(line, mark);
    }
  }
  flush();
  return blocks;
}

/** How many lines to either side tell the width a text is set to. */
const NEIGHBOURS = 6;

/** The width of the widest line around each line: the main text and a box may be set to different widths. */
function localWidths(lines: readonly Line[]): readonly number[] {
  const filled = lines.flatMap((line, index) => (line.text === '' || line.page ? [] : [index]));
  const own = filled.map((index) => displayWidth(lines[index]?.text ?? ''));
  const widths = Array<number>(lines.length).fill(0);
  filled.forEach((index, at) => {
    widths[index] = Math.max(...own.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1));
  });
  return widths;
}

/** Whether a line fills its width, within one character: punctuation may not open a line. */
function isFull(line: Line, width: number): boolean {
  return displayWidth(line.text) >= width - 2;
}

/** Gives a row that stands apart from its table back to it. */
function adoptStrayRow(block: Block | undefined, lines: readonly Line[], index: number): Block | undefined {
  if (block?.kind !== 'table' || index - block.grid.next > CONTINUATION_REACH) return undefined;
  const row = readStrayRow(lines, index, block.grid);
  return row && { ...block, grid: { ...block.grid, rows: [...block.grid.rows, row] } };
}

/** How much narrower than the text the indented first line of a paragraph is, in half-width units. */
const INDENT = 3;
/** Longest run-in title at which a paragraph surely starts, in characters. */
const SURE_TITLE = 12;

/** @param width what lines are broken at around here: a sentence or a paragraph may go on after a full line; else 0 */
function startsBlock(line: Line, mark: HeadingMark | undefined, draft: Draft, width: number): boolean {
  if (line.bullet || line.bold !== '' || line.text.startsWith('——')) return true;
  const full = width > 0 && isFull(draft.last, width);
  if (!draft.open) return !full || mark !== undefined || opensItem(line, width);
  if (!mark) return false;
  // “第\n一、二产业”, “2.3万” broken before the 2: a number inside a sentence is no mark.
  if (full && mark.style !== 'chapter' && mark.style !== 'section') return false;
  return mark.style !== 'arabic' || readRunIn(line.text, mark.length) !== undefined || line.text.length <= 40;
}

/** Whether an indented line opens with a short title (“智能制造。重点攻关…”). */
function opensItem(line: Line, width: number): boolean {
  const title = displayWidth(line.text) <= width - INDENT ? readRunIn(line.text, 0)?.title : undefined;
  return title !== undefined && title.length <= SURE_TITLE && !title.includes('，');
}

/** The words after the last full stop of an open paragraph, when a table follows: its caption. */
function takeCaption(draft: Draft): { caption: string; before: Block | undefined } | undefined {
  if (!draft.open) return undefined;
  const text = draft.parts.join('');
  const cut = Math.max(text.lastIndexOf('。'), text.lastIndexOf('；')) + 1;
  if (cut === text.length || text.length - cut > 50) return undefined;
  return { caption: text.slice(cut), before: cut === 0 ? undefined : draft.toBlock(text.slice(0, cut)) };
}
