import { createRequire } from 'node:module';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { Corpus } from '../../corpus/types.ts';
import type { BuildResult } from '../build.ts';
import type { Embedder } from '../embed/embedding.ts';
import { trainLocalEmbedding } from '../embed/local.ts';
import { embeddedText } from '../store/database-writer.ts';
import type { BuildProgress } from '../store/generation-writer.ts';
import { withoutRepeats } from '../store/unique.ts';
import type { NamedWords } from '../words/words.ts';
import { Connection, type ConnectionOptions, type Queries } from './connection.ts';
import { FORMAT } from './generation-tables.ts';
import { writeGeneration } from './generation-writer.ts';
import {
  beginGeneration,
  currentGeneration,
  keepNotes,
  publish,
  schemaOf,
  sweep,
  type Generation,
} from './generations.ts';
import { INDEX_MIGRATIONS } from './index-migrations.ts';
import { tryLock } from './locks.ts';
import { migrate } from './migrate.ts';

/** What `buildPostgresIndex` takes. */
export interface PostgresBuildOptions {
  readonly connection: ConnectionOptions;
  /** What the corpus was made of, from `fingerprintOf`: the index is left alone while it stays the same. */
  readonly fingerprint: string;
  /** `local`: an embedding is trained on the corpus and kept in the index. */
  readonly embedder: 'local' | Embedder;
  readonly words: NamedWords;
  /** Kept with the generation, for whoever opens it. Default: empty. */
  readonly notes?: string;
  /** Builds even when the index is up to date. Default: false. */
  readonly force?: boolean;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Stops the build between two steps; the index stays as it was. */
  readonly signal?: AbortSignal;
  /** How long a superseded generation is kept even when no reader holds it, milliseconds. */
  readonly graceMs?: number;
  /** Memory for building an index, as PostgreSQL writes it (`maintenance_work_mem`). */
  readonly memory?: string;
}

/** The one place for the defaults. */
export const POSTGRES_BUILD_DEFAULTS = { graceMs: 600_000, memory: '512MB' } as const;

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/**
 * Builds the index of a corpus in a database, unless the one there is of the same corpus, words and embedding. Written
 * beside the one that is served, counted, and switched to in one transaction. All of it happens in one session, which
 * holds the indexer's lock: a session that is cut is no longer allowed to publish anything.
 * @throws GuidaError `corpus-empty`; `index-busy` while another process builds; `database-failed`; what the embedder
 *   throws; the reason of `signal`
 */
export async function buildPostgresIndex(corpus: Corpus, options: PostgresBuildOptions): Promise<BuildResult> {
  const { connection, graceMs = POSTGRES_BUILD_DEFAULTS.graceMs, notes = '' } = options;
  const { value, warnings } = withoutRepeats(corpus);
  const passages = value.documents.reduce((sum, document) => sum + document.passages.length, 0);
  if (passages === 0) throw new GuidaError('corpus-empty', 'There is no plan to index.');
  await migrate(connection, INDEX_MIGRATIONS);
  const session = await Connection.open({ ...connection, statementMs: 0 });
  try {
    if (!(await tryLock(session, { lock: 'indexer', key: 0 }, 'exclusive'))) {
      throw new GuidaError('index-busy', 'Another process is building the index. Try again when it is done.');
    }
    await sweep(session, graceMs);
    const current = await currentGeneration(session);
    if (current !== undefined && isUpToDate(current, options)) {
      if (current.notes !== notes) await keepNotes(session, current, notes);
      return { generation: current.generation, reused: true, embedded: 0, passages, warnings };
    }
    const built = await buildGeneration(session, current, value, options);
    await sweep(session, graceMs);
    return { ...built, reused: false, passages, warnings };
  } finally {
    await session.close();
  }
}

async function buildGeneration(
  session: Connection,
  current: Generation | undefined,
  corpus: Corpus,
  options: PostgresBuildOptions,
): Promise<Pick<BuildResult, 'generation' | 'embedded'>> {
  const { words, fingerprint, signal, notes = '', memory = POSTGRES_BUILD_DEFAULTS.memory } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const texts = corpus.documents.flatMap(({ plan, passages }) => passages.map((one) => embeddedText(plan, one)));
  onProgress({ stage: 'words', done: 0, total: texts.length });
  const trained = options.embedder === 'local' ? trainLocalEmbedding(texts, words) : undefined;
  const embedder = trained ?? (options.embedder as Embedder);
  signal?.throwIfAborted();
  const generation = await beginGeneration(session, {
    fingerprint,
    words: words.id,
    userWords: words.userWords,
    embedding: { kind: trained ? 'local' : 'external', id: embedder.id, dimension: embedder.dimension },
    localEmbedding: trained?.save(),
    passages: texts.length,
    notes,
    createdBy: version,
  });
  const keptFrom = trained === undefined && isOfEmbedding(current, embedder) ? current : undefined;
  const { tokens, embedded } = await writeGeneration(session, generation, corpus, {
    words,
    embedder,
    vectorsKept: (hashes) => vectorsKept(session, keptFrom, hashes),
    memory,
    signal,
    onProgress,
  });
  onProgress({ stage: 'verifying', done: 0, total: texts.length });
  await readBack(session, generation, corpus);
  signal?.throwIfAborted();
  await publish(session, generation, tokens);
  onProgress({ stage: 'verifying', done: texts.length, total: texts.length });
  return { generation: generation.generation, embedded };
}

function isUpToDate(
  current: Generation,
  { fingerprint, words, embedder, force = false }: PostgresBuildOptions,
): boolean {
  const isSame = current.format === FORMAT && current.fingerprint === fingerprint && current.words === words.id;
  const isSameEmbedding = embedder === 'local' ? current.embedding.kind === 'local' : isOfEmbedding(current, embedder);
  return !force && isSame && isSameEmbedding;
}

function isOfEmbedding(generation: Generation | undefined, { id }: Embedder): boolean {
  return generation?.format === FORMAT && generation.embedding.kind === 'external' && generation.embedding.id === id;
}

const keptSchema = z.object({ hash: z.string(), embedding: z.string() });

/** Vectors of an earlier generation: what was paid for once is not paid for again. */
async function vectorsKept(
  session: Queries,
  from: Generation | undefined,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Float32Array>> {
  if (from === undefined) return new Map();
  const schema = schemaOf(from);
  const sql = `SELECT DISTINCT ON (embedded_sha256) embedded_sha256 AS hash, embedding::text AS embedding
    FROM ${schema}.passages JOIN ${schema}.passage_vectors USING (n) WHERE embedded_sha256 = ANY($1::text[])`;
  const rows = (await session.query(sql, [hashes])).map((row) => keptSchema.parse(row));
  return new Map(rows.map(({ hash, embedding }) => [hash, Float32Array.from(JSON.parse(embedding) as number[])]));
}

/** Holds what was written against the corpus. */
async function readBack(session: Queries, generation: Generation, corpus: Corpus): Promise<void> {
  const schema = schemaOf(generation);
  const count = (documents: Corpus['documents'], of: 'sections' | 'passages' | 'tables' | 'records'): number =>
    documents.reduce((sum, document) => sum + document[of].length, 0);
  const expected = {
    plans: corpus.documents.length,
    sections: count(corpus.documents, 'sections'),
    passages: count(corpus.documents, 'passages'),
    tables: count(corpus.documents, 'tables'),
    records: count(corpus.documents, 'records'),
    passage_words: count(corpus.documents, 'passages'),
  };
  const counts = Object.keys(expected).map((table) => `(SELECT count(*)::integer FROM ${schema}.${table}) AS ${table}`);
  const [row] = await session.query(`SELECT ${counts.join(', ')}`);
  if (JSON.stringify(row) !== JSON.stringify(expected)) {
    throw new GuidaError('internal', 'The index that was written does not hold the whole corpus.');
  }
}
