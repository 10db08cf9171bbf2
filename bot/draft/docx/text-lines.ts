import { SIZES, TEXT_WIDTH } from './layout.ts';

/** Width of a character that is not Chinese, in widths of one that is; digits of Chinese fonts come near to it. */
const NARROW = 0.56;
/** What a program puts between Chinese and other characters. */
const BETWEEN = 0.22;

/** Width of a text in widths of a Chinese character. */
export function textWidth(text: string): number {
  let width = 0;
  let wasNarrow: boolean | undefined;
  for (const character of text) {
    const isNarrow = character < '\u2000' && character !== '·' && character !== '×';
    width += isNarrow ? NARROW : 1;
    // Not beside punctuation.
    if (wasNarrow !== undefined && wasNarrow !== isNarrow && /[\p{Script=Han}\d\p{Script=Latin}]/u.test(character))
      width += BETWEEN;
    wasNarrow = isNarrow;
  }
  return width;
}

/** Lines that a text takes where a line has room for so many Chinese characters; at least one. */
export function linesOfText(text: string, room: number, indent = 0): number {
  return Math.max(1, Math.ceil((textWidth(text) + indent) / room - 0.001));
}

/** A title in lines of about one length, parted behind a word that ends a phrase where one is near. */
export function titleLines(title: string): readonly string[] {
  const room = TEXT_WIDTH / (SIZES.title * 10);
  const width = textWidth(title);
  if (width <= room) return [title];
  const count = Math.ceil(width / room);
  const ideal = Math.ceil(title.length / count);
  const fits = (at: number): boolean => textWidth(title.slice(0, at)) <= room && at > 0 && at < title.length;
  const near = [0, 1, -1, 2, -2, 3, -3, 4, -4].map((step) => ideal + step).filter(fits);
  const at = near.find((end) => /[的、，和与及》”]$/u.test(title.slice(0, end))) ?? near[0] ?? ideal;
  return [title.slice(0, at), ...titleLines(title.slice(at))];
}
