import type { Scored } from '../types.ts';
import type { Postgres } from './connection.ts';
import { findFrequencies } from './frequencies.ts';
import {
  lengthNorm,
  MOST_SATURATION,
  saturation,
  weighedFrequency,
  wordWeight,
  type ColumnWeights,
} from '../store/postings/bm25.ts';
import { TopScores } from '../store/postings/top-scores.ts';

/** Passages that are looked at in one go at least: fewer are not worth a second query. */
const FIRST_CANDIDATES = 2000;

/** A word of the corpus. */
export interface Token {
  readonly token: string;
  readonly id: number;
  /** How many passages hold it. */
  readonly passages: number;
}

/** As a search reads tens of thousands of: not checked one by one. */
type Candidate = readonly [n: number, length: number, frequencies: string];

/** What a search by words goes through. */
export interface WordIndex {
  readonly database: Postgres;
  readonly schema: string;
  /** Passages, and words of all passages together. */
  readonly passages: number;
  readonly tokens: number;
  /** Weight in BM25 of the passage text, the heading path and the plan title. */
  readonly weights: ColumnWeights;
}

/** A word of a question with what it may add to a score. */
interface Weighed extends Token {
  readonly weight: number;
}

/**
 * The `k` best passages by BM25 as FTS5 works it out: the frequency of a word is the sum of the weights of the columns
 * it stands in. PostgreSQL finds the candidates (GIN), the scores are worked out here.
 *
 * The rare words are looked for first. A passage that has none of them scores less than the others together can add
 * (2.2 times the weight of each, at most), so once the k-th best is above that, the frequent words need not be looked
 * for, and the result is the same (MaxScore: Turtle, Flood 1995).
 * @param tokens without repeats, in the order of the question
 * @param plans numbers of the plans to look in, and their share of all passages; absent: all
 * @returns `n` of the passages, best first, then in the order of the text
 */
export async function searchByWords(
  index: WordIndex,
  tokens: readonly Token[],
  plans: { readonly numbers: readonly number[]; readonly share: number } | undefined,
  k: number,
): Promise<readonly { readonly n: number; readonly score: number }[]> {
  const weighed = tokens.map((token): Weighed => ({ ...token, weight: wordWeight(index.passages, token.passages) }));
  const scorer = scorerOf(index, weighed);
  const rarestFirst = weighed.toSorted((left, right) => right.weight - left.weight);
  const best = new TopScores(k);
  const share = plans?.share ?? 1;
  for (let done = 0; done < rarestFirst.length;) {
    const until = nextRound(rarestFirst, done, best.threshold, share);
    if (until === done) break;
    const rows = await candidates(index, rarestFirst.slice(done, until), rarestFirst.slice(0, done), plans?.numbers);
    for (const [n, length, frequencies] of rows) best.add(n, scorer(length, frequencies));
    done = until;
  }
  return best.sorted();
}

/** As `Store.searchWords` gives them. */
export function scoredOf(
  found: readonly { readonly n: number; readonly score: number }[],
  idOf: ReadonlyMap<number, string>,
): readonly Scored[] {
  return found.flatMap(({ n, score }) => {
    const passageId = idOf.get(n);
    return passageId === undefined ? [] : [{ passageId, score }];
  });
}

/**
 * How far into the words the next round goes; `done` when no more words can change what has been found.
 * @param share of all passages that the filter lets pass
 */
function nextRound(words: readonly Weighed[], done: number, threshold: number, share: number): number {
  let rest = words.slice(done).reduce((sum, { weight }) => sum + weight * MOST_SATURATION, 0);
  let until = done;
  // Until k are found there is no threshold: a round is then as large as is worth a query.
  for (let found = 0; until < words.length; until += 1) {
    if (threshold === -Infinity ? found * share >= FIRST_CANDIDATES : rest < threshold) break;
    const { weight = 0, passages = 0 } = words[until] ?? {};
    rest -= weight * MOST_SATURATION;
    found += passages;
  }
  return until;
}

async function candidates(
  { database, schema }: WordIndex,
  wanted: readonly Token[],
  seen: readonly Token[],
  plans: readonly number[] | undefined,
): Promise<readonly Candidate[]> {
  const query = seen.length === 0 ? anyOf(wanted) : `(${anyOf(wanted)}) & !(${anyOf(seen)})`;
  const inPlans = plans === undefined ? '' : 'AND plan = ANY($2::integer[])';
  const sql = `SELECT n, length, frequencies FROM ${schema}.passage_words WHERE words @@ $1::tsquery ${inPlans}`;
  return (await database.readLists(sql, plans === undefined ? [query] : [query, plans])) as readonly Candidate[];
}

function anyOf(tokens: readonly Token[]): string {
  return tokens.map(({ token }) => quoted(token)).join(' | ');
}

/** A word as tsquery reads it, quoted so that none is an operator. */
export function quoted(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The score of a passage from its length and frequencies. Summed up in the order of the question, as FTS5 does. */
function scorerOf(index: WordIndex, words: readonly Weighed[]): (length: number, frequencies: string) => number {
  const byId = words.map(({ id }, position) => ({ id, position })).sort((left, right) => left.id - right.id);
  const wanted = byId.map(({ id }) => id);
  const positions = byId.map(({ position }) => position);
  const weights = Float64Array.from(words, ({ weight }) => weight);
  const counts = new Float64Array(words.length);
  const average = index.tokens / index.passages;
  const note = (place: number, text: number, heading: number, title: number): void => {
    counts[positions[place] ?? 0] = weighedFrequency(index.weights, text, heading, title);
  };
  return (length, frequencies) => {
    counts.fill(0);
    findFrequencies(frequencies, wanted, note);
    const norm = lengthNorm(length, average);
    let score = 0;
    for (let i = 0; i < counts.length; i += 1) {
      const count = counts[i] ?? 0;
      if (count > 0) score += (weights[i] ?? 0) * saturation(count, norm);
    }
    return score;
  };
}
