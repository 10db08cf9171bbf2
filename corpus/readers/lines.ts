const LINE_END = /\r\n|\r|\n|\u2028/u;

/**
 * The lines of a text, without their ends: \n, \r\n, \r or U+2028. A line end at the very end starts no further line.
 */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

/** How many lines {@link splitLines} would make at most, without making them. */
export function countLines(text: string): number {
  return count(text, '\n') + count(text, '\r') - count(text, '\r\n') + count(text, '\u2028') + 1;
}

/** Control characters other than white space. */
const CONTROL = /(?!\s)\p{Control}/gu;

/** How many control characters a text holds that are not white space. */
export function countControl(text: string): number {
  return text.match(CONTROL)?.length ?? 0;
}

/**
 * A line fit to be stored and shown: control characters other than the tab removed, a form feed between two words a
 * space, half a surrogate pair U+FFFD.
 */
export function cleanLine(line: string): string {
  return line
    .replace(/^[\f\v]+|[\f\v]+$/gu, '')
    .replace(/[\f\v]+/gu, ' ')
    .replace(CONTROL, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹').map((raised, digit) => [String(digit), raised])),
  '-': '⁻',
  '−': '⁻',
  '+': '⁺',
};

/**
 * Raised figures as Unicode has them (10⁴, 米², a note mark 3.8¹), so that they do not run into the figure before
 * them. Other text comes back as it is.
 */
export function raise(text: string): string {
  return /^[\d+\-−]+$/u.test(text) ? text.replace(/./gu, (character) => SUPERSCRIPTS[character] ?? character) : text;
}
