import { isGuidaError } from '../../corpus/errors.ts';
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
  /** Called once, when the process fails for the first time and answers come from an exact scan. */
  readonly onWarning: (message: string, cause: unknown) => void;
  /** Starts the process; a parameter so that a test can hand in one that fails. */
  readonly open?: (path: string) => Promise<VectorIndex>;
}

/**
 * The vectors of a generation, opened by the first search: a question that needs none pays for none. Searched in the
 * HNSW process (which scans exactly when a filter leaves under a tenth); when that fails, exactly in this one.
 */
export class VectorSearch {
  readonly #options: VectorSearchOptions;
  #process: Promise<VectorIndex> | undefined;
  #exact: VectorIndex | undefined;
  #warned = false;

  constructor(options: VectorSearchOptions) {
    this.#options = options;
  }

  /**
   * As `VectorIndex.search`.
   * @throws GuidaError `vector-invalid`; `index-damaged` when the file has gone or changed since the store was opened
   */
  async search(vector: Float32Array, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]> {
    assertVector(vector, this.#options.dimension);
    if (this.#options.mode === 'exact') return this.#scanned().search(vector, k, allowed);
    try {
      const index = await this.#opened();
      return await index.search(vector, k, allowed);
    } catch (error) {
      if (isGuidaError(error) && error.code === 'vector-invalid') throw error;
      this.#warn(error);
      return this.#scanned().search(vector, k, allowed);
    }
  }

  /** Ends the process, if there is one. */
  async close(): Promise<void> {
    // A process that did not start has nothing to end, and its error was reported by the search that met it.
    const index = await this.#process?.catch(() => undefined);
    await index?.close();
  }

  /** A start that failed is not tried again: its own retries have been used up by then. */
  #opened(): Promise<VectorIndex> {
    const { open = openVectorProcess, path } = this.#options;
    this.#process ??= open(path);
    return this.#process;
  }

  #scanned(): VectorIndex {
    this.#exact ??= exactFromHnswFile(this.#options.path);
    return this.#exact;
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#options.onWarning('The vector process does not answer; vectors are compared one by one.', error);
  }
}
