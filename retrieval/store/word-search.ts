import { z } from 'zod';
import type { PassageFilter, Scored } from '../types.ts';
import type { Bindings, GenerationDatabase } from './database.ts';
import { anyOf, tokenOf } from './tokens.ts';

/** Condition on `plan_id` for a filter bound by `plansOf`. */
export const IN_PLANS = '(@plans IS NULL OR plan_id IN (SELECT value FROM json_each(@plans)))';

// bm25 is negative in FTS5, the best lowest. Its k1 is 1.2 and its b 0.75.
const BY_WORDS = `
  SELECT id AS passageId, -bm25(words, @text, @heading, @title) AS score
  FROM words JOIN passages ON n = words.rowid
  WHERE words MATCH @match AND ${IN_PLANS} ORDER BY score DESC, n LIMIT @k`;
const COUNTS = `
  SELECT wanted.value AS token, doc AS count
  FROM json_each(@tokens) wanted JOIN word_counts ON term = wanted.value`;

const scoredSchema = z.object({ passageId: z.string(), score: z.number() });
const countSchema = z.object({ token: z.string(), count: z.int() });

/** What a search by words depends on besides the words. */
export interface WordSearchOptions {
  /** Weight in BM25 of the passage text, the heading path and the plan title. */
  readonly weights: { readonly text: number; readonly heading: number; readonly title: number };
  /** Words that are looked up at most; of more, the rarest. */
  readonly mostWords: number;
}

/** A filter as bindings for `IN_PLANS`. */
export function plansOf(filter: PassageFilter): { readonly plans: string | null } {
  return { plans: filter.planIds === undefined ? null : JSON.stringify(filter.planIds) };
}

/** As `Store.searchWords`. A repeated word counts once. */
export function searchWords(
  database: GenerationDatabase,
  words: readonly string[],
  filter: PassageFilter,
  k: number,
  options: WordSearchOptions,
): readonly Scored[] {
  let tokens = [...new Set(words.map(tokenOf))].filter((token) => token !== '');
  // The time of a query grows with the square of its words.
  if (tokens.length > options.mostWords) tokens = rarest(database, tokens, options.mostWords);
  if (tokens.length === 0 || k === 0) return [];
  const bindings: Bindings = { ...options.weights, ...plansOf(filter), match: anyOf(tokens), k };
  return database.all(BY_WORDS, bindings, (row) => scoredSchema.parse(row));
}

/** How many passages hold each word in the text, the heading path or the plan title; 0 for those in none. */
export function documentFrequencies(
  database: GenerationDatabase,
  words: readonly string[],
): ReadonlyMap<string, number> {
  const counts = countsOf(database, words.map(tokenOf));
  return new Map(words.map((word) => [word, counts.get(tokenOf(word)) ?? 0]));
}

function rarest(database: GenerationDatabase, tokens: readonly string[], most: number): string[] {
  // Only those that stand in the index are counted, so a word in no passage takes no one's place.
  const counts = [...countsOf(database, tokens)];
  return counts
    .sort(([, left], [, right]) => left - right)
    .slice(0, most)
    .map(([token]) => token);
}

function countsOf(database: GenerationDatabase, tokens: readonly string[]): ReadonlyMap<string, number> {
  const bindings = { tokens: JSON.stringify([...new Set(tokens)]) };
  const rows = database.all(COUNTS, bindings, (row) => countSchema.parse(row));
  return new Map(rows.map(({ token, count }) => [token, count]));
}
