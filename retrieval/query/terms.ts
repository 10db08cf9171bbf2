import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Words } from '../types.ts';
import { canonical, type Synonyms } from './synonyms.ts';

/** One thing a question asks about, in all the wordings that count as the same. */
export interface Term {
  /** As the question has it. */
  readonly surface: string;
  /** The surface and its synonyms; any of them in a text is a match. */
  readonly variants: readonly string[];
  /** The variants as they are looked for in a text: lower case, long official names shortened. */
  readonly matchers: readonly string[];
  /** Words of the variants, for the full-text search. */
  readonly words: readonly string[];
  /** Less than 1 for a term carried over from an earlier turn of the conversation. */
  readonly factor?: number;
}

const emptyWords = z
  .object({ asking: z.array(z.string()), fillers: z.array(z.string()) })
  .parse(parse(readFileSync(fileURLToPath(new URL('empty-words.yaml', import.meta.url)), 'utf8')));

/** Longest first, so that 是多少来着 goes before 多少. */
const ASKING = [...emptyWords.asking].sort((a, b) => b.length - a.length);
const ASKING_PHRASE = new RegExp(ASKING.map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('|'), 'gu');
const EMPTY_SET: ReadonlySet<string> = new Set([...ASKING, ...emptyWords.fillers]);

/** The content of a question: empty phrases and punctuation replaced by spaces. */
export function contentOf(question: string, cut: readonly { readonly start: number; readonly end: number }[]): string {
  let text = question;
  for (const { start, end } of [...cut].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, start)} ${text.slice(end)}`;
  return text
    .normalize('NFKC')
    .replace(ASKING_PHRASE, ' ')
    .replace(/[^\p{L}\p{N}&+%./-]+/gu, ' ')
    .trim();
}

/** The terms of a content text: synonym groups first, longest match, then the other words. */
export function readTerms(content: string, words: Words, synonyms: Synonyms): readonly Term[] {
  const terms: Term[] = [];
  let rest = canonical(content.toLowerCase());
  const members = synonyms.groups.flatMap((group) =>
    group.map((member) => ({ member: canonical(member.normalize('NFKC').toLowerCase()), group })),
  );
  members.sort((a, b) => b.member.length - a.member.length);
  for (const { member, group } of members) {
    if (!rest.includes(member)) continue;
    rest = rest.replace(new RegExp(member.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'), 'giu'), ' ');
    const variants = group.map((variant) => variant.normalize('NFKC'));
    terms.push({
      surface: member,
      variants: [member, ...variants.filter((variant) => variant !== member)],
      matchers: matchersOf([member, ...variants]),
      words: unique(variants.flatMap((variant) => words.split(variant))),
    });
  }
  const found = unique(words.split(rest)).filter((word) => !isEmpty(word));
  for (const word of found) {
    // The search mode of the segmenter gives a long word's parts too: they are one term, met in part by its parts.
    if (found.some((other) => other !== word && other.includes(word))) continue;
    const parts = found.filter((other) => word.includes(other));
    terms.push({ surface: word, variants: [word], matchers: [word.toLowerCase()], words: parts });
  }
  return terms;
}

function isEmpty(word: string): boolean {
  if (EMPTY_SET.has(word)) return true;
  return /^\p{Script=Han}$/u.test(word) || /^[^\p{L}\p{N}]+$/u.test(word);
}

function matchersOf(variants: readonly string[]): readonly string[] {
  return unique(
    variants.map((variant) =>
      canonical(
        variant
          .toLowerCase()
          .replace(/\((?:r&d|gdp)\)/gu, '')
          .replace(/r&d/gu, '研发'),
      ),
    ),
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
