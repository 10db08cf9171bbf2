import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GuidaError } from '../../corpus/errors.ts';
import type { Corpus } from '../../corpus/types.ts';
import type { Embedder } from '../embed/embedding.ts';
import { trainLocalEmbedding } from '../embed/local.ts';
import { HnswIndex } from '../vectors/hnsw.ts';
import { buildHnswFile } from '../vectors/process-build.ts';
import type { NamedWords } from '../words/words.ts';
import { embeddedText, writeDatabase } from './database-writer.ts';
import { EmbeddedStore } from './embedded-store.ts';
import { DATABASE_FILE, EMBEDDING_FILE, MANIFEST_FILE, VECTORS_FILE, generationId } from './layout.ts';
import { FORMAT, describeFile, encodeManifest, verifyGeneration, type Manifest } from './manifest.ts';
import { vectorsKept, vectorsOf } from './passage-vectors.ts';
import { flushFolder } from './publish.ts';

/** How far a build is. */
export interface BuildProgress {
  /** `words`: passages split and stored; `embedding`, `vectors`: passages embedded, put into the HNSW index. */
  readonly stage: 'words' | 'embedding' | 'vectors' | 'verifying';
  readonly done: number;
  readonly total: number;
}

/** What `writeGeneration` takes, and with it `buildIndex`. */
export interface WriteGenerationOptions {
  /** The data folder, made by `buildIndex` when it is missing. Vectors of earlier generations there may be kept. */
  readonly dataDir: string;
  /** What the corpus was made of, from `fingerprintOf`: the index is left alone while it stays the same. */
  readonly fingerprint: string;
  /** `local`: an embedding is trained on the corpus and kept in the index. */
  readonly embedder: 'local' | Embedder;
  /** What passages are split with; questions must be split with the same (`wordsOfStore`). */
  readonly words: NamedWords;
  /** Builds even when the index is up to date, as after an `index-mismatch` of the embedding model. Default: false. */
  readonly force?: boolean;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Stops the build between two steps; the index stays as it was. */
  readonly signal?: AbortSignal;
  /**
   * Writes the HNSW file. Default: `buildHnswFile`, in a child process; a process that does nothing but build can do
   * without another and pass `buildHnswFileHere`.
   */
  readonly buildVectors?: typeof buildHnswFile;
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/**
 * Writes the files of a generation into an empty folder, flushes them to the disk, and reads them back.
 * @param sequence the number that the generation's id starts with
 * @throws GuidaError, or what SQLite and the file system throw
 */
export async function writeGeneration(
  folder: string,
  sequence: number,
  corpus: Corpus,
  options: WriteGenerationOptions,
): Promise<{ readonly generation: string; readonly embedded: number }> {
  const { words, fingerprint, signal, buildVectors = buildHnswFile, onProgress = () => undefined } = options;
  const texts = corpus.documents.flatMap(({ plan, passages }) =>
    passages.map((passage) => embeddedText(plan, passage)),
  );
  const total = texts.length;

  const database = join(folder, DATABASE_FILE);
  await writeDatabase(database, corpus, {
    words,
    signal,
    onProgress: (done) => {
      onProgress({ stage: 'words', done, total });
    },
  });

  onProgress({ stage: 'embedding', done: 0, total });
  const { embedding, vectors, embedded } = await embed(folder, texts, options);

  onProgress({ stage: 'vectors', done: 0, total });
  const labels = texts.map((_, position) => position + 1);
  const hnsw = { dimension: embedding.dimension, ...(signal === undefined ? {} : { signal }) };
  await buildVectors(join(folder, VECTORS_FILE), vectors, labels, hnsw, (done) => {
    onProgress({ stage: 'vectors', done, total });
  });

  onProgress({ stage: 'verifying', done: 0, total });
  signal?.throwIfAborted();
  const names = readdirSync(folder).sort();
  const files = await Promise.all(names.map((name) => describeFile(folder, name)));
  const databaseSum = files.find(({ name }) => name === DATABASE_FILE)?.sha256 ?? '';
  const manifest: Manifest = {
    format: FORMAT,
    generation: generationId(sequence, databaseSum),
    createdBy: version,
    fingerprint,
    words: words.id,
    embedding,
    passages: total,
    files,
  };
  writeFileSync(join(folder, MANIFEST_FILE), encodeManifest(manifest));
  flushFolder(folder);
  await readBack(folder, corpus);
  onProgress({ stage: 'verifying', done: total, total });
  return { generation: manifest.generation, embedded };
}

async function embed(
  folder: string,
  texts: readonly string[],
  options: WriteGenerationOptions,
): Promise<{ embedding: Manifest['embedding']; vectors: readonly Float32Array[]; embedded: number }> {
  const { signal, words, dataDir, onProgress } = options;
  let embedder: Embedder;
  let known: ReadonlyMap<string, Float32Array> = new Map();
  if (options.embedder === 'local') {
    const trained = trainLocalEmbedding(texts, words);
    writeFileSync(join(folder, EMBEDDING_FILE), trained.save());
    embedder = trained;
  } else {
    embedder = options.embedder;
    known = await vectorsKept(dataDir, embedder.id);
  }
  const { vectors, fresh } = await vectorsOf(texts, embedder, {
    known,
    signal,
    onProgress: (done, total) => onProgress?.({ stage: 'embedding', done, total }),
  });
  const { id, dimension } = embedder;
  const kind = options.embedder === 'local' ? 'local' : 'external';
  return { embedding: { kind, id, dimension }, vectors, embedded: fresh };
}

/** As `buildHnswFile`, in this process and without a pause. */
export const buildHnswFileHere: typeof buildHnswFile = (path, vectors, labels, options) =>
  new Promise((resolve) => {
    options?.signal?.throwIfAborted();
    HnswIndex.build(vectors, labels, options).save(path);
    resolve();
  });

/** Opens what was written as a reader will, and holds its counts against the corpus. */
async function readBack(folder: string, corpus: Corpus): Promise<void> {
  const manifest = await verifyGeneration(folder, 'full');
  const store = new EmbeddedStore(folder, manifest);
  try {
    const counts = (await store.plans()).map((plan) => [plan.id, plan.counts]);
    const expected = corpus.documents.map(({ plan, sections, passages, tables, records }) => [
      plan.id,
      { sections: sections.length, passages: passages.length, tables: tables.length, records: records.length },
    ]);
    if (JSON.stringify(counts) !== JSON.stringify(expected)) {
      throw new GuidaError('internal', 'The index that was written does not hold the whole corpus.');
    }
  } finally {
    await store.close();
  }
}
