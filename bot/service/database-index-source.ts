import { isGuidaError } from '../../corpus/errors.ts';
import { notesOfIndex } from '../../retrieval/postgres/open-index.ts';
import { currentPostgresIndex, openPostgresStore, type CurrentIndex } from '../../retrieval/postgres/open.ts';
import { openAnswerProcess } from './answer-process.ts';
import { buildInProcess } from './build-process.ts';
import { watchCorpus } from './corpus-watch.ts';
import { MENDED_BY_BUILDING, type IndexSourceOptions } from './index-source.ts';
import type { IndexSource, OpenedIndex } from './live-index.ts';

/** The index of a database that several replicas share: opened in an answer process, built by whichever comes first. */
export function createDatabaseIndexSource(url: string, options: IndexSourceOptions): IndexSource {
  const { corpus, data, settings, log } = options;
  const connection = { url };
  const watch = watchCorpus(corpus);
  /** As the last look found it: another replica may have built a newer one since. */
  let seen: CurrentIndex | undefined;
  return {
    current: () => seen?.generation,

    async open(): Promise<OpenedIndex | undefined> {
      let answering;
      try {
        answering = await openAnswerProcess({ data, settings, log });
      } catch (error) {
        if (!isGuidaError(error) || !MENDED_BY_BUILDING.includes(error.code)) throw error;
        return undefined;
      }
      try {
        const store = await openPostgresStore({ connection });
        const { generation, assistant, died } = answering;
        const close = async (): Promise<void> => {
          await answering.close();
          await store.close();
        };
        if (store.generation === generation) return { generation, store, assistant, died, close };
        // A newer one came between the two: the next look opens that.
        await close();
        return undefined;
      } catch (error) {
        await answering.close();
        throw error;
      }
    },

    async outdated() {
      seen = await currentPostgresIndex(connection);
      const fingerprint = await watch.fingerprint();
      if (fingerprint === undefined) return undefined;
      return seen !== undefined && notesOfIndex(seen).files === fingerprint ? undefined : fingerprint;
    },

    build: (signal) => buildInProcess(options, signal),
  };
}
