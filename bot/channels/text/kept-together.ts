/** A stretch that is kept in one piece. Offsets count UTF-16 units; `end` is exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Figures with what stands before and after them, citation marks and the bold markers themselves. Which word after a
 * figure is its unit cannot be told here, so the next few characters are kept with it, whatever they are.
 */
const FIRM: readonly RegExp[] = [
  /(?:百分之|千分之|[第近超约≥≤<>＜＞~～＋+−-])?[^\S\n]?\p{Nd}+(?:[.,．，:：/／ ]\p{Nd}+)*(?:[^\S\n]*[-–—~～至到]{1,2}[^\S\n]*\p{Nd}+(?:[.,．，]\p{Nd}+)*)*[^\S\n]?[\p{L}%％‰°℃/／]{0,8}/gu,
  /(?:百分之|千分之|[第近超约])?[〇零一二三四五六七八九十百千万亿两]+[\p{L}%]{0,4}/gu,
  /\[\p{Nd}{1,4}\]/gu,
  /\*\*/gu,
];

/** Titles, bold words, links, code and words in Latin letters: kept whole when there is another place to cut. */
const SOFT: readonly RegExp[] = [
  /《[^《》\n]*》/gu,
  /\*\*(?=\S)[^\n]*?\S\*\*/gu,
  /\[[^\]\n]*\]\([^)\n]*\)/gu,
  /`[^`\n]*`/gu,
  /[\p{Script=Latin}\p{Nd}]+/gu,
];

/** Stretches of a text that no cut may fall into. */
export function firmStretches(text: string): readonly Stretch[] {
  return stretches(text, FIRM);
}

/** Stretches of a text that a cut should not fall into. */
export function softStretches(text: string): readonly Stretch[] {
  return stretches(text, SOFT);
}

/** Whether a cut before the character at `position` would fall into one of the stretches. */
export function isInside(position: number, within: readonly Stretch[]): boolean {
  return within.some(({ start, end }) => start < position && position < end);
}

function stretches(text: string, patterns: readonly RegExp[]): readonly Stretch[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ start: index, end: index + words.length })),
  );
}
