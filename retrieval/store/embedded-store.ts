import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { IndicatorRecord, Passage, Section, Table } from '../../corpus/types.ts';
import type {
  DocumentFrequencies,
  LabelRange,
  PassageFilter,
  PlanSummary,
  Scored,
  Store,
  WordFilter,
} from '../types.ts';
import { GenerationDatabase, type Bindings } from './database.ts';
import { DATABASE_FILE, EMBEDDING_FILE, VECTORS_FILE } from './layout.ts';
import { damagedFile, type Manifest } from './manifest.ts';
import { PassageCache } from './passage-cache.ts';
import { passagesIn } from './passages-in.ts';
import type { PassageRange } from './postings/allowed-passages.ts';
import { passageOfRow, planOfRow, recordOfRow, sectionOfRow, tableOfRow } from './rows.ts';
import { VectorSearch } from './vector-search.ts';
import { BOUND_WEIGHTS, IN_PLANS, WordIndex, plansOf } from './word-search.ts';

/** How the embedded store searches. */
export interface EmbeddedStoreOptions {
  /** Weight in BM25 of the passage text, the heading path and the plan title. */
  readonly weights?: { readonly text: number; readonly heading: number; readonly title: number };
  /** Words of one search that are looked up: past this, the rarest. A question of 100 takes 80 ms in 20,000 passages. */
  readonly mostWords?: number;
  /** Passages that are kept in memory once read, at least 1: about 8 kB each, with what the ranking works out from them. */
  readonly keptPassages?: number;
  /** `exact` searches vectors in this process, without HNSW. */
  readonly vectorSearch?: 'process' | 'exact';
  /** What an operator should know of: a damaged generation, a vector process that does not answer. */
  readonly onWarning?: (message: string, cause: unknown) => void;
}

/** The one place for the defaults. */
export const STORE_DEFAULTS: Required<EmbeddedStoreOptions> = {
  weights: BOUND_WEIGHTS,
  mostWords: 100,
  keptPassages: 4096,
  vectorSearch: 'process',
  onWarning: () => undefined,
};

const PLANS = 'SELECT * FROM plans ORDER BY n';

const wordSchema = z.object({ word: z.string() });
const labelledSchema = z.object({ n: z.int(), id: z.string() });

/** A generation in a folder: one SQLite file and one HNSW file, neither ever written to. */
export class EmbeddedStore implements Store {
  readonly manifest: Manifest;
  readonly #folder: string;
  readonly #database: GenerationDatabase;
  readonly #vectors: VectorSearch;
  readonly #options: Required<EmbeddedStoreOptions>;
  readonly #kept: PassageCache;
  readonly #words: WordIndex;
  #plans: readonly PlanSummary[] | undefined;

  /**
   * For `openStore`, which verifies the folder first.
   * @throws GuidaError `index-damaged`, `index-mismatch`
   */
  constructor(folder: string, manifest: Manifest, options: EmbeddedStoreOptions = {}) {
    this.#options = { ...STORE_DEFAULTS, ...options };
    this.#kept = new PassageCache(this.#options.keptPassages);
    this.#folder = folder;
    this.manifest = manifest;
    this.#database = new GenerationDatabase(join(folder, DATABASE_FILE));
    this.#words = new WordIndex(this.#database, this.#options);
    this.#vectors = new VectorSearch({
      path: join(folder, VECTORS_FILE),
      dimension: manifest.embedding.dimension,
      mode: this.#options.vectorSearch,
      onWarning: this.#options.onWarning,
    });
  }

  get generation(): string {
    return this.manifest.generation;
  }

  plans(): Promise<readonly PlanSummary[]> {
    return this.#promise(() => this.#allPlans());
  }

  sections(planId: string): Promise<readonly Section[]> {
    return this.#all('SELECT * FROM sections WHERE plan_id = @planId ORDER BY n', { planId }, sectionOfRow);
  }

  passages(ids: readonly string[]): Promise<readonly Passage[]> {
    return this.#promise(() => {
      const found = new Map<string, Passage>();
      for (const passage of ids.flatMap((id) => this.#kept.get(id) ?? [])) found.set(passage.id, passage);
      const missing = JSON.stringify(ids.filter((id) => !found.has(id)));
      const sql = 'SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(@missing))';
      for (const passage of this.#passagesOf(sql, { missing })) found.set(passage.id, passage);
      return ids.flatMap((id) => found.get(id) ?? []);
    });
  }

  passageRange(planId: string, from: number, to: number): Promise<readonly Passage[]> {
    const sql =
      'SELECT * FROM passages WHERE plan_id = @planId AND position BETWEEN @from AND @to ORDER BY position, n';
    return this.#promise(() => this.#passagesOf(sql, { planId, from, to }));
  }

  sectionPassages(planId: string, path: readonly string[]): Promise<readonly Passage[]> {
    const whole = JSON.stringify(path);
    // ["a","b"] starts with ["a", and so does every longer path under it.
    const start = path.length === 0 ? '[' : `${whole.slice(0, -1)},`;
    const sql = `SELECT * FROM passages WHERE plan_id = @planId
      AND (section = @whole OR substr(section, 1, length(@start)) = @start) ORDER BY position, n`;
    return this.#promise(() => this.#passagesOf(sql, { planId, whole, start }));
  }

  tables(filter: PassageFilter): Promise<readonly Table[]> {
    return this.#all(`SELECT * FROM tables WHERE ${IN_PLANS} ORDER BY n`, plansOf(filter), tableOfRow);
  }

  records(filter: PassageFilter): Promise<readonly IndicatorRecord[]> {
    return this.#all(`SELECT * FROM records WHERE ${IN_PLANS} ORDER BY n`, plansOf(filter), recordOfRow);
  }

  searchWords(words: readonly string[], filter: WordFilter, k: number): Promise<readonly Scored[]> {
    const { countedIn: planIds } = filter;
    return this.#promise(() => {
      const counted = planIds && this.#rangesOf({ planIds });
      return this.#words.search(words, { within: this.#rangesOf(filter), counted }, wholeNumber(k));
    });
  }

  async searchVectors(vector: Float32Array, filter: PassageFilter, k: number): Promise<readonly Scored[]> {
    // A passage's label is its `n`.
    const allowed = this.#rangesOf(filter)?.map(([from, to]): LabelRange => [from + 1, to + 1]);
    const hits = await this.#vectors.search(vector, wholeNumber(k), allowed);
    const labels = JSON.stringify(hits.map(({ label }) => label));
    const sql = 'SELECT n, id FROM passages WHERE n IN (SELECT value FROM json_each(@labels))';
    const found = this.#database.all(sql, { labels }, (row) => labelledSchema.parse(row));
    const ids = new Map(found.map(({ n, id }) => [n, id]));
    return hits.map(({ label, similarity }) => {
      const passageId = ids.get(label);
      if (passageId === undefined) throw damagedFile(VECTORS_FILE);
      return { passageId, score: similarity };
    });
  }

  async documentFrequencies(words: readonly string[], filter: PassageFilter = {}): Promise<DocumentFrequencies> {
    const total = passagesIn(await this.plans(), filter);
    return { total, counts: this.#words.frequencies(words, this.#rangesOf(filter)) };
  }

  /** The user words the index was built with: searching it takes the same. */
  userWords(): Promise<readonly string[]> {
    return this.#all('SELECT word FROM user_words ORDER BY word', {}, (row) => wordSchema.parse(row).word);
  }

  /**
   * The embedding that was trained on the corpus.
   * @throws GuidaError `internal` when the index was built with an external one; `index-damaged`
   */
  async localEmbedding(): Promise<Uint8Array> {
    if (this.manifest.embedding.kind !== 'local') {
      throw new GuidaError('internal', 'The index was not built with the local embedding.');
    }
    try {
      return await readFile(join(this.#folder, EMBEDDING_FILE));
    } catch (error) {
      throw damagedFile(EMBEDDING_FILE, error);
    }
  }

  async close(): Promise<void> {
    this.#plans = undefined;
    this.#database.close();
    await this.#vectors.close();
  }

  #allPlans(): readonly PlanSummary[] {
    this.#plans ??= this.#database.all(PLANS, {}, planOfRow);
    return this.#plans;
  }

  /** The passages of the plans that pass, by their number from 0 (`n` − 1): those of a plan follow one another. */
  #rangesOf({ planIds }: PassageFilter): readonly PassageRange[] | undefined {
    if (planIds === undefined) return undefined;
    const passing = new Set(planIds);
    const ranges: [number, number][] = [];
    let first = 0;
    for (const { id, counts } of this.#allPlans()) {
      const last = first + counts.passages - 1;
      const before = ranges.at(-1);
      if (passing.has(id) && last >= first) {
        if (before?.[1] === first - 1) before[1] = last;
        else ranges.push([first, last]);
      }
      first = last + 1;
    }
    return ranges;
  }

  #passagesOf(sql: string, bindings: Bindings): readonly Passage[] {
    return this.#database.all(sql, bindings, (row) => this.#kept.keep(passageOfRow(row)));
  }

  #all<T>(sql: string, bindings: Bindings, decode: (row: unknown) => T): Promise<readonly T[]> {
    return this.#promise(() => this.#database.all(sql, bindings, decode));
  }

  /** The executor turns a throw into a rejection. */
  #promise<T>(read: () => T): Promise<T> {
    return new Promise((resolve) => {
      resolve(read());
    });
  }
}

/** How many results are asked for, as SQLite and the vector index take it; 0 for what is no such number. */
function wholeNumber(k: number): number {
  return k >= 1 ? Math.trunc(Math.min(k, 2 ** 31 - 1)) : 0;
}
