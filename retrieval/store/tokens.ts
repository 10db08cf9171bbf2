/** Longer than any word; what is longer is cut, in the index and in the question alike. */
const LONGEST_TOKEN = 256;
/** White space and control characters: a token has none, so that tokens can be joined by spaces. */
const SEPARATORS = /[\u0000-\u0020\u007F]/gu; // eslint-disable-line no-control-regex

/**
 * A word as it stands in the index of every store: A to Z folded, no white space, nothing that UTF-8 cannot hold.
 * Empty when nothing is left.
 */
export function tokenOf(word: string): string {
  return word
    .slice(0, LONGEST_TOKEN)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(SEPARATORS, '\uFFFD')
    .replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}
