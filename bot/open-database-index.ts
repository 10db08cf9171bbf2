import { basename } from 'node:path';
import { isGuidaError } from '../corpus/errors.ts';
import { loadCorpus } from '../corpus/load.ts';
import type { OpenAiEmbedder } from '../retrieval/embed/openai.ts';
import {
  openCurrentPostgresIndex,
  openPostgresIndex,
  type OpenPostgresIndex,
  type ReadCorpus,
} from '../retrieval/postgres/open-index.ts';
import { userWordsOf } from '../retrieval/words/user-words.ts';
import { createWords } from '../retrieval/words/words.ts';
import { fingerprintWithFailures, type CorpusFiles } from './corpus-files.ts';
import type { OpenIndex, OpenIndexOptions } from './open-index.ts';

/**
 * As `openIndex`, in a database that several replicas share: one of them builds, the others wait.
 * @throws GuidaError as `openIndex`
 */
export async function openDatabaseIndex(
  files: CorpusFiles,
  url: string,
  { corpus: dirs, embedder, log, progress, reread = false, patienceMs }: OpenIndexOptions,
): Promise<OpenIndex> {
  const read = async (): Promise<ReadCorpus> => {
    progress.start(files.count);
    const corpus = await loadCorpus(dirs, (done, total) => {
      progress.update('reading', done, total);
    });
    return {
      corpus,
      words: createWords({ userWords: userWordsOf(corpus) }),
      fingerprint: fingerprintWithFailures(files, corpus),
      failures: corpus.failures.map(({ file, reason }) => ({ file: basename(file), reason })),
      warnings: corpus.warnings,
    };
  };
  try {
    const index = await openPostgresIndex({
      connection: { url },
      files: files.fingerprint,
      read,
      embedder,
      reread,
      ...(patienceMs === undefined ? {} : { patienceMs }),
      onProgress: ({ stage, done, total }) => {
        progress.update(stage, done, total);
      },
      onWaiting: () => {
        log.warn('Another process is building the index; waiting for it.');
      },
    });
    return withEmbedderOf(index, embedder);
  } finally {
    progress.stop();
  }
}

/**
 * As `openCurrent`, in a database.
 * @throws GuidaError as `openCurrent`
 */
export async function openCurrentDatabaseIndex(url: string, embedder: OpenAiEmbedder | undefined): Promise<OpenIndex> {
  const connection = { url };
  try {
    return withEmbedderOf(await openCurrentPostgresIndex({ connection, embedder }), embedder);
  } catch (error) {
    // Built while the endpoint of the embedding failed.
    if (embedder === undefined || !isGuidaError(error) || error.code !== 'index-mismatch') throw error;
    const index = await openCurrentPostgresIndex({ connection, embedder: undefined });
    embedder.close();
    return withEmbedderOf(index, undefined);
  }
}

function withEmbedderOf(index: OpenPostgresIndex, embedder: OpenAiEmbedder | undefined): OpenIndex {
  const close = async (): Promise<void> => {
    embedder?.close();
    await index.store.close();
  };
  return { ...index, embedder, close };
}
