import { currentGeneration } from '../../retrieval/store/layout.ts';
import { openGeneration } from '../../retrieval/store/open.ts';
import { readNotes } from '../index-notes.ts';
import type { Log } from '../log.ts';
import type { AnswerSettings } from './answer-process-messages.ts';
import { buildInProcess } from './build-process.ts';
import { watchCorpus } from './corpus-watch.ts';
import type { IndexSource } from './live-index.ts';
import { openServed } from './open-served.ts';

/** What `createIndexSource` takes. */
export interface IndexSourceOptions {
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  readonly data: string;
  readonly settings: AnswerSettings;
  readonly log: Log;
  /** The environment and the working folder of a build: where it reads its settings from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** The index of a data folder: opened in an answer process, built by `guida index` in another. */
export function createIndexSource(options: IndexSourceOptions): IndexSource {
  const { corpus, data, settings, log } = options;
  const watch = watchCorpus(corpus);
  return {
    current: () => currentGeneration(data),

    open: () =>
      // Verified a moment ago, by the process that answers.
      openServed({ data, settings, log }, (generation) => openGeneration(data, generation, { verification: 'sizes' })),

    async outdated() {
      const fingerprint = await watch.fingerprint();
      return fingerprint === undefined || readNotes(data)?.files === fingerprint ? undefined : fingerprint;
    },

    build: (signal) => buildInProcess(options, signal),
  };
}
