import { GuidaError } from '../../corpus/errors.ts';
import { assertDimension, assertLabel, assertVector, dotAt, normalise, type VectorInput } from './vector.ts';

/** One result of a search. */
export interface VectorHit {
  readonly label: number;
  /** Cosine, from -1 to 1. */
  readonly similarity: number;
}

/**
 * Labelled unit vectors in one flat array, in the order they were added. Both indexes hold their vectors in one, so
 * that they scan, score and break ties alike.
 */
export interface VectorTable {
  readonly dimension: number;
  /** `labels[position]` belongs to `data[position * dimension …]`. */
  readonly labels: Uint32Array;
  /** Unit vectors (or zero), row after row. */
  readonly data: Float32Array;
  readonly positionOf: ReadonlyMap<number, number>;
}

/**
 * Checks and normalises vectors into a table.
 * @param dimension numbers in each vector; absent: that of the first vector
 * @throws GuidaError `vector-invalid` for a bad vector, a bad or repeated label, or as many labels as not vectors
 */
export function tableOfVectors(
  vectors: readonly VectorInput[],
  labels: readonly number[] | Uint32Array,
  dimension: number = vectors[0]?.length ?? 0,
): VectorTable {
  assertDimension(dimension);
  if (vectors.length !== labels.length) {
    throw new GuidaError('vector-invalid', `There are ${vectors.length} vectors and ${labels.length} labels.`);
  }
  const data = new Float32Array(vectors.length * dimension);
  vectors.forEach((vector, position) => {
    assertVector(vector, dimension);
    data.set(normalise(vector), position * dimension);
  });
  for (const label of labels) assertLabel(label);
  return tableOfRows(dimension, Uint32Array.from(labels), data);
}

/**
 * A table over rows that are already checked and normalised.
 * @throws GuidaError `vector-invalid` when a label is there twice
 */
export function tableOfRows(dimension: number, labels: Uint32Array, data: Float32Array): VectorTable {
  const positionOf = new Map<number, number>();
  labels.forEach((label, position) => positionOf.set(label, position));
  if (positionOf.size !== labels.length) {
    throw new GuidaError('vector-invalid', 'A label stands in the index twice.');
  }
  return { dimension, labels, data, positionOf };
}

/**
 * Positions of the allowed labels that are in the table, ascending.
 * Walks the shorter of the two, since a filter may hold labels by the hundred thousand.
 */
export function positionsOf(table: VectorTable, allowed: ReadonlySet<number>): readonly number[] {
  const positions: number[] = [];
  if (allowed.size < table.labels.length) {
    for (const label of allowed) {
      const position = table.positionOf.get(label);
      if (position !== undefined) positions.push(position);
    }
    return positions.sort((a, b) => a - b);
  }
  table.labels.forEach((label, position) => {
    if (allowed.has(label)) positions.push(position);
  });
  return positions;
}

/** Every position of the table, ascending. */
export function allPositions(table: VectorTable): readonly number[] {
  return Array.from({ length: table.labels.length }, (_, position) => position);
}

/** The `k` best of the given positions by exact cosine with `unit`, best first; equal ones by label. */
export function scan(
  table: VectorTable,
  unit: Float32Array,
  k: number,
  positions: readonly number[],
): readonly VectorHit[] {
  const hits = positions.map((position) => hitAt(table, unit, position));
  // Below a few hundred results a bounded insertion beats sorting twenty thousand hits.
  if (k * 8 >= hits.length) return hits.sort(byRank).slice(0, k);
  const best: VectorHit[] = [];
  for (const hit of hits) {
    const worst = best[k - 1];
    if (worst !== undefined && byRank(hit, worst) >= 0) continue;
    let place = best.length;
    while (place > 0 && byRank(hit, best[place - 1] as VectorHit) < 0) place -= 1;
    best.splice(place, 0, hit);
    if (best.length > k) best.pop();
  }
  return best;
}

/** The hit for one position, with its exact cosine. */
export function hitAt(table: VectorTable, unit: Float32Array, position: number): VectorHit {
  return {
    label: table.labels[position] as number,
    similarity: dotAt(table.data, unit, position * table.dimension),
  };
}

/** Order of results: best first, equal ones by label, so that two searches agree. */
export function byRank(left: VectorHit, right: VectorHit): number {
  return right.similarity - left.similarity || left.label - right.label;
}
