import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { GuidaError, isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';
import { listSources } from '../../corpus/read.ts';
import { currentGeneration } from '../../retrieval/store/layout.ts';
import { openGeneration } from '../../retrieval/store/open.ts';
import { lookAtCorpus } from '../corpus-files.ts';
import { readNotes } from '../index-notes.ts';
import type { Log } from '../log.ts';
import { openAnswerProcess } from './answer-process.ts';
import type { AnswerSettings } from './answer-process-messages.ts';
import type { IndexSource } from './live-index.ts';

const GUIDA = fileURLToPath(new URL('../guida.mjs', import.meta.url));

/** What building mends. */
const MENDED_BY_BUILDING: readonly GuidaErrorCode[] = ['index-missing', 'index-damaged', 'index-mismatch'];

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
  let lastSeen: string | undefined;
  let known: { readonly version: string; readonly fingerprint: string } | undefined;
  return {
    current: () => currentGeneration(data),

    async open() {
      let answering;
      try {
        answering = await openAnswerProcess({ data, settings, log });
      } catch (error) {
        if (!isGuidaError(error) || !MENDED_BY_BUILDING.includes(error.code)) throw error;
        return undefined;
      }
      try {
        // Verified a moment ago, by the process that answers.
        const store = await openGeneration(data, answering.generation, { verification: 'sizes' });
        const { generation, assistant, died } = answering;
        const close = async (): Promise<void> => {
          await answering.close();
          await store.close();
        };
        return { generation, store, assistant, died, close };
      } catch (error) {
        await answering.close();
        throw error;
      }
    },

    async outdated() {
      const version = await versionOf(corpus);
      const isFirst = lastSeen === undefined;
      const isSettled = version === lastSeen;
      lastSeen = version;
      // Files that are just being copied are not read half.
      if (!isFirst && !isSettled) return undefined;
      if (known?.version !== version) known = { version, fingerprint: (await lookAtCorpus(corpus)).fingerprint };
      return readNotes(data)?.files === known.fingerprint ? undefined : known.fingerprint;
    },

    build: (signal) => build(options, signal),
  };
}

/** Changes when a file of the corpus does, by its size and times alone. */
async function versionOf(corpus: readonly string[]): Promise<string> {
  const { files } = await listSources(corpus);
  const lists = corpus.map((dir) => `${dir}/plans.yaml`);
  return [...files, ...lists]
    .map((path) => {
      const { size, mtimeMs, ino } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0, ino: 0 };
      return `${path} ${size} ${mtimeMs} ${ino}`;
    })
    .join('\n');
}

function build({ corpus, data, environment, folder, log }: IndexSourceOptions, signal: AbortSignal): Promise<void> {
  const places = [...corpus.flatMap((dir) => ['--corpus', dir]), '--data', data];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GUIDA, 'index', ...places], {
      cwd: folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGTERM',
    });
    yieldTo(child.pid);
    let last = '';
    const tell = (text: string): void => {
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        last = line.replace(/^guida: /u, '');
        log.detail(last);
      }
    };
    child.stdout.setEncoding('utf8').on('data', tell);
    child.stderr.setEncoding('utf8').on('data', tell);
    child.on('error', (error) => {
      reject(new GuidaError('internal', 'The index cannot be built.', { cause: error }));
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new GuidaError('internal', `The index could not be built. ${last}`.trim()));
    });
  });
}

/** Answers go before builds. */
function yieldTo(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: then it is built as fast as everything else is done.
  }
}
