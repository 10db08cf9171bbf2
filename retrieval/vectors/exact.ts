import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { LabelRange, VectorIndex } from '../types.ts';
import { damaged, decodeChecked, encodeChecked, type CheckedKind } from './checked-bytes.ts';
import { writeDurably } from './durable-file.ts';
import { positionsOf, scan, tableOfRows, tableOfVectors, type VectorHit, type VectorTable } from './vector-table.ts';
import { MAX_DIMENSION, assertCount, assertVector, isZero, normalise, type VectorInput } from './vector.ts';

const KIND: CheckedKind = { magic: 'GUIDAVEC', version: 1, name: 'vector file' };

const headerSchema = z.strictObject({
  dimension: z.int().min(1).max(MAX_DIMENSION),
  count: z.int().min(0),
});

/**
 * Compares the question with every vector. Answers exactly, needs no native code, and takes about 8 ms for 20,000
 * vectors of 512 numbers: the oracle of the property tests, and what serves when the HNSW process does not.
 */
export class ExactIndex implements VectorIndex {
  readonly #table: VectorTable;

  /** From a table that is already checked; most callers want `ExactIndex.build` or `ExactIndex.load`. */
  constructor(table: VectorTable) {
    this.#table = table;
  }

  /**
   * An index over vectors in memory.
   * @param options.dimension absent: that of the first vector; needed when there is none
   * @throws GuidaError `vector-invalid` for a bad vector, or a bad or repeated label
   */
  static build(
    vectors: readonly VectorInput[],
    labels: readonly number[] | Uint32Array,
    options: { readonly dimension?: number } = {},
  ): ExactIndex {
    return new ExactIndex(tableOfVectors(vectors, labels, options.dimension));
  }

  /**
   * Reads a file that `save` wrote.
   * @throws GuidaError `index-damaged` when it is missing, cut or changed; `index-mismatch` for another format version
   */
  static load(path: string): ExactIndex {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      throw damaged(KIND, error);
    }
    const { header, sections } = decodeChecked(KIND, bytes);
    const parsed = headerSchema.safeParse(header);
    const [labelBytes, dataBytes] = sections;
    if (!parsed.success || labelBytes === undefined || dataBytes === undefined) throw damaged(KIND);
    const { dimension, count } = parsed.data;
    if (labelBytes.byteLength !== count * 4 || dataBytes.byteLength !== count * dimension * 4) throw damaged(KIND);
    const table = tableOfRows(dimension, new Uint32Array(labelBytes.buffer), new Float32Array(dataBytes.buffer));
    return new ExactIndex(table);
  }

  /** Numbers in each vector. */
  get dimension(): number {
    return this.#table.dimension;
  }

  /** How many vectors are held. */
  get size(): number {
    return this.#table.labels.length;
  }

  /**
   * Writes the index to one file, whole or not at all.
   * @throws GuidaError `data-unwritable`
   */
  save(path: string): void {
    const { dimension, labels, data } = this.#table;
    const header = { dimension, count: labels.length };
    writeDurably(path, encodeChecked(KIND, { header, sections: [bytesOf(labels), bytesOf(data)] }));
  }

  /** As `VectorIndex.search`. The zero vector has no direction, so it is near nothing: no results. */
  search(vector: VectorInput, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]> {
    // The executor turns a throw into a rejection.
    return new Promise((resolve) => {
      resolve(this.searchNow(vector, k, allowed));
    });
  }

  /**
   * `search` without a promise.
   * @throws GuidaError `vector-invalid`
   */
  searchNow(vector: VectorInput, k: number, allowed?: readonly LabelRange[]): readonly VectorHit[] {
    assertVector(vector, this.dimension);
    assertCount(k);
    if (k === 0 || isZero(vector)) return [];
    return scan(this.#table, normalise(vector), k, positionsOf(this.#table, allowed));
  }

  /** Nothing to release. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

function bytesOf(array: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
