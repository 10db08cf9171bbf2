import { z } from 'zod';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { IndicatorRecord, Passage, Section, Table } from '../../corpus/types.ts';
import { STORE_DEFAULTS, type EmbeddedStoreOptions } from '../store/embedded-store.ts';
import type { IndexStore } from '../store/index-store.ts';
import { PassageCache } from '../store/passage-cache.ts';
import { passagesIn } from '../store/passages-in.ts';
import { passageOfRow, planOfRow, recordOfRow, sectionOfRow, tableOfRow } from '../store/rows.ts';
import { tokenOf } from '../store/tokens.ts';
import type { DocumentFrequencies, PassageFilter, PlanSummary, Scored, WordFilter } from '../types.ts';
import { assertVector } from '../vectors/vector.ts';
import type { Postgres, Value } from './connection.ts';
import { CountedWords } from './counted-words.ts';
import { codeOf } from './errors.ts';
import { schemaOf, type Generation } from './generations.ts';
import { TokenCache } from './token-cache.ts';
import { searchByVector, type AllowedPlans } from './vector-search.ts';
import { scoredOf, searchByWords, type Token } from './word-search.ts';

/** How the PostgreSQL store searches; see `EmbeddedStoreOptions`. */
export type PostgresStoreOptions = Pick<EmbeddedStoreOptions, 'weights' | 'mostWords' | 'keptPassages'>;

/** What the store holds on to, and lets go of when it is closed. */
export interface Held {
  readonly database: Postgres;
  /** Keeps the generation from being dropped. */
  readonly pin: { close(): Promise<void> };
}

const labelledSchema = z.object({ n: z.int(), id: z.string() });
const embeddingSchema = z.object({ embedding: z.instanceof(Buffer).nullable() });
const userWordsSchema = z.object({ user_words: z.string() });

/** What SQLSTATE says of a table or schema that is not there. */
const GONE = new Set(['42P01', '3F000']);

/** A generation in PostgreSQL, never written to. */
export class PostgresStore implements IndexStore {
  readonly manifest: Generation;
  readonly #held: Held;
  readonly #schema: string;
  readonly #options: Required<PostgresStoreOptions>;
  readonly #kept: PassageCache;
  readonly #tokens: TokenCache;
  readonly #counted: CountedWords;
  #plans: Promise<readonly PlanSummary[]> | undefined;
  #closed = false;

  /** For `openPostgresStore`, which pins the generation first. */
  constructor(generation: Generation, held: Held, options: PostgresStoreOptions = {}) {
    this.manifest = generation;
    this.#held = held;
    this.#schema = schemaOf(generation);
    this.#options = { ...STORE_DEFAULTS, ...options };
    this.#kept = new PassageCache(this.#options.keptPassages);
    this.#tokens = new TokenCache(held.database, this.#schema);
    this.#counted = new CountedWords(held.database, this.#schema);
  }

  get generation(): string {
    return this.manifest.generation;
  }

  plans(): Promise<readonly PlanSummary[]> {
    return this.#guarded(async () => {
      this.#plans ??= this.#all('SELECT * FROM @plans ORDER BY n', [], planOfRow);
      try {
        return await this.#plans;
      } catch (error) {
        // The next one asks again.
        this.#plans = undefined;
        throw error;
      }
    });
  }

  sections(planId: string): Promise<readonly Section[]> {
    return this.#all('SELECT * FROM @sections WHERE plan_id = $1 ORDER BY n', [planId], sectionOfRow);
  }

  passages(ids: readonly string[]): Promise<readonly Passage[]> {
    return this.#guarded(async () => {
      const found = new Map<string, Passage>();
      for (const passage of ids.flatMap((id) => this.#kept.get(id) ?? [])) found.set(passage.id, passage);
      const missing = ids.filter((id) => !found.has(id));
      const sql = 'SELECT * FROM @passages WHERE id = ANY($1::text[])';
      const read = missing.length === 0 ? [] : await this.#passagesOf(sql, [missing]);
      for (const passage of read) found.set(passage.id, passage);
      return ids.flatMap((id) => found.get(id) ?? []);
    });
  }

  passageRange(planId: string, from: number, to: number): Promise<readonly Passage[]> {
    const sql =
      'SELECT * FROM @passages WHERE plan_id = $1 AND position BETWEEN $2::float8 AND $3::float8 ORDER BY position, n';
    return this.#passagesOf(sql, [planId, from, to]);
  }

  sectionPassages(planId: string, path: readonly string[]): Promise<readonly Passage[]> {
    const whole = JSON.stringify(path);
    // ["a","b"] starts with ["a", and so does every longer path under it.
    const start = path.length === 0 ? '[' : `${whole.slice(0, -1)},`;
    const sql = `SELECT * FROM @passages WHERE plan_id = $1 AND (section = $2 OR starts_with(section, $3))
      ORDER BY position, n`;
    return this.#passagesOf(sql, [planId, whole, start]);
  }

  tables(filter: PassageFilter): Promise<readonly Table[]> {
    return this.#ofPlans('@tables', filter, tableOfRow);
  }

  records(filter: PassageFilter): Promise<readonly IndicatorRecord[]> {
    return this.#ofPlans('@records', filter, recordOfRow);
  }

  searchWords(words: readonly string[], filter: WordFilter, k: number): Promise<readonly Scored[]> {
    return this.#guarded(async () => {
      const most = wholeNumber(k);
      const counted = await this.#allowed({ planIds: filter.countedIn });
      const tokens = await this.#known(words, counted);
      const plans = await this.#allowed(filter);
      if (tokens.length === 0 || most === 0 || plans?.numbers.length === 0) return [];
      const { passages, tokens: length } = counted ? await this.#counted.totals(counted.numbers) : this.manifest;
      const index = { database: this.#held.database, schema: this.#schema, passages, tokens: length, ...this.#options };
      const found = await searchByWords(index, tokens, plans, most);
      return scoredOf(found, await this.#idsOf(found));
    });
  }

  searchVectors(vector: Float32Array, filter: PassageFilter, k: number): Promise<readonly Scored[]> {
    return this.#guarded(async () => {
      const { embedding, passages } = this.manifest;
      assertVector(vector, embedding.dimension);
      const plans = await this.#allowed(filter);
      if (plans?.numbers.length === 0) return [];
      const table = { database: this.#held.database, schema: this.#schema, dimension: embedding.dimension, passages };
      const found = await searchByVector(table, vector, plans, wholeNumber(k));
      return found.map(({ id, similarity }) => ({ passageId: id, score: similarity }));
    });
  }

  documentFrequencies(words: readonly string[], filter: PassageFilter = {}): Promise<DocumentFrequencies> {
    return this.#guarded(async () => {
      const everywhere = [...(await this.#tokens.get(words.map(tokenOf))).values()];
      const plans = await this.#allowed(filter);
      const known = plans ? await this.#counted.tokens(everywhere, plans.numbers) : everywhere;
      const passagesOf = new Map(known.map(({ token, passages }) => [token, passages]));
      const counts = new Map(words.map((word) => [word, passagesOf.get(tokenOf(word)) ?? 0]));
      return { total: passagesIn(await this.plans(), filter), counts };
    });
  }

  userWords(): Promise<readonly string[]> {
    return this.#guarded(async () => {
      const sql = 'SELECT user_words FROM guida.generations WHERE number = $1';
      const [row] = await this.#held.database.read(sql, [this.manifest.number]);
      return z.array(z.string()).parse(JSON.parse(userWordsSchema.parse(row).user_words));
    });
  }

  localEmbedding(): Promise<Uint8Array> {
    return this.#guarded(async () => {
      const sql = 'SELECT embedding FROM guida.generations WHERE number = $1';
      const [row] = await this.#held.database.read(sql, [this.manifest.number]);
      const { embedding } = embeddingSchema.parse(row);
      if (embedding !== null) return embedding;
      throw new GuidaError('internal', 'The index was not built with the local embedding.');
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#held.database.close();
    await this.#held.pin.close();
  }

  /** Those of the words that the plans have; of too many, the rarest. In the order they come in otherwise. */
  async #known(words: readonly string[], plans: AllowedPlans | undefined): Promise<readonly Token[]> {
    const tokens = [...new Set(words.map(tokenOf))].filter((token) => token !== '');
    const found = await this.#tokens.get(tokens);
    const everywhere = tokens.flatMap((token) => found.get(token) ?? []);
    const known = plans ? await this.#counted.tokens(everywhere, plans.numbers) : everywhere;
    if (tokens.length <= this.#options.mostWords) return known;
    return known.toSorted((left, right) => left.passages - right.passages).slice(0, this.#options.mostWords);
  }

  /** A filter as numbers of plans; absent when it lets everything pass. */
  async #allowed({ planIds }: { readonly planIds?: readonly string[] | undefined }): Promise<AllowedPlans | undefined> {
    if (planIds === undefined) return undefined;
    const wanted = new Set(planIds);
    const plans = (await this.plans()).map((plan, index) => ({ plan, number: index + 1 }));
    const passing = plans.filter(({ plan }) => wanted.has(plan.id));
    if (passing.length === plans.length) return undefined;
    const passages = passing.reduce((sum, { plan }) => sum + plan.counts.passages, 0);
    return { numbers: passing.map(({ number }) => number), share: passages / this.manifest.passages };
  }

  async #idsOf(found: readonly { readonly n: number }[]): Promise<ReadonlyMap<number, string>> {
    if (found.length === 0) return new Map();
    const numbers = found.map(({ n }) => n);
    const sql = 'SELECT n, id FROM @passages WHERE n = ANY($1::integer[])';
    const rows = await this.#all(sql, [numbers], (row) => labelledSchema.parse(row));
    const ids = new Map(rows.map(({ n, id }) => [n, id]));
    if (ids.size < new Set(numbers).size) throw damaged();
    return ids;
  }

  #ofPlans<T>(table: string, { planIds }: PassageFilter, decode: (row: unknown) => T): Promise<readonly T[]> {
    const all = planIds === undefined;
    const where = all ? '' : 'WHERE plan_id = ANY($1::text[])';
    return this.#all(`SELECT * FROM ${table} ${where} ORDER BY n`, all ? [] : [planIds], decode);
  }

  #passagesOf(sql: string, values: readonly Value[]): Promise<readonly Passage[]> {
    return this.#all(sql, values, (row) => this.#kept.keep(passageOfRow(row)));
  }

  /** `@name` in the query stands for that table of this generation. */
  #all<T>(sql: string, values: readonly Value[], decode: (row: unknown) => T): Promise<readonly T[]> {
    return this.#guarded(async () => {
      const rows = await this.#held.database.read(sql.replaceAll('@', `${this.#schema}.`), values);
      return rows.map(decode);
    });
  }

  async #guarded<T>(read: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new GuidaError('internal', 'The index is closed.');
    try {
      return await read();
    } catch (error) {
      if (isGuidaError(error)) throw isGone(error) ? gone(error) : error;
      throw damaged(error);
    }
  }
}

function isGone(error: GuidaError): boolean {
  return GONE.has(codeOf(error.cause) ?? '');
}

function gone(cause: unknown): GuidaError {
  return new GuidaError('index-missing', 'The index that was open has been replaced. Open it again.', { cause });
}

function damaged(cause?: unknown): GuidaError {
  return new GuidaError('index-damaged', 'The index in the database is damaged. Build the index again.', { cause });
}

/** How many results are asked for, as PostgreSQL takes it; 0 for what is no such number. */
function wholeNumber(k: number): number {
  return k >= 1 ? Math.trunc(Math.min(k, 2 ** 31 - 1)) : 0;
}
