/** Mark of a citation, and bold. */
const MARKS = /\[\d+\]|\*\*/gu;

/** What an earlier answer named, that a later question may point at: 第二个, 那一块. */
export interface Antecedent {
  /** The items of a list it showed, in order. */
  readonly items: readonly string[];
  /** The name it gave as the answer, in bold; undefined when it gave a figure or none. */
  readonly name: string | undefined;
}

/** Reads the items and the name out of the text of an answer. */
export function readAntecedent(answer: string | undefined): Antecedent {
  if (answer === undefined) return { items: [], name: undefined };
  const numbered = answer
    .split('\n')
    .flatMap((line) => /^\d{1,2}\. (?<item>.+)$/u.exec(line.trim())?.groups?.['item'] ?? [])
    .map((item) => item.replace(MARKS, '').trim());
  const counted = /共列\*\*\d+项\*\*：(?<items>[^\n]+)/u
    .exec(answer)
    ?.groups?.['items']?.replace(MARKS, '')
    .split('、');
  const bold = [...answer.matchAll(/\*\*([^*\n]{2,40})\*\*/gu)].map((match) => match[1] ?? '');
  const below = /“(?<name>[^”]{2,40})”下有：/u.exec(answer)?.groups?.['name'];
  const name = below ?? bold.find((text) => !/\d/u.test(text) && !/[。；]/u.test(text));
  return { items: numbered.length > 0 ? numbered : (counted ?? []), name };
}
