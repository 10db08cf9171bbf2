import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { LabelRange, VectorIndex } from '../types.ts';
import { VectorConnection } from './process-connection.ts';
import type { VectorHit } from './vector-table.ts';
import { assertCount, assertVector, type VectorInput } from './vector.ts';

/** How the vector process is run. */
export interface VectorProcessOptions {
  /** A search is answered within this, by an error if need be, in milliseconds. */
  readonly requestTimeoutMs?: number;
  /** Loading the file may take this long, in milliseconds. Absent: `startTimeoutFor` its size. */
  readonly startTimeoutMs?: number;
  /** How often a process that died is started again within `restartWindowMs`. */
  readonly restarts?: number;
  /** Deaths older than this are forgiven, in milliseconds. */
  readonly restartWindowMs?: number;
  /** Wait before the first restart, in milliseconds; doubled for each further one. */
  readonly backOffMs?: number;
  /** Clock, in milliseconds. */
  readonly now?: () => number;
  /** Ends the process, and a start that is under way, as `close` does. */
  readonly signal?: AbortSignal;
}

/** The one place for the defaults. */
export const VECTOR_PROCESS_DEFAULTS: Required<Omit<VectorProcessOptions, 'startTimeoutMs' | 'signal'>> = {
  requestTimeoutMs: 10_000,
  restarts: 4,
  restartWindowMs: 600_000,
  backOffMs: 100,
  now: Date.now,
};

/** For the loader and a queue for the processor. */
const LEAST_START_MS = 60_000;
/** 1.2 GB (a million vectors of 256) load in 10 to 15 s on a busy machine; ten times that is still no failure. */
const START_BYTES_A_MS = 10_000;

/** How long loading a file of so many bytes may take, in milliseconds. */
export function startTimeoutFor(bytes: number): number {
  return LEAST_START_MS + Math.ceil(bytes / START_BYTES_A_MS);
}

/** An index that a child process serves. */
export interface VectorProcess extends VectorIndex {
  /** Whether it will not be started again: every search throws. Open it anew. */
  readonly isGivenUp: boolean;
  /** Process id at the moment, for the operator; absent while there is none. */
  readonly pid: number | undefined;
  search(vector: VectorInput, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]>;
}

/**
 * Serves an HNSW file from a child process, so that a fault in the native library costs one answer and not the chat
 * service. The first start is tried once; a process that served and dies is started again with growing waits, at most
 * `restarts` times within `restartWindowMs`.
 * A search under way at that moment, or made when it has been given up, throws `vector-process`: the caller may answer
 * from `exactFromHnswFile(path)` instead. The child ends with this process.
 * @throws GuidaError `index-damaged` or `index-mismatch` as `HnswIndex.load`; `vector-process`
 */
export async function openVectorProcess(path: string, options: VectorProcessOptions = {}): Promise<VectorProcess> {
  const served = new ServedIndex(resolve(path), { ...VECTOR_PROCESS_DEFAULTS, ...options });
  await served.ready();
  return served;
}

type Settled = typeof VECTOR_PROCESS_DEFAULTS & VectorProcessOptions;

class ServedIndex implements VectorProcess {
  readonly #path: string;
  readonly #options: Settled;
  readonly #closing = new AbortController();
  #current: VectorConnection | undefined;
  #serving: Promise<VectorConnection>;
  #opened = { dimension: 0, size: 0 };
  #deaths: number[] = [];
  #isGivenUp = false;

  constructor(path: string, options: Settled) {
    this.#path = path;
    this.#options = options;
    this.#serving = this.#start();
    if (options.signal?.aborted === true) void this.close();
    options.signal?.addEventListener('abort', () => void this.close(), { signal: this.#closing.signal });
  }

  get dimension(): number {
    return this.#opened.dimension;
  }

  get size(): number {
    return this.#opened.size;
  }

  get pid(): number | undefined {
    return this.#current?.pid;
  }

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  async ready(): Promise<void> {
    await this.#serving;
  }

  async search(vector: VectorInput, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]> {
    assertVector(vector, this.dimension);
    assertCount(k);
    const { requestTimeoutMs } = this.#options;
    const connection = await withinTime(this.#serving, requestTimeoutMs);
    const body = { vector: Float32Array.from(vector), k, allowed };
    const { labels, similarities } = await connection.request('search', body, requestTimeoutMs);
    return Array.from(labels, (label, rank) => ({ label, similarity: similarities[rank] as number }));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#current?.stop();
    // Settled either way: `#start` gives up once closing has begun.
    await this.#serving.catch(() => undefined);
    await this.#current?.stop();
    this.#serve(Promise.reject(closed()));
  }

  async #start(): Promise<VectorConnection> {
    if (this.#closing.signal.aborted) throw closed();
    const connection = new VectorConnection();
    this.#current = connection;
    try {
      const timeoutMs = this.#options.startTimeoutMs ?? startTimeoutFor(bytesOf(this.#path));
      this.#opened = await connection.request('open', { path: this.#path }, timeoutMs);
    } catch (error) {
      await connection.stop();
      this.#current = undefined;
      throw error;
    }
    void connection.died.then((death) => {
      this.#current = undefined;
      this.#serve(this.#startAgain(death));
    });
    return connection;
  }

  async #startAgain(death: GuidaError): Promise<VectorConnection> {
    for (let reason = death; ;) {
      await this.#backOff(reason);
      try {
        return await this.#start();
      } catch (error) {
        // A damaged file will not be whole at the next try.
        if (!isGuidaError(error) || error.code !== 'vector-process') throw error;
        reason = error;
      }
    }
  }

  /** Whoever searches next hears of a failed start; until then nobody does, and that is no unhandled rejection. */
  #serve(serving: Promise<VectorConnection>): void {
    serving.catch(() => {
      this.#isGivenUp = true;
    });
    this.#serving = serving;
  }

  async #backOff(death: GuidaError): Promise<void> {
    const { restarts, restartWindowMs, backOffMs, now } = this.#options;
    if (this.#closing.signal.aborted) throw closed();
    this.#deaths = [...this.#deaths.filter((time) => now() - time < restartWindowMs), now()];
    if (this.#deaths.length > restarts) {
      throw new GuidaError('vector-process', 'The vector index process keeps stopping and was given up.', {
        cause: death,
      });
    }
    try {
      await sleep(backOffMs * 2 ** (this.#deaths.length - 1), undefined, { signal: this.#closing.signal, ref: false });
    } catch {
      throw closed();
    }
  }
}

/** 0 for a file that is not there: the process says so. */
function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function closed(): GuidaError {
  return new GuidaError('vector-process', 'The vector index is closed.');
}

async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new GuidaError('vector-process', 'The vector index process is starting. Ask again in a moment.'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
