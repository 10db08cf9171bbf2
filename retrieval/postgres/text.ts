/** A character that never stands in a text: U+FFFF is no character by the Unicode standard. It begins an escape. */
const ESCAPE = '\uFFFF';

/**
 * A text as PostgreSQL can keep it: U+0000, which it refuses, is escaped, and so is the escape itself. Equal texts stay
 * equal, so that ids can be compared in the database.
 */
export function keptText(text: string): string {
  // eslint-disable-next-line no-control-regex -- this is the one character that it is about
  return text.replace(/[\u0000\uFFFF]/gu, (character) => `${ESCAPE}${character === ESCAPE ? '1' : '0'}`);
}

/** The text that `keptText` was given. */
export function readText(kept: string): string {
  if (!kept.includes(ESCAPE)) return kept;
  return kept.replace(/\uFFFF([01])/gu, (_, digit) => (digit === '1' ? ESCAPE : '\u0000'));
}
