import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { PassageFilter, Scored } from '../types.ts';
import type { GenerationDatabase } from './database.ts';
import type { PassageRange } from './postings/allowed-passages.ts';
import { bestPassages, type KnownWord } from './postings/best-passages.ts';
import { lengthNorm, type ColumnWeights } from './postings/bm25.ts';
import { countPassages } from './postings/count-passages.ts';
import { BLOCK_PASSAGES, DenseBlock, FrequencyTable } from './postings/posting-blocks.ts';
import { BlockDirectory } from './postings/posting-list.ts';
import { tokenOf } from './tokens.ts';

/** Condition on `plan_id` for a filter bound by `plansOf`. */
export const IN_PLANS = '(@plans IS NULL OR plan_id IN (SELECT value FROM json_each(@plans)))';

/** The weights that the bounds in an index are worked out for; with others it is searched more slowly. */
export const BOUND_WEIGHTS: ColumnWeights = { text: 1, heading: 0.6, title: 0.3 };

const TOKENS = 'SELECT value FROM json_each(@tokens)';
const COUNTS = `SELECT token, passages FROM words WHERE token IN (${TOKENS})`;
const WORDS = `SELECT token, passages, directory, first_part FROM words WHERE token IN (${TOKENS})`;
const LENGTHS = 'SELECT lengths FROM passage_lengths WHERE block = @block';
const PART = 'SELECT data FROM postings WHERE id = @id';
const IDS = 'SELECT n, id FROM passages WHERE n IN (SELECT value FROM json_each(@numbers))';

const bytes = z.instanceof(Uint8Array);
const countSchema = z.object({ token: z.string(), passages: z.int() });
const wordSchema = countSchema.extend({ directory: bytes, first_part: z.int() });
const lengthsSchema = z.object({ lengths: bytes });
const partSchema = z.object({ data: bytes });
const idSchema = z.object({ n: z.int(), id: z.string() });
const totalsSchema = z.object({ passages: z.int(), words: z.int() });
type Totals = z.infer<typeof totalsSchema>;

/** Blocks of passages whose lengths are kept, each 8 kB. */
const KEPT_BLOCKS = 2048;

/** Bytes of postings that are kept: about two thirds of all that 100,000 passages have. */
const KEPT_BYTES = 32 * 2 ** 20;

/** Blocks of frequent words that are kept by place, each 1 kB: those of some 30 words of a million passages. */
const KEPT_DENSE = 32_768;

/** Blocks of which it is kept where they are and what they can add, each 28 bytes: those of 500 such words. */
const KEPT_DIRECTORIES = 500_000;

/** Longer than any part. */
const MOST_PART_BYTES = 2 ** 24;

/** Sets of plans whose mean length is kept. */
const KEPT_SCOPES = 100;

/** Passages by their numbers, ascending and apart; absent: all. */
export interface SearchedRanges {
  /** That may be found. */
  readonly within?: readonly PassageRange[] | undefined;
  /** Among which it is counted how rare a word is, and how long they are on average. */
  readonly counted?: readonly PassageRange[] | undefined;
}

/** What a search by words depends on besides the words. */
export interface WordSearchOptions {
  /** Weight in BM25 of the passage text, the heading path and the plan title. */
  readonly weights: ColumnWeights;
  /** Words that are looked up at most; of more, the rarest. */
  readonly mostWords: number;
}

/** A filter as bindings for `IN_PLANS`. */
export function plansOf(filter: PassageFilter): { readonly plans: string | null } {
  return { plans: filter.planIds === undefined ? null : JSON.stringify(filter.planIds) };
}

/** The words of a generation, and what was read of them last. */
export class WordIndex {
  readonly #database: GenerationDatabase;
  readonly #options: WordSearchOptions;
  /** By their id: frequent words come up in question after question. */
  readonly #parts = new LRUCache<number, Uint8Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (part) => part.length,
    memoMethod: (id) => this.#one(PART, { id }, (row) => partSchema.parse(row).data),
  });
  /** By the number of their part and where they start in it. */
  readonly #dense = new LRUCache<number, DenseBlock>({ max: KEPT_DENSE });
  readonly #known = new LRUCache<string, KnownWord>({
    maxSize: KEPT_DIRECTORIES,
    sizeCalculation: ({ directory }) => 1 + directory.blocks.length,
  });
  readonly #table: FrequencyTable;
  readonly #norms = new LRUCache<string, Float64Array>({ max: KEPT_BLOCKS });
  readonly #totalsOf = new LRUCache<string, Totals>({ max: KEPT_SCOPES });
  #totals: Totals | undefined;

  constructor(database: GenerationDatabase, options: WordSearchOptions) {
    this.#database = database;
    this.#options = options;
    this.#table = new FrequencyTable(options.weights);
  }

  /** As `Store.searchWords`. A repeated word counts once. */
  search(words: readonly string[], { within, counted }: SearchedRanges, k: number): readonly Scored[] {
    return this.#database.guarded(() => {
      const tokens = [...new Set(words.map(tokenOf))];
      if (tokens.length === 0 || k === 0) return [];
      const { weights } = this.#options;
      const { passages, words: length } = counted ? this.#totalsWithin(counted) : this.#total();
      const known = counted ? this.#knownWithin(tokens, counted) : [...this.#wordsOf(this.#rarest(tokens)).values()];
      if (known.length === 0) return [];
      // The bounds in the index were worked out for the mean length of all its passages.
      const hasBounds = counted === undefined && isBoundBy(weights);
      const norms = this.#normsFor(length / passages);
      return this.#withIds(bestPassages({ passages, norms, table: this.#table, hasBounds }, known, within, k));
    });
  }

  /** How many of those passages hold each word in the text, the heading path or the plan title; 0 for those in none. */
  frequencies(words: readonly string[], ranges?: readonly PassageRange[]): ReadonlyMap<string, number> {
    return this.#database.guarded(() => {
      const tokens = [...new Set(words.map(tokenOf))];
      const counts =
        ranges === undefined
          ? this.#counts(tokens)
          : new Map([...this.#wordsOf(tokens)].map(([token, word]) => [token, countPassages(word, ranges)]));
      return new Map(words.map((word) => [word, counts.get(tokenOf(word)) ?? 0]));
    });
  }

  /** The words that some of the passages hold, each with how many; of too many words, the rarest. */
  #knownWithin(tokens: readonly string[], counted: readonly PassageRange[]): readonly KnownWord[] {
    const { mostWords } = this.#options;
    const known = [...this.#wordsOf(tokens).values()]
      .map((word): KnownWord => ({ ...word, passages: countPassages(word, counted) }))
      .filter(({ passages }) => passages > 0);
    if (tokens.length <= mostWords) return known;
    return known.sort((left, right) => left.passages - right.passages).slice(0, mostWords);
  }

  #rarest(tokens: readonly string[]): readonly string[] {
    const { mostWords } = this.#options;
    if (tokens.length <= mostWords) return tokens;
    // Only those that stand in the index are counted, so a word in no passage takes no one's place.
    return [...this.#counts(tokens)]
      .sort(([, left], [, right]) => left - right)
      .slice(0, mostWords)
      .map(([token]) => token);
  }

  #counts(tokens: readonly string[]): ReadonlyMap<string, number> {
    const rows = this.#database.all(COUNTS, { tokens: JSON.stringify(tokens) }, (row) => countSchema.parse(row));
    return new Map(rows.map(({ token, passages }) => [token, passages]));
  }

  /** In the order of `tokens`. */
  #wordsOf(tokens: readonly string[]): ReadonlyMap<string, KnownWord> {
    const found = new Map(tokens.map((token) => [token, this.#known.get(token)]));
    const missing = tokens.filter((token) => found.get(token) === undefined);
    if (missing.length > 0) {
      const rows = this.#database.all(WORDS, { tokens: JSON.stringify(missing) }, (row) => wordSchema.parse(row));
      for (const row of rows) {
        const word = this.#wordOf(row);
        found.set(row.token, word);
        this.#known.set(row.token, word);
      }
    }
    return new Map([...found].flatMap(([token, word]) => (word === undefined ? [] : [[token, word] as const])));
  }

  #wordOf({ passages, directory: packed, first_part: first }: z.infer<typeof wordSchema>): KnownWord {
    const directory = new BlockDirectory(packed);
    const part = (at: number): Uint8Array => this.#parts.memo(first + at);
    const dense = (at: number): DenseBlock => {
      const [ownPart, start] = [directory.parts[at] as number, directory.starts[at] as number];
      const key = (first + ownPart) * MOST_PART_BYTES + start;
      const known = this.#dense.get(key);
      if (known !== undefined) return known;
      const block = new DenseBlock(part(ownPart), start, directory.ends[at] as number, this.#table);
      this.#dense.set(key, block);
      return block;
    };
    return { passages, directory, part, dense };
  }

  #withIds(found: ReturnType<typeof bestPassages>): readonly Scored[] {
    const numbers = JSON.stringify(found.map(({ n }) => n + 1));
    const ids = new Map(
      this.#database.all(IDS, { numbers }, (row) => idSchema.parse(row)).map(({ n, id }) => [n - 1, id]),
    );
    return found.map(({ n, score }) => {
      const passageId = ids.get(n);
      if (passageId === undefined) throw new Error('a posting leads to no passage');
      return { passageId, score };
    });
  }

  /** `lengthNorm` of the passages of a block, where they have so many words on average. */
  #normsFor(average: number): (block: number) => Float64Array {
    return (block) => {
      const key = `${average} ${block}`;
      const known = this.#norms.get(key);
      if (known !== undefined) return known;
      const norms = new Float64Array(BLOCK_PASSAGES);
      this.#lengthsOf(block).forEach((length, place) => (norms[place] = lengthNorm(length, average)));
      this.#norms.set(key, norms);
      return norms;
    };
  }

  /** Words of each passage of a block. */
  #lengthsOf(block: number): Uint32Array {
    const packed = this.#one(LENGTHS, { block }, (row) => lengthsSchema.parse(row).lengths);
    return new Uint32Array(packed.slice().buffer);
  }

  /** As `#total`, of some passages. */
  #totalsWithin(ranges: readonly PassageRange[]): Totals {
    const key = ranges.join(' ');
    const known = this.#totalsOf.get(key);
    if (known !== undefined) return known;
    const totals = { passages: 0, words: 0 };
    for (const [from, to] of ranges) {
      totals.passages += to - from + 1;
      for (let block = Math.floor(from / BLOCK_PASSAGES); block * BLOCK_PASSAGES <= to; block += 1) {
        const first = block * BLOCK_PASSAGES;
        const lengths = this.#lengthsOf(block).subarray(Math.max(0, from - first), to - first + 1);
        for (const length of lengths) totals.words += length;
      }
    }
    this.#totalsOf.set(key, totals);
    return totals;
  }

  #total(): Totals {
    this.#totals ??= this.#one('SELECT passages, words FROM totals', {}, (row) => totalsSchema.parse(row));
    return this.#totals;
  }

  #one<T>(sql: string, bindings: Readonly<Record<string, number>>, decode: (row: unknown) => T): T {
    const [value] = this.#database.all(sql, bindings, decode);
    if (value === undefined) throw new Error('a row is missing');
    return value;
  }
}

function isBoundBy({ text, heading, title }: ColumnWeights): boolean {
  return text === BOUND_WEIGHTS.text && heading === BOUND_WEIGHTS.heading && title === BOUND_WEIGHTS.title;
}
