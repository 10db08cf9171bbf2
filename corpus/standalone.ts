import { displayWidth } from './characters.ts';
import type { Heading } from './blocks.ts';
import { isLabelled } from './glued.ts';
import { readMark, spaceMark, type HeadingMark } from './headings.ts';
import { nextFilled, type Layout, type Line } from './lines.ts';

/** A standalone line up to this long, without sentence punctuation, may be an unnumbered heading. */
const PLAIN_TITLE_LIMIT = 26;
/** A numbered line up to this long may be a heading. */
const NUMBERED_TITLE_LIMIT = 60;
/** A Markdown heading longer than this that holds a full stop is a paragraph that a converter has marked up. */
const MARKED_UP_LIMIT = 80;

/** What is known of the text around a line. */
export interface Surroundings {
  readonly layout: Layout;
  /** The sentence before the line has not ended. */
  readonly open: boolean;
  /** The line before is broken at the width in mid-sentence, so that this line goes on with it. */
  readonly breaksOff: boolean;
}

/** The heading that stands alone on line `index`, and the index of its last line; undefined when none does. */
export function headingAt(
  lines: readonly Line[],
  index: number,
  mark: HeadingMark | undefined,
  { layout, open, breaksOff }: Surroundings,
): { block: Heading; last: number } | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const make = (title: string, last: number): { block: Heading; last: number } => {
    const range = [line.number, lines[last]?.number ?? line.number] as const;
    return {
      block: { kind: 'heading', title: spaceMark(title), mark: readMark(title), depth: line.depth, lines: range },
      last,
    };
  };
  if (line.depth > 0)
    return line.text.length > MARKED_UP_LIMIT && line.text.includes('。') ? undefined : make(line.text, index);
  if (line.bullet) return undefined;
  if (!open && isLabelled(line.text)) return make(line.text, index);
  const standalone = line.text.length <= NUMBERED_TITLE_LIMIT && !/[。；！？]/u.test(line.text);
  if (!standalone || /[，：:]$/u.test(line.text)) return undefined;
  if (!mark) return !open && !layout.hardWrapped && isPlainTitle(lines, index) ? make(line.text, index) : undefined;
  if (breaksOff && mark.style !== 'chapter' && mark.style !== 'section') return undefined;
  if (!layout.hardWrapped) return mark.style === 'arabic' && open ? undefined : make(line.text, index);
  if (displayWidth(line.text) < layout.width - 6) return make(line.text, index);
  return wrappedTitle(lines, index, layout.width, make);
}

/** A numbered title that fills its line and ends in a short next one; a full line that does not is running text. */
function wrappedTitle(
  lines: readonly Line[],
  index: number,
  width: number,
  make: (title: string, last: number) => { block: Heading; last: number },
): { block: Heading; last: number } | undefined {
  const next = nextFilled(lines, index + 1);
  const following = lines[next];
  if (!following || displayWidth(following.text) > width * 0.6) return undefined;
  if (/[，。；：、]/u.test(following.text) || readMark(following.text)) return undefined;
  return make((lines[index]?.text ?? '') + following.text, next);
}

function isPlainTitle(lines: readonly Line[], index: number): boolean {
  const text = lines[index]?.text ?? '';
  if (text.length > PLAIN_TITLE_LIMIT || /^——|[、：:]$|，/u.test(text)) return false;
  if (!/^[\p{Script=Han}“《A-Za-z\d]/u.test(text) || !/\p{L}.*\p{L}/u.test(text)) return false;
  const next = lines[nextFilled(lines, index + 1)];
  return next !== undefined && /^[\p{Script=Han}“《A-Za-z\d（(—|\t]/u.test(next.text === '' ? next.raw : next.text);
}
