import { foldRadicals } from '../corpus/characters.ts';

/**
 * A text in one way of writing: radicals folded, NFKC, without white space, thousands separators and Markdown emphasis,
 * quotation marks straight.
 */
export function unify(text: string): string {
  return (
    foldRadicals(text)
      .normalize('NFKC')
      // One after the other, so that `* *` is not half a mark that a second pass would take out.
      .replace(/\s+/gu, '')
      .replace(/\*\*/gu, '')
      .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
      .replace(/[“”„‟]/gu, '"')
      .replace(/[‘’]/gu, "'")
  );
}

/** A text as answers and expectations are compared: unified, in lower case. */
export function normalise(text: string): string {
  return unify(text).toLowerCase();
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

/** The pairs of neighbouring Chinese characters of a normalised text: 主要目标 has 主要, 要目, 目标. */
export function pairsOf(normalised: string): readonly string[] {
  const runs = normalised.match(/\p{Script=Han}+/gu) ?? [];
  return runs.flatMap((run) => Array.from(run.slice(0, -1), (_, index) => run.slice(index, index + 2)));
}

/** The numbers of a normalised text, as written: those in names (g60) too. */
export function numbersIn(normalised: string): readonly string[] {
  return normalised.match(/\d+(?:\.\d+)?/gu) ?? [];
}
