import { cleanLine } from './characters.ts';
import { readMark } from './headings.ts';
import { nextFilled, type Line } from './lines.ts';
import { placeOfTitle } from './places.ts';
import type { LineRange } from './types.ts';

/** A plan's title as it stands in the file. */
export interface FoundTitle {
  /** Stray spaces, 《》 and “附件” removed; a draft mark such as （征求意见稿） kept. */
  readonly title: string;
  readonly lines: LineRange;
}

const KIND =
  '(?:规划纲要|发展规划|专项规划|规划|纲要|行动计划|行动方案|实施方案|实施意见|工作方案|若干措施|若干政策|若干意见|指导意见|意见|措施|方案|计划|要点)';
const DRAFT = '征求意见稿|公开征求意见稿|草案|讨论稿|送审稿|试行|修订稿|修订版|修编';
const YEARS = '\\d{4}\\s*年?\\s*[-—–－～~至]+\\s*\\d{4}\\s*年?';
const SUFFIX = `(?:[（(](?:${DRAFT}|${YEARS})[)）]){0,2}`;
const TITLE = new RegExp(`^《?[^。；！？：:]{4,60}${KIND}${SUFFIX}》?$`, 'u');
const NOTICE = /(?:印发|关于|通知|解读|说明|公告|目录)$/u;
const STATEMENT = /^(?:根据|依据|按照|落实|制定|本规划|实施|推进|加强|强化|编制|贯彻|执行|完善)/u;
/** A line that stands below a title and belongs to it. */
const SUFFIX_LINE = new RegExp(`^[（(](?:${DRAFT}|${YEARS})[)）]$`, 'u');
const ATTACHMENT = /^附件\s?\d*\s?[：:]?\s?/u;

/** Whether a cleaned text has the form of a plan's title. */
export function isTitle(text: string): boolean {
  const own = text.replace(ATTACHMENT, '');
  if (own.length > 80 || !TITLE.test(own) || NOTICE.test(own) || STATEMENT.test(own) || readMark(own)) return false;
  return !/[，,]/u.test(own.replace(/“[^”]*”|《[^》]*》/gu, ''));
}

/**
 * The titles of the plans that follow one another in a file. A title stands on a line of its own (or broken over two),
 * the first numbered heading after it starts again at one, and text follows before the next title; the first title of
 * a file need not be followed by any.
 */
export function findTitles(lines: readonly Line[]): readonly FoundTitle[] {
  const firstNumber = firstNumbers(lines);
  const found: FoundTitle[] = [];
  let filledBefore = 0;
  let before: Line | undefined;
  let last = -1;
  let sentences = false;
  for (const [index, line] of lines.entries()) {
    if (line.text === '' || index <= last) continue;
    const candidate = titleAt(lines, index);
    if (candidate && accepts(found, before, filledBefore, firstNumber[candidate.last + 1])) {
      // A list of titles is a table of contents: only the last of them heads a text.
      if (!sentences) found.pop();
      found.push(candidate.title);
      sentences = false;
      last = candidate.last;
      before = lines[last];
    } else {
      sentences ||= /[。；]/u.test(line.text);
      if (!/^附件\s*\d*$/u.test(line.text) && !line.page) before = line;
    }
    filledBefore += 1;
  }
  return found;
}

/** How many lines with text may stand before the first title: a notice, a table of contents line or two. */
const START_REACH = 15;

function accepts(
  found: readonly FoundTitle[],
  before: Line | undefined,
  filled: number,
  firstNumber: number | undefined,
): boolean {
  if (found.length === 0) return filled <= START_REACH;
  return (
    firstNumber === 1 &&
    (before === undefined || before.depth > 0 || /[。；！？”）|]$/u.test(before.raw.trimEnd()) || isTitle(before.text))
  );
}

/** For each line, the number of the first chapter or 一、 from there on. */
function firstNumbers(lines: readonly Line[]): readonly (number | undefined)[] {
  const numbers = Array<number | undefined>(lines.length + 1).fill(undefined);
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const mark = readMark(lines[index]?.text ?? '');
    const outer = mark && (mark.style === 'han' || mark.style === 'chapter');
    numbers[index] = outer ? mark.number : numbers[index + 1];
  }
  return numbers;
}

function titleAt(lines: readonly Line[], index: number): { title: FoundTitle; last: number } | undefined {
  const line = lines[index];
  if (!line || line.text === '' || line.bullet || line.quote || line.text.length > 80 || line.depth > 1)
    return undefined;
  if (line.text.includes('\t') || line.raw.includes('|')) return undefined;
  const make = (text: string, last: number): { title: FoundTitle; last: number } => ({
    title: { title: bareTitle(text), lines: [line.number, lines[last]?.number ?? line.number] },
    last,
  });
  let text = line.text;
  let last = index;
  let best = isTitle(text) ? { text, last } : undefined;
  // A title may be broken over several lines, and its draft mark or years stand below it.
  for (let pieces = 1; pieces < MOST_PIECES && text.length <= 60; pieces += 1) {
    const next = nextFilled(lines, last + 1);
    const tail = lines[next];
    if (!tail || next - last > 4 || tail.text.length > 30 || tail.depth > 1) break;
    if (/^的(?:通知|公告|批复|函|意见)/u.test(tail.text)) return undefined;
    const isSuffix = SUFFIX_LINE.test(tail.text);
    if (best ? !isSuffix : !mayGoOn(text) || placeOfTitle(tail.text) !== '' || readMark(tail.text)) break;
    text += tail.text;
    last = next;
    if (isTitle(text)) best = { text, last };
  }
  return best && make(best.text, best.last);
}

/** A title is broken into at most this many lines. */
const MOST_PIECES = 4;

/** Whether a line may be the first part of a broken title: a place, a topic, no sentence. */
function mayGoOn(text: string): boolean {
  return (
    text.length <= 40 &&
    !/[。；，！？：:、]|(?:印发|发布|公布|关于|通知|办公厅|办公室|人民政府)$|^\d/u.test(text) &&
    !readMark(text)
  );
}

function bareTitle(text: string): string {
  return cleanLine(text)
    .replace(ATTACHMENT, '')
    .replace(/^《(.*)》$/u, '$1')
    .replace(/\s+/gu, '');
}
