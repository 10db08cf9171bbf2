import type { Block, Paragraph } from './blocks.ts';
import { RANK } from './headings.ts';

/** A run-in heading: the title that opens a paragraph (“提升…能力。围绕…”). */
export interface RunIn {
  /** The title with its numbering mark, without the full stop or colon after it. */
  readonly title: string;
  /** Where the body starts in the paragraph's text. */
  readonly bodyStart: number;
}

/** Longest own words of a run-in heading, in characters; a longer first sentence is a statement. */
const LIMITS = {
  /** After a numbering mark. */
  marked: 40,
  /** Without a mark, beside others of its kind. */
  unmarked: 28,
  /** Without a mark, before a colon. */
  colon: 10,
  /** Without a mark, the only one under its heading. */
  alone: 12,
} as const;

/** First sentences that state something, however short: a result, a date by which, a duty. */
const STATEMENT = /[到至]\d{4}年|达到?\d/u;
const UNMARKED_STATEMENT = /\d{4}年|达到?\d|[\d.]+[%％家个项亿万名件户]/u;
const HORIZON = /^\d{4}年[\p{Script=Han}]{0,6}(?:目标|任务|愿景)$/u;
const STATEMENT_OPENING = /^(?:要|将|我们|其中|同时|此外|对|在|以)/u;
/** Labels of a note or of who is in charge: no headings. */
const NOTE_LABEL = /^(?:(?:备?注|说明|(?:数据|资料)?来源|附件|附表)\d*$|(?:责任|牵头|配合|主管|实施)(?:单位|部门))/u;

/**
 * Reads the first words of a paragraph as a run-in heading, if they have the form of one.
 * @param text the whole paragraph, mark included
 * @param markLength length of its numbering mark or dash, 0 when it has none
 */
export function readRunIn(text: string, markLength: number): RunIn | undefined {
  const own = text.slice(markLength);
  const stop = /[。：:]/u.exec(own.slice(0, LIMITS.marked + 1));
  if (!stop || stop.index + 1 >= own.length) return undefined;
  const title = own.slice(0, stop.index);
  const colon = stop[0] !== '。';
  const limit = markLength > 0 ? LIMITS.marked : colon ? LIMITS.colon : LIMITS.unmarked;
  const commas = title.split('，').length - 1;
  if (title.length < 2 || title.length > limit || commas > 1 || /[；？！]/u.test(title)) return undefined;
  if (STATEMENT.test(title) || NOTE_LABEL.test(title)) return undefined;
  if (markLength === 0) {
    if (UNMARKED_STATEMENT.test(title) && !HORIZON.test(title)) return undefined;
    if (STATEMENT_OPENING.test(title) && title.length > 16) return undefined;
    if (colon && /[，、（]/u.test(title)) return undefined;
  }
  return { title: text.slice(0, markLength) + title, bodyStart: markLength + stop.index + 1 };
}

/** Length of the dashes that open an item (“——”), 0 when none do. */
export function dashLength(text: string): number {
  return /^(?:[—―–]{1,2}|--)\s*/u.exec(text)?.[0].length ?? 0;
}

/** A title in bold type, with the stop after it (“**大健康研究院**：…”). */
function readBold(block: Paragraph): RunIn | undefined {
  if (block.bold === '' || block.bold.length > LIMITS.marked) return undefined;
  const title = block.bold.replace(/[。：:]$/u, '');
  const bodyStart = title.length + (/^[。：:]/u.test(block.text.slice(title.length)) ? 1 : 0);
  if (!block.text.startsWith(title) || bodyStart === title.length || bodyStart >= block.text.length) return undefined;
  return /[。；？！]/u.test(title) || title.length < (block.mark?.length ?? 0) + 2 ? undefined : { title, bodyStart };
}

/**
 * The run-in headings of a text. A numbered, dashed or bold one stands by itself; a plain first sentence is taken for
 * a heading only beside others like it, or when it is short, because statements open paragraphs too.
 * @param boldOnly only bold type makes a run-in heading: right where the headings proper are all marked up
 */
export function findRunIns(blocks: readonly Block[], options: { boldOnly: boolean }): ReadonlyMap<Block, RunIn> {
  const found = new Map<Block, RunIn>();
  let group: { block: Paragraph; runIn: RunIn }[] = [];
  let plain = 0;
  let underHeading = false;
  const settle = (): void => {
    const many = group.length >= 2 && group.length * 3 >= plain;
    for (const { block, runIn } of group) {
      const short = runIn.title.length <= LIMITS.alone && !/[，：:]/u.test(block.text.slice(0, runIn.bodyStart));
      if (many || short) found.set(block, runIn);
    }
    group = [];
    plain = 0;
  };
  for (const block of blocks) {
    if (block.kind === 'heading') {
      // A box interrupts the paragraphs of its section; they go on after it.
      const box = block.mark !== undefined && RANK[block.mark.style] === RANK.box;
      if (!box) settle();
      underHeading = true;
    }
    if (block.kind !== 'paragraph') continue;
    const dash = block.mark ? 0 : dashLength(block.text);
    const bold = readBold(block);
    if (bold) found.set(block, bold);
    else if (options.boldOnly) continue;
    else if (block.mark) {
      const runIn = readRunIn(block.text, block.mark.length);
      if (runIn) found.set(block, runIn);
      // What follows a numbered item stands under it, apart from what came before.
      if (runIn) settle();
    } else if (dash > 0) {
      const runIn = readRunIn(block.text, dash);
      if (runIn) found.set(block, { ...runIn, title: runIn.title.slice(dash) });
    } else if (block.item) {
      const runIn = readRunIn(block.text, 0);
      if (runIn) found.set(block, runIn);
    } else if (underHeading && !block.bullet) {
      plain += 1;
      const runIn = readRunIn(block.text, 0);
      if (runIn) group.push({ block, runIn });
    }
  }
  settle();
  return found;
}
