import { foldRadicals } from '../corpus/characters.ts';

/**
 * A text as answers and expectations are compared: radicals folded, NFKC, lower case, without white space, thousands
 * separators and Markdown emphasis. Two texts that a reader would call the same come out the same.
 */
export function normalise(text: string): string {
  return foldRadicals(text)
    .normalize('NFKC')
    .toLowerCase()
    // One after the other, so that `* *` is not half a mark that a second pass would take out.
    .replace(/\s+/gu, '')
    .replace(/\*\*/gu, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
    .replace(/[“”„‟]/gu, '"')
    .replace(/[‘’]/gu, "'");
}

/** An answer's text without its citation marks: `[1]` is not a figure. */
export function withoutMarks(text: string): string {
  return text.replace(/\s?\[\d+\]/gu, '');
}

/**
 * Whether a text holds a string, both normalised. A figure is held whole: 3.8 is not held by 13.8, 23.85 or 3.81,
 * 60 is not held by 160 or 60.5.
 */
export function holds(text: string, wanted: string): boolean {
  return holdsNormalised(normalise(text), normalise(wanted));
}

/** `holds` for texts that are normalised already. An empty string is held by nothing. */
export function holdsNormalised(text: string, wanted: string): boolean {
  if (wanted === '') return false;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (isWhole(text, at, wanted)) return true;
  }
  return false;
}

function isWhole(text: string, at: number, wanted: string): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + wanted.length, at + wanted.length + 2);
  if (/^\d/u.test(wanted) && /(?:\d|\d\.)$/u.test(before)) return false;
  return !(/\d$/u.test(wanted) && /^(?:\d|\.\d)/u.test(after));
}
