import { statSync } from 'node:fs';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { LabelRange, VectorIndex } from '../types.ts';
import { exactFromHnswFile } from '../vectors/hnsw-file.ts';
import { openVectorProcess } from '../vectors/process.ts';
import type { VectorHit } from '../vectors/vector-table.ts';
import { assertVector } from '../vectors/vector.ts';

/** How the vectors of a generation are searched. */
export interface VectorSearchOptions {
  /** The HNSW file. */
  readonly path: string;
  readonly dimension: number;
  /** `exact` needs no child process: for one question, that is faster than starting one. */
  readonly mode: 'process' | 'exact';
  /** Called when the process fails, and not again until it has answered. */
  readonly onWarning: (message: string, cause: unknown) => void;
  /** Starts the process; a parameter so that a test can hand in one that fails. */
  readonly open?: (path: string, signal: AbortSignal) => Promise<ServedVectors>;
  /** Largest file that is compared one by one in this process while there is no other, in bytes. */
  readonly mostScanned?: number;
  /** Clock, in milliseconds. */
  readonly now?: () => number;
}

/** An index that may come to an end by itself; see `VectorProcess`. */
export interface ServedVectors extends VectorIndex {
  readonly isGivenUp?: boolean;
}

/** Wait after the first start that failed, in milliseconds; doubled for each further one, up to the most, and then forgiven. */
const RETRY_MS = 1000;
const MOST_RETRY_MS = 600_000;

/** A search waits for the first start this long, in milliseconds: a million vectors of 256 are loaded in 10 to 15 s. */
const START_PATIENCE_MS = 15_000;

/** Some 200,000 vectors of 256: read and hashed in about a second, in which this process does nothing else. */
const MOST_SCANNED = 256 * 2 ** 20;

/**
 * The vectors of a generation, opened by the first search: a question that needs none pays for none. Searched in the
 * HNSW process (which compares one by one where a filter leaves few). While that does not serve, they are compared one by
 * one in this process, unless there are too many. A start that failed is tried again, beside the searches, by the first
 * one after a wait that grows.
 */
export class VectorSearch {
  readonly #options: VectorSearchOptions;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  /** Under way or done; absent when there is none, or the last one failed. Never rejected. */
  #start: Promise<ServedVectors | undefined> | undefined;
  #served: ServedVectors | undefined;
  /** Starts that failed, each within `MOST_RETRY_MS` of the one before. */
  #failures = 0;
  #failedAt = -Infinity;
  #retryAt = -Infinity;
  #exact: VectorIndex | undefined;
  #warned = false;

  constructor(options: VectorSearchOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * As `VectorIndex.search`.
   * @throws GuidaError `vector-invalid`; `vector-process` when that does not serve and there are too many vectors to do
   *   without; `index-damaged` when the file has gone or changed since the store was opened
   */
  async search(vector: Float32Array, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]> {
    assertVector(vector, this.#options.dimension);
    if (this.#options.mode === 'exact') return this.#scanned().search(vector, k, allowed);
    const index = await this.#serving();
    if (index === undefined) return this.#withoutProcess().search(vector, k, allowed);
    try {
      const hits = await index.search(vector, k, allowed);
      this.#recover();
      return hits;
    } catch (error) {
      if (isGuidaError(error) && error.code === 'vector-invalid') throw error;
      this.#warn(error);
      // Several searches may hear of the same end.
      if (index.isGivenUp === true && this.#served === index) this.#fail();
      return this.#withoutProcess(error).search(vector, k, allowed);
    }
  }

  /** Ends the process, if there is one. */
  async close(): Promise<void> {
    this.#retryAt = Infinity;
    this.#closing.abort();
    const index = await this.#start;
    await index?.close();
  }

  /** The process; absent while there is none. The first start is waited for, a later one goes on beside the answers. */
  async #serving(): Promise<ServedVectors | undefined> {
    if (this.#start === undefined) {
      if (this.#now() < this.#retryAt) return undefined;
      this.#start = this.#started();
    }
    if (this.#served !== undefined || this.#failures > 0) return this.#served;
    return withinTime(this.#start, START_PATIENCE_MS);
  }

  async #started(): Promise<ServedVectors | undefined> {
    const { open, path } = this.#options;
    const { signal } = this.#closing;
    try {
      this.#served = await (open ? open(path, signal) : openVectorProcess(path, { signal }));
      return this.#served;
    } catch (error) {
      this.#warn(error);
      this.#fail();
      return undefined;
    }
  }

  #fail(): void {
    this.#start = undefined;
    this.#served = undefined;
    const now = this.#now();
    // Counted from when the wait was over. A process that serves for a while and ends again waits as long as it did.
    if (now - Math.max(this.#failedAt, this.#retryAt) > MOST_RETRY_MS) this.#failures = 0;
    this.#failedAt = now;
    this.#retryAt = now + Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
  }

  #recover(): void {
    this.#warned = false;
    // As large as the file.
    this.#exact = undefined;
  }

  /** @throws GuidaError `vector-process` */
  #withoutProcess(cause?: unknown): VectorIndex {
    const { path, mostScanned = MOST_SCANNED } = this.#options;
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > mostScanned) {
      throw new GuidaError('vector-process', 'The vector index process is starting. Ask again in a moment.', { cause });
    }
    return this.#scanned();
  }

  #scanned(): VectorIndex {
    this.#exact ??= exactFromHnswFile(this.#options.path);
    return this.#exact;
  }

  #warn(error: unknown): void {
    if (this.#warned || this.#closing.signal.aborted) return;
    this.#warned = true;
    this.#options.onWarning(
      'The vector process does not answer; vectors are compared one by one, or left out where there are many.',
      error,
    );
  }
}

/** Absent when it takes longer. */
async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
