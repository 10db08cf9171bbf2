import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isGuidaError } from '../../corpus/errors.ts';
import { seededRandom } from '../embed/seeded-random.ts';
import type { LabelRange } from '../types.ts';
import { decodeChecked, encodeChecked } from './checked-bytes.ts';
import { HNSW_MANIFEST, manifestName } from './hnsw-file.ts';

/** Vectors in clusters of about fifty, as embeddings of plans about the same matters lie. */
export function clusteredVectors(options: { count: number; dimension: number; seed: number }): Float32Array[] {
  const random = seededRandom(options.seed);
  const point = () => Float32Array.from({ length: options.dimension }, () => random() + random() - 1);
  const centres = Array.from({ length: Math.ceil(options.count / 50) }, point);
  return Array.from({ length: options.count }, (_, i) => {
    const centre = centres[i % centres.length] as Float32Array;
    return point().map((value, place) => (centre[place] as number) + value * 0.5);
  });
}

/** Labels as a filter: each a range of its own, neighbours not joined. */
export function rangesOf(labels: Iterable<number>): readonly LabelRange[] {
  return [...labels].sort((left, right) => left - right).map((label): LabelRange => [label, label]);
}

/** The code of the GuidaError that `run` throws; undefined when it throws none. Other errors pass through. */
export function errorCode(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (isGuidaError(error)) return error.code;
    throw error;
  }
  return undefined;
}

/** As `errorCode`, for a promise. */
export async function rejectionCode(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
  } catch (error) {
    if (isGuidaError(error)) return error.code;
    throw error;
  }
  return undefined;
}

/** Makes the manifest beside `path` fit what the file holds now, so that only the deeper checks are left. */
export function forgeManifest(path: string, changes: Readonly<Record<string, unknown>> = {}): void {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { header, sections } = decodeChecked(HNSW_MANIFEST, readFileSync(manifestName(path)));
  const forged = { ...(header as object), ...changes, bytes: bytes.length, sha256 };
  writeFileSync(manifestName(path), encodeChecked(HNSW_MANIFEST, { header: forged, sections }));
}
