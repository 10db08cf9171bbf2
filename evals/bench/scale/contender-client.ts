import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome, Task } from './contender-process.ts';
import { residentMegabytes } from './resident.ts';

const ENTRY = fileURLToPath(new URL('./contender-process.ts', import.meta.url));
const LOADER = import.meta.resolve('tsx');

/** Why a contender did not do what it was asked to. */
export class ContenderFailed extends Error {
  readonly kind: 'not-installed' | 'error' | 'too-slow';

  constructor(kind: ContenderFailed['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** A contender's process, asked one thing at a time. */
export class ContenderProcess {
  readonly #child: ChildProcess;

  /** @param heapMegabytes how much its JavaScript may hold */
  constructor(heapMegabytes: number) {
    this.#child = fork(ENTRY, {
      execArgv: ['--import', LOADER, `--max-old-space-size=${heapMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // LanceDB warns once a search of what a later version will do.
      env: { ...process.env, LANCEDB_LOG: 'error', RUST_LOG: 'error' },
    });
  }

  /**
   * @param patienceMs then it is ended
   * @throws ContenderFailed
   */
  async ask(task: Task, patienceMs: number): Promise<Extract<Outcome, { ms: number }>> {
    let timer: NodeJS.Timeout | undefined;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const died = (code: number | null, signal: string | null): void => {
        reject(new ContenderFailed('error', `it ended (${signal ?? `exit ${String(code)}`})`));
      };
      this.#child.once('exit', died);
      this.#child.once('message', (message) => {
        this.#child.removeListener('exit', died);
        resolve(message as Outcome);
      });
      timer = setTimeout(() => {
        reject(new ContenderFailed('too-slow', `not done in ${Math.round(patienceMs / 1000)} s`));
        this.#child.kill('SIGKILL');
      }, patienceMs);
      this.#child.send(task);
    }).finally(() => {
      clearTimeout(timer);
    });
    if ('failed' in outcome) throw new ContenderFailed(outcome.failed, outcome.reason);
    return outcome;
  }

  /** Megabytes that it and its children hold. */
  resident(): number {
    return residentMegabytes(this.#child.pid ?? 0);
  }

  /** Ends it. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await gone;
  }
}
