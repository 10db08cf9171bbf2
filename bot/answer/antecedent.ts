import { itemsOf } from './compose/enumeration.ts';

/** Mark of a citation, and bold. */
const MARKS = /\[\d+\]|\*\*/gu;

/** What an earlier answer named, that a later question may point at: 第二个, 那一块. */
export interface Antecedent {
  /** The items of a list it showed, in order. */
  readonly items: readonly string[];
  /** The items were named in a sentence (甲、乙、丙等平台), and have no headings of their own. */
  readonly inSentence: boolean;
  /** The name it gave as the answer, in bold; undefined when it gave a figure or none. */
  readonly name: string | undefined;
}

/** Reads the items and the name out of the text of an answer. */
export function readAntecedent(answer: string | undefined): Antecedent {
  if (answer === undefined) return { items: [], inSentence: false, name: undefined };
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
  if (numbered.length > 0) return { items: numbered, inSentence: false, name };
  if (counted) return { items: counted, inSentence: false, name };
  const said = answer
    .replace(MARKS, '')
    .split(/[，。；：\n]/u)
    .map((clause) => withKind(clause, itemsOf(clause)))
    .find((items) => items.length > 0);
  return { items: said ?? [], inSentence: said !== undefined, name };
}

/** “甲、乙、丙等实验室建设”: 甲实验室, where the items are too short to be names by themselves. */
function withKind(clause: string, items: readonly string[]): readonly string[] {
  const kind = /等(?:省|市|国家)?(?<kind>[\p{Script=Han}]{2,6}?)(?:建设|发展|等|$)/u.exec(clause)?.groups?.['kind'];
  return kind === undefined ? items : items.map((item) => (item.length <= 3 ? `${item}${kind}` : item));
}
