import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isGuidaError, type GuidaErrorCode } from '../corpus/errors.ts';
import { loadCorpus, type LoadedCorpus } from '../corpus/load.ts';
import { buildIndex, type BuildOptions, type BuildResult } from '../retrieval/build.ts';
import type { Embedder } from '../retrieval/embed/embedding.ts';
import type { OpenAiEmbedder } from '../retrieval/embed/openai.ts';
import type { EmbeddedStore } from '../retrieval/store/embedded-store.ts';
import type { IndexStore } from '../retrieval/store/index-store.ts';
import { currentGeneration } from '../retrieval/store/layout.ts';
import { openGeneration, openStore, wordsOfStore } from '../retrieval/store/open.ts';
import { userWordsOf } from '../retrieval/words/user-words.ts';
import { createWords, type NamedWords } from '../retrieval/words/words.ts';
import { fingerprintWithFailures, lookAtCorpus, type CorpusFiles } from './corpus-files.ts';
import { openCurrentDatabaseIndex, openDatabaseIndex } from './open-database-index.ts';
import { readNotes, writeNotes, type IndexNotes } from './index-notes.ts';
import type { Log } from './log.ts';
import type { Progress } from './progress.ts';

/** What `openIndex` takes. */
export interface OpenIndexOptions {
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  /** The data folder; made when it is missing. */
  readonly data: string;
  readonly log: Log;
  readonly progress: Progress;
  /** Default: the local embedding. Closed with the index. */
  readonly embedder?: OpenAiEmbedder | undefined;
  /** Read the corpus again even when its files are as they were. Default false. */
  readonly reread?: boolean;
  /** Address of a PostgreSQL database that holds the index instead of the data folder. */
  readonly database?: string | undefined;
  /** How long another process that is building is waited for, milliseconds. Default 10 minutes. */
  readonly patienceMs?: number;
}

/** An index that is up to date, open. */
export interface OpenIndex {
  readonly store: IndexStore;
  readonly words: NamedWords;
  /** The external one, when the index was built with it. */
  readonly embedder: Embedder | undefined;
  readonly notes: IndexNotes;
  /** The index was as it should be, and has not been touched. */
  readonly reused: boolean;
  close(): Promise<void>;
}

const PATIENCE_MS = 600_000;
const POLL_MS = 200;

/** What makes an index worth building again rather than giving up. */
const MENDED_BY_BUILDING: readonly GuidaErrorCode[] = ['index-missing', 'index-damaged', 'index-mismatch'];

/**
 * Opens the index of a corpus, and builds it first when there is none, when the files have changed, or when what is
 * there is damaged or of another version.
 * @throws GuidaError `corpus-empty`, `data-unwritable`, `index-busy`, `embedding-failed`, `words-dictionary`,
 * `database-failed`
 */
export async function openIndex(options: OpenIndexOptions): Promise<OpenIndex> {
  const files = await lookAtCorpus(options.corpus);
  if (options.database !== undefined) return await openDatabaseIndex(files, options.database, options);
  const known = options.reread === true ? undefined : await openKnown(files, options);
  return known ?? (await buildAndOpen(files, options));
}

/**
 * Opens the index of a data folder, or of a database, as it is, whatever its corpus has become since; never builds. Of a damaged index,
 * the generation before is opened, and that is told.
 * @throws GuidaError `index-missing`, `index-damaged`, `index-mismatch`: what building would mend; `database-failed`
 */
export async function openCurrent({
  data,
  log,
  embedder,
  database,
}: Pick<OpenIndexOptions, 'data' | 'log' | 'embedder' | 'database'>): Promise<OpenIndex> {
  if (database !== undefined) return await openCurrentDatabaseIndex(database, embedder);
  const onWarning = (message: string, cause: unknown): void => {
    log.warn(message, cause);
  };
  let used = embedder;
  let store: EmbeddedStore;
  try {
    store = await openStore(data, { embedderId: used?.id ?? 'local', onWarning });
  } catch (error) {
    // Built while the endpoint of the embedding failed.
    if (used === undefined || !isGuidaError(error) || error.code !== 'index-mismatch') throw error;
    store = await openStore(data, { embedderId: 'local', onWarning });
    used.close();
    used = undefined;
  }
  const notes = readNotes(data) ?? { generation: store.generation, files: '', failures: [], warnings: [] };
  return await opened(store, notes, { reused: true, embedder: used });
}

/** The current generation, when it was built from just these files and is whole. */
async function openKnown(
  files: CorpusFiles,
  { data, embedder, log }: OpenIndexOptions,
): Promise<OpenIndex | undefined> {
  const notes = readNotes(data);
  if (notes === undefined || notes.files !== files.fingerprint || notes.generation !== currentGeneration(data))
    return undefined;
  try {
    return await open(notes, data, { reused: true, log, embedder });
  } catch (error) {
    if (!isGuidaError(error) || !MENDED_BY_BUILDING.includes(error.code)) throw error;
    log.detail('The index cannot be used and is built again.', error);
    return undefined;
  }
}

async function buildAndOpen(files: CorpusFiles, options: OpenIndexOptions): Promise<OpenIndex> {
  const { data, embedder, log, progress } = options;
  let corpus: LoadedCorpus;
  let built: BuildResult;
  progress.start(files.count);
  try {
    corpus = await loadCorpus(options.corpus, (done, total) => {
      progress.update('reading', done, total);
    });
    built = await buildPatiently(
      corpus,
      {
        dataDir: data,
        fingerprint: fingerprintWithFailures(files, corpus),
        embedder: embedder ?? 'local',
        words: createWords({ userWords: userWordsOf(corpus) }),
        onProgress: ({ stage, done, total }) => {
          progress.update(stage, done, total);
        },
      },
      options,
    );
  } finally {
    progress.stop();
  }
  const notes: IndexNotes = {
    generation: built.generation,
    files: files.fingerprint,
    failures: corpus.failures.map(({ file, reason }) => ({ file: basename(file), reason })),
    warnings: [...corpus.warnings, ...built.warnings],
  };
  keepNotes(data, notes, log);
  return await open(notes, data, { reused: built.reused, log, embedder });
}

async function buildPatiently(
  corpus: LoadedCorpus,
  build: BuildOptions,
  options: OpenIndexOptions,
): Promise<BuildResult> {
  const { log, patienceMs = PATIENCE_MS } = options;
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      return await buildIndex(corpus, build);
    } catch (error) {
      if (!isGuidaError(error) || error.code !== 'index-busy' || waited >= patienceMs) throw error;
      if (waited === 0) log.warn('Another process is building the index; waiting for it.');
      await delay(POLL_MS);
    }
  }
}

function keepNotes(data: string, notes: IndexNotes, log: Log): void {
  try {
    writeNotes(data, notes);
  } catch (error) {
    // The index stands without them; it is only looked at more closely next time.
    log.detail('The notes beside the index could not be written.', error);
  }
}

async function open(
  notes: IndexNotes,
  data: string,
  { reused, log, embedder }: { reused: boolean; log: Log; embedder: OpenAiEmbedder | undefined },
): Promise<OpenIndex> {
  const store = await openGeneration(data, notes.generation, {
    embedderId: embedder?.id ?? 'local',
    onWarning: (message, cause) => {
      log.warn(message, cause);
    },
  });
  return await opened(store, notes, { reused, embedder });
}

async function opened(
  store: EmbeddedStore,
  notes: IndexNotes,
  { reused, embedder }: { reused: boolean; embedder: OpenAiEmbedder | undefined },
): Promise<OpenIndex> {
  const close = async (): Promise<void> => {
    embedder?.close();
    await store.close();
  };
  try {
    return { store, words: await wordsOfStore(store), embedder, notes, reused, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
