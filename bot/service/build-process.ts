import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';
import type { IndexSourceOptions } from './index-source.ts';

const GUIDA = fileURLToPath(new URL('../guida.mjs', import.meta.url));

/**
 * Builds the index by `guida index`, in a process of its own and behind whatever answers.
 * @throws GuidaError `internal` when it ends badly; the reason of `signal`
 */
export function buildInProcess(
  { corpus, data, environment, folder, log }: IndexSourceOptions,
  signal: AbortSignal,
): Promise<void> {
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
