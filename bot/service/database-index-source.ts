import { notesOfIndex } from '../../retrieval/postgres/open-index.ts';
import { currentPostgresIndex, openPostgresStore, type CurrentIndex } from '../../retrieval/postgres/open.ts';
import { buildInProcess } from './build-process.ts';
import { watchCorpus } from './corpus-watch.ts';
import type { IndexSourceOptions } from './index-source.ts';
import type { IndexSource } from './live-index.ts';
import { openServed } from './open-served.ts';

/** The index of a database that several replicas share: opened in an answer process, built by whichever comes first. */
export function createDatabaseIndexSource(url: string, options: IndexSourceOptions): IndexSource {
  const { corpus, data, settings, log } = options;
  const connection = { url };
  const watch = watchCorpus(corpus);
  /** As the last look found it: another replica may have built a newer one since. */
  let seen: CurrentIndex | undefined;
  return {
    current: () => seen?.generation,

    open: () => openServed({ data, settings, log }, () => openPostgresStore({ connection })),

    async outdated() {
      seen = await currentPostgresIndex(connection);
      const fingerprint = await watch.fingerprint();
      if (fingerprint === undefined) return undefined;
      return seen !== undefined && notesOfIndex(seen).files === fingerprint ? undefined : fingerprint;
    },

    build: (signal) => buildInProcess(options, signal),
  };
}
