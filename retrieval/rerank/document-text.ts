import type { Evidence } from '../search.ts';

/** Characters of one document: with the question it stays within the 512 tokens that small models take. */
const LONGEST = 420;
/** Characters of it that plan and headings may take. */
const LONGEST_HEADING = 100;

/**
 * A passage as a rerank model reads it: plan and headings in one line, then the text. Of a long passage, the sentences
 * around the best one.
 */
export function documentText({ passage, units }: Evidence, planTitle: string): string {
  const heading = headingOf([planTitle, ...passage.section]);
  const room = LONGEST - heading.length;
  const start = passage.text.length <= room ? 0 : startOfWindow(passage.text.length, units[0]?.unit.span, room);
  return `${heading}\n${passage.text.slice(start, start + room)}`;
}

/** The plan and the innermost heading say most; what lies between gives way. */
function headingOf(path: readonly string[]): string {
  const whole = path.join(' › ');
  if (whole.length <= LONGEST_HEADING) return whole;
  const ends = [path[0] ?? '', path.at(-1) ?? ''];
  return ends.map((part) => part.slice(0, LONGEST_HEADING / 2 - 2)).join(' › ');
}

/** Where to begin, so that the best sentence stands in the middle of what is sent. */
function startOfWindow(length: number, best: { start: number; end: number } | undefined, room: number): number {
  const middle = best === undefined ? 0 : (best.start + best.end) / 2;
  return Math.max(0, Math.min(Math.floor(middle - room / 2), length - room));
}
