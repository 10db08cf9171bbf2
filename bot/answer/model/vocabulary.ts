import { canonical, type Synonyms } from '../../../retrieval/query/synonyms.ts';
import type { Words } from '../../../retrieval/types.ts';
import { plainText } from '../verify-quantities.ts';
import { isReporting } from './reporting-words.ts';

/** Longest short form that counts as one, in characters: 高企, 自创区, 中科大. */
const LONGEST_SHORT = 4;

/** What the segmenter may glue to a word that it does not know: 省到, 将建, (示例)市科创. */
const FUNCTION_EDGES =
  /^[省市县区](?=\p{Script=Han}{2})|^[到在为将要和与及由从达至是有把对向的]+|[到在为将要和与及由从达至是有把对向的]+$/gu;

/** Compares the words of a sentence with those of its sources: whether they name the same things. */
export interface Vocabulary {
  /** A text as its words are compared: plain, lower case, long official names shortened. */
  readonly normal: (text: string) => string;
  /**
   * The words of a text that say something and do not stand in another: neither as they are nor by a short form.
   * @param text both from `normal`
   */
  readonly missing: (text: string, other: string) => readonly string[];
  /** The words of a text, from `normal`, that say something. */
  readonly content: (text: string) => readonly string[];
}

/** A vocabulary with the segmenter of the index. Of the synonyms only short forms of names count: the others are guesses. */
export function createVocabulary(words: Words, synonyms: Synonyms): Vocabulary {
  const normal = (text: string): string => canonical(plainText(text).toLowerCase()).replace(/[“”"‘’「」『』]/gu, '');
  const families = synonyms.groups.flatMap((group) => familiesOf(group.map(normal)));
  const content = (text: string): readonly string[] => [
    ...new Set(
      words
        .split(text.replace(/\d[\d.,%-]*[年月日]?/gu, ' '))
        .filter((word) => /\p{Script=Han}{2}|[a-z]{2}/u.test(word) && !isReporting(word)),
    ),
  ];
  /** Without the names that stand in the other text in some form. */
  const withoutShared = (text: string, other: string): string => {
    let rest = text;
    for (const family of families) {
      const here = family.filter((name) => has(rest, name));
      if (here.length === 0 || !family.some((name) => has(other, name))) continue;
      for (const name of here) rest = rest.replaceAll(name, '、');
    }
    return rest;
  };
  return {
    normal,
    content,
    missing: (text, other) =>
      content(withoutShared(text, other)).filter((word) => !other.includes(word.replace(FUNCTION_EDGES, ''))),
  };
}

/** A name with its short forms: characters of it in their order, not one run of them, or Latin letters. */
function familiesOf(group: readonly string[]): readonly (readonly string[])[] {
  return group.flatMap((long) => {
    const short = group.filter((name) => name !== long && isShortFor(name, long));
    return short.length === 0 ? [] : [[long, ...short]];
  });
}

function isShortFor(short: string, long: string): boolean {
  if (/^[a-z&]+$/u.test(short)) return /\p{Script=Han}/u.test(long);
  if (short.length > LONGEST_SHORT || short.length >= long.length || long.includes(short)) return false;
  let at = 0;
  for (const character of long) if (character === short[at]) at += 1;
  return at === short.length;
}

/** 高企 does not stand in 提高企业. */
function has(text: string, name: string): boolean {
  return name === '高企' ? /(?<!提)高企/u.test(text) : text.includes(name);
}
