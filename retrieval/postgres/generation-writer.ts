import { isGuidaError } from '../../corpus/errors.ts';
import type { Corpus, PlanDocument } from '../../corpus/types.ts';
import type { Embedder } from '../embed/embedding.ts';
import { countsOf, embeddedText } from '../store/database-writer.ts';
import type { BuildProgress } from '../store/generation-writer.ts';
import { hashOf, vectorsOf } from '../store/passage-vectors.ts';
import { rowOfPassage, rowOfPlan, rowOfRecord, rowOfSection, rowOfTable } from '../store/rows.ts';
import { tokenOf } from '../store/tokens.ts';
import { isZero } from '../vectors/vector.ts';
import type { NamedWords } from '../words/words.ts';
import type { Connection } from './connection.ts';
import { codeOf } from './errors.ts';
import { packFrequencies } from './frequencies.ts';
import { creationOf, indexesOf, tablesOf } from './generation-tables.ts';
import { schemaOf, type Generation } from './generations.ts';
import { insertRows, type NewRow } from './insert-rows.ts';
import { Vocabulary } from './vocabulary.ts';
import { vectorText } from './vector-search.ts';

/** What a generation is made with. */
export interface WriteOptions {
  readonly words: NamedWords;
  readonly embedder: Embedder;
  /** Vectors that are known already, by the hashes of their texts. */
  readonly vectorsKept: (hashes: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>;
  /** Memory for building an index, as PostgreSQL writes it: HNSW that outgrows it is built far more slowly. */
  readonly memory: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: BuildProgress) => void;
}

/** Rows in one query, passages between two looks at the signal. */
const BATCH = 500;

/**
 * Fills the tables of a generation that nobody sees yet.
 * @returns words of all passages together, and passages that were embedded
 * @throws GuidaError `database-failed`; what the embedder throws; the reason of `signal`
 */
export async function writeGeneration(
  session: Connection,
  generation: Generation,
  corpus: Corpus,
  options: WriteOptions,
): Promise<{ readonly tokens: number; readonly embedded: number }> {
  const { memory, signal, onProgress } = options;
  const { dimension } = generation.embedding;
  const schema = schemaOf(generation);
  await session.query(creationOf(schema, dimension));
  const writer = new GenerationWriter(session, generation, options);
  await writer.writePlans(corpus.documents);
  await writer.writePassages(corpus.documents);
  await writer.writeTokens();
  await session.query("SELECT set_config('maintenance_work_mem', $1, false)", [memory]);
  const indexes = indexesOf(schema, dimension);
  for (const [done, sql] of indexes.entries()) {
    onProgress({ stage: 'vectors', done, total: indexes.length });
    signal?.throwIfAborted();
    await createIndex(session, sql);
  }
  onProgress({ stage: 'vectors', done: indexes.length, total: indexes.length });
  return writer.totals;
}

/** No room: on the disk, or in the shared memory that the helpers of a build work in. A container has 64 MB of it. */
const NO_ROOM = new Set(['53100', '53200']);

async function createIndex(session: Connection, sql: string): Promise<void> {
  try {
    await session.query(sql);
  } catch (error) {
    if (!isGuidaError(error) || !NO_ROOM.has(codeOf(error.cause) ?? '')) throw error;
    // Alone it needs no shared memory, and takes longer.
    await session.query('SET max_parallel_maintenance_workers = 0');
    await session.query(sql);
  }
}

class GenerationWriter {
  readonly #session: Connection;
  readonly #options: WriteOptions;
  readonly #schema: string;
  readonly #tables: ReturnType<typeof tablesOf>;
  readonly #vocabulary = new Vocabulary();
  #tokens = 0;
  #embedded = 0;

  constructor(session: Connection, generation: Generation, options: WriteOptions) {
    this.#session = session;
    this.#options = options;
    this.#schema = schemaOf(generation);
    this.#tables = tablesOf(generation.embedding.dimension);
  }

  get totals(): { readonly tokens: number; readonly embedded: number } {
    return { tokens: this.#tokens, embedded: this.#embedded };
  }

  /** Everything but the passages: some ten rows a plan. */
  async writePlans(documents: readonly PlanDocument[]): Promise<void> {
    const numbers = { sections: 0, tables: 0, records: 0 };
    const numbered = (table: keyof typeof numbers, rows: readonly NewRow[]): readonly NewRow[] =>
      rows.map((row) => ({ n: ++numbers[table], ...row }));
    let n = 0;
    for (const batch of batches(documents, 50)) {
      this.#options.signal?.throwIfAborted();
      const plans = batch.map((document) => ({ n: ++n, ...rowOfPlan(document.plan), ...countsOf(document) }));
      await this.#insert('plans', plans);
      await this.#insert(
        'sections',
        numbered(
          'sections',
          batch.flatMap(({ sections }) => sections.map(rowOfSection)),
        ),
      );
      await this.#insert(
        'tables',
        numbered(
          'tables',
          batch.flatMap(({ tables }) => tables.map(rowOfTable)),
        ),
      );
      await this.#insert(
        'records',
        numbered(
          'records',
          batch.flatMap(({ records }) => records.map(rowOfRecord)),
        ),
      );
    }
  }

  /** The passages, each with its words and its vector. */
  async writePassages(documents: readonly PlanDocument[]): Promise<void> {
    const { signal, onProgress } = this.#options;
    const all = documents.flatMap(({ plan, passages }, index) =>
      passages.map((passage) => ({ plan, passage, planNumber: index + 1 })),
    );
    const titles = new Map<number, readonly string[]>();
    let done = 0;
    for (const batch of batches(all, BATCH)) {
      signal?.throwIfAborted();
      const texts = batch.map(({ plan, passage }) => embeddedText(plan, passage));
      const hashes = texts.map(hashOf);
      const rows = batch.map(({ passage }, i): NewRow => ({
        n: done + i + 1,
        ...rowOfPassage(passage),
        embedded_sha256: hashes[i] ?? '',
      }));
      const words = batch.map(({ plan, passage, planNumber }, i): NewRow => {
        const title = titles.get(planNumber) ?? this.#split([plan.title]);
        titles.set(planNumber, title);
        const columns = [this.#split([passage.text]), this.#split(passage.section), title] as const;
        return { n: done + i + 1, plan: planNumber, ...this.#wordRow(columns) };
      });
      const vectors = await this.#vectorsOf(texts, hashes);
      await this.#insert('passages', rows);
      await this.#insert('passage_words', words, WORDS_AS);
      await this.#insert(
        'passage_vectors',
        vectors.flatMap((vector, i): readonly NewRow[] => {
          const plan = batch[i]?.planNumber ?? 0;
          return isZero(vector) ? [] : [{ n: done + i + 1, plan, embedding: vectorText(vector) }];
        }),
        VECTORS_AS,
      );
      done += batch.length;
      onProgress({ stage: 'embedding', done, total: all.length });
    }
  }

  /** The words that came up, with how many passages hold each. */
  async writeTokens(): Promise<void> {
    for (const batch of batches(this.#vocabulary.tokens(), 5000)) {
      await this.#insert(
        'tokens',
        batch.map((token) => ({ ...token })),
      );
    }
  }

  #split(texts: readonly string[]): readonly string[] {
    return texts
      .flatMap((text) => this.#options.words.split(text))
      .map(tokenOf)
      .filter((token) => token !== '');
  }

  #wordRow(columns: readonly [readonly string[], readonly string[], readonly string[]]): NewRow {
    const length = columns.reduce((sum, words) => sum + words.length, 0);
    this.#tokens += length;
    const frequencies = this.#vocabulary.count(columns);
    // No word has a space in it.
    return { length, words: [...new Set(columns.flat())].join(' '), frequencies: packFrequencies(frequencies) };
  }

  async #vectorsOf(texts: readonly string[], hashes: readonly string[]): Promise<readonly Float32Array[]> {
    const { embedder, signal, vectorsKept } = this.#options;
    const known = await vectorsKept(hashes);
    const { vectors, fresh } = await vectorsOf(texts, embedder, { known, signal });
    this.#embedded += fresh;
    return vectors;
  }

  #insert(table: string, rows: readonly NewRow[], as?: Parameters<typeof insertRows>[4]): Promise<void> {
    return insertRows(this.#session, `${this.#schema}.${table}`, this.#tables[table] ?? {}, rows, as);
  }
}

/** The words as they are: PostgreSQL neither splits nor folds them. */
const WORDS_AS = { words: { type: 'text', expression: "array_to_tsvector(string_to_array(words, ' '))" } };
const VECTORS_AS = { embedding: { type: 'text', expression: 'embedding::halfvec' } };

function* batches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
