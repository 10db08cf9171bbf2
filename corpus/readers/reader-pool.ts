import type { ReaderJob, ReaderProduct } from './reader-job.ts';
import { ReaderProcess } from './reader-process.ts';

/** Reader processes at work at the same time, whatever the number of callers: each may take its full memory. */
const MOST_PROCESSES = 2;

/** The reader processes of this process. Starting one takes half a second, so they serve one file after another. */
class ReaderPool {
  readonly #idle: ReaderProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /**
   * Reads one file in a reader process, waiting for its turn.
   *
   * @throws GuidaError as {@link ReaderProcess.run}
   */
  async run(job: ReaderJob): Promise<ReaderProduct> {
    if (this.#busy >= MOST_PROCESSES) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
    try {
      return await this.#runOnce(job);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }

  async #runOnce(job: ReaderJob): Promise<ReaderProduct> {
    const reader = this.#take(job.limits.memoryMegabytes);
    const fresh = reader.served === 0;
    try {
      return await reader.run(job);
    } catch (error) {
      // What an earlier file left behind in the process may have ended it: this file gets a process of its own.
      if (!fresh && reader.broke) return await this.#runOnce(job);
      throw error;
    } finally {
      if (reader.usable) this.#idle.push(reader);
    }
  }

  #take(memoryMegabytes: number): ReaderProcess {
    for (let reader = this.#idle.pop(); reader !== undefined; reader = this.#idle.pop()) {
      if (reader.usable && reader.memoryMegabytes === memoryMegabytes) return reader;
      reader.end();
    }
    return new ReaderProcess(memoryMegabytes);
  }
}

const pool = new ReaderPool();

/**
 * Reads one .docx, .pdf or .html in a process with limits on memory and time, which a hostile file cannot outlive.
 *
 * @throws GuidaError with a `file-` code
 */
export function readInProcess(job: ReaderJob): Promise<ReaderProduct> {
  return pool.run(job);
}
