/** Longer than any word; what is longer is cut, in the index and in the question alike. */
const LONGEST_TOKEN = 256;
/** What separates tokens for the `ascii` tokenizer when every printable character is declared part of one. */
const SEPARATORS = /[\u0000-\u0020\u007F]/gu; // eslint-disable-line no-control-regex

/**
 * FTS5 tokenizer for text whose words are already split and joined by spaces: every printable ASCII character is part
 * of a token, as all others are anyway, so 13.5% and r&d stay one token. Quoted for a CREATE statement.
 */
export const TOKENIZER = `"ascii tokenchars '${printable()}'"`;

/**
 * A word as it stands in the index: FTS5 folds A to Z, cuts at white space and control characters, and stores UTF-8.
 * Empty when nothing is left.
 */
export function tokenOf(word: string): string {
  return word
    .slice(0, LONGEST_TOKEN)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(SEPARATORS, '\uFFFD')
    .replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

/** The words of one column, as FTS5 takes them. */
export function columnOf(words: readonly string[]): string {
  return words.map(tokenOf).join(' ');
}

/** An FTS5 query for texts with at least one of the tokens. Quoted, so that no token is read as an operator. */
export function anyOf(tokens: readonly string[]): string {
  return tokens.map((token) => `"${token.replaceAll('"', '""')}"`).join(' OR ');
}

/** Every printable ASCII character that is not a letter or digit, with both kinds of quote doubled. */
function printable(): string {
  const characters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  return characters
    .filter((character) => !/[0-9A-Za-z]/u.test(character))
    .join('')
    .replaceAll("'", "''")
    .replaceAll('"', '""');
}
