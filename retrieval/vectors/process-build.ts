import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GuidaError } from '../../corpus/errors.ts';
import { temporaryName } from './durable-file.ts';
import { manifestName } from './hnsw-file.ts';
import { hnswParameters, type HnswParameters } from './hnsw-parameters.ts';
import { VectorConnection } from './process-connection.ts';
import { assertDimension, assertLabel, assertVector, type VectorInput } from './vector.ts';

/** Vectors sent at once: some 0.2 s of work, so that progress shows and a stop is noticed. */
const BATCH = 256;
const STEP_TIMEOUT_MS = 300_000;

/** How an HNSW file is built. */
export interface BuildHnswOptions extends Partial<HnswParameters> {
  /** Numbers in each vector; absent: as in the first vector. Needed when there is none. */
  readonly dimension?: number;
  /** Stops the build; nothing is written. */
  readonly signal?: AbortSignal;
}

/**
 * Builds an HNSW file in a child process and leaves it verified at `path`, with its manifest beside it, or throws and
 * leaves what was there. Two builds from the same vectors, labels and options agree byte for byte.
 * @param onProgress vectors added so far, and of how many
 * @throws GuidaError `vector-invalid`, `settings`, `data-unwritable` or `vector-process`; the reason of `signal`
 */
export async function buildHnswFile(
  path: string,
  vectors: readonly VectorInput[],
  labels: readonly number[] | Uint32Array,
  options: BuildHnswOptions = {},
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const { dimension = vectors[0]?.length ?? 0, signal, ...rest } = options;
  const parameters = hnswParameters(rest);
  assertDimension(dimension);
  if (vectors.length !== labels.length) {
    throw new GuidaError('vector-invalid', `There are ${vectors.length} vectors and ${labels.length} labels.`);
  }
  signal?.throwIfAborted();
  const target = resolve(path);
  const connection = new VectorConnection();
  try {
    await connection.request('build', { dimension, count: vectors.length, parameters }, STEP_TIMEOUT_MS);
    for (let from = 0; from < vectors.length; from += BATCH) {
      signal?.throwIfAborted();
      const rows = flatten(vectors.slice(from, from + BATCH), dimension);
      const batch = Array.from(labels.slice(from, from + BATCH));
      batch.forEach(assertLabel);
      const body = { vectors: rows, labels: Uint32Array.from(batch) };
      const { size } = await connection.request('add', body, STEP_TIMEOUT_MS);
      onProgress(size, vectors.length);
    }
    signal?.throwIfAborted();
    await connection.request('save', { path: target }, STEP_TIMEOUT_MS);
  } finally {
    await connection.stop();
    // A child that was killed while it wrote could not clear up after itself.
    for (const name of [target, manifestName(target)]) await rm(temporaryName(name, connection.pid), { force: true });
  }
}

function flatten(vectors: readonly VectorInput[], dimension: number): Float32Array {
  const rows = new Float32Array(vectors.length * dimension);
  vectors.forEach((vector, row) => {
    assertVector(vector, dimension);
    rows.set(vector, row * dimension);
  });
  return rows;
}
