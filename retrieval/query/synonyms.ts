import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadEverydayWords, type EverydayWord } from './everyday-words.ts';

/** Groups of words that stand for one another, as read from `synonyms.yaml`. */
export interface Synonyms {
  readonly groups: readonly (readonly string[])[];
  /** What people say for something that plans put in other words: weaker, and one way. Default: none. */
  readonly everyday?: readonly EverydayWord[];
}

/** Longer names that plans use for what others call by a shorter one; both are read as the shorter. Order matters. */
const CANONICAL: readonly (readonly [RegExp, string])[] = [
  [/研究(?:与|和)(?:试|实)验发展/gu, '研发'],
  [/研发(?:经费|投入|经费投入|经费支出|投入经费|经费内部支出|支出)?(?:投入)?强度/gu, '研发强度'],
  [
    /(?:全社会)?研发(?:经费)?(?:投入|支出|投入经费|支出经费|经费)?(?:总额)?(?:占|与|相当于)(?:地区|全市|全省|国内)?(?:生产总值|gdp)(?:的|之)?(?:比重|比例|比|之比)/gu,
    '研发强度',
  ],
  [/地区生产总值|国内生产总值/gu, '生产总值'],
  [/每万(?:人口|人|名)/gu, '每万人'],
  [/比例|占比|份额/gu, '比重'],
];

/** A lower-case text with long official names shortened as `CANONICAL` says. */
export function canonical(text: string): string {
  return CANONICAL.reduce((result, [pattern, short]) => result.replace(pattern, short), text);
}

const schema = z.array(z.array(z.string().min(1)).min(2));

/** Reads the curated lists that ship with the project, or other files of the same form. */
export function loadSynonyms(
  file: string = fileURLToPath(new URL('synonyms.yaml', import.meta.url)),
  everydayFile?: string,
): Synonyms {
  return {
    groups: schema.parse(parse(readFileSync(file, 'utf8'))),
    everyday: loadEverydayWords(everydayFile),
  };
}
