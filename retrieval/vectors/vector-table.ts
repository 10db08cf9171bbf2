import { GuidaError } from '../../corpus/errors.ts';
import type { LabelRange } from '../types.ts';
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
  /** Whether the labels ascend with the positions, as those of a store do: a filter is then looked up, not compared. */
  readonly isAscending: boolean;
}

/** Positions from one to another, both among them; a list of them is ascending and apart. */
export type PositionRange = readonly [from: number, to: number];

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
  const isAscending = labels.every((label, position) => position === 0 || label > (labels[position - 1] as number));
  if (!isAscending && new Set(labels).size !== labels.length) {
    throw new GuidaError('vector-invalid', 'A label stands in the index twice.');
  }
  return { dimension, labels, data, isAscending };
}

/** Where the allowed labels that are in the table stand; absent: all of them. */
export function positionsOf(
  { labels, isAscending }: VectorTable,
  allowed?: readonly LabelRange[],
): readonly PositionRange[] {
  if (allowed === undefined) return labels.length === 0 ? [] : [[0, labels.length - 1]];
  const ranges: [number, number][] = [];
  const add = (from: number, to: number): void => {
    const last = ranges.at(-1);
    if (last?.[1] === from - 1) last[1] = to;
    else ranges.push([from, to]);
  };
  if (isAscending) {
    for (const [from, to] of allowed) {
      const first = firstFrom(from, labels.length, (position) => labels[position] as number);
      const end = firstFrom(to + 1, labels.length, (position) => labels[position] as number);
      if (end > first) add(first, end - 1);
    }
    return ranges;
  }
  labels.forEach((label, position) => {
    if (isWithin(allowed, label)) add(position, position);
  });
  return ranges;
}

/** How many positions there are in some ranges. */
export function countPositions(ranges: readonly PositionRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** Whether a position is in some ranges. */
export function isWithin(ranges: readonly PositionRange[], position: number): boolean {
  const place = firstFrom(position + 1, ranges.length, (range) => ranges[range]?.[0] ?? Infinity) - 1;
  return position <= (ranges[place]?.[1] ?? -1);
}

/** The first place whose value is at least `least`; `size` when there is none. The values ascend. */
function firstFrom(least: number, size: number, valueAt: (place: number) => number): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The `k` best of the given positions by exact cosine with `unit`, best first; equal ones by label. */
export function scan(
  table: VectorTable,
  unit: Float32Array,
  k: number,
  positions: readonly PositionRange[],
): readonly VectorHit[] {
  const best: VectorHit[] = [];
  // Below a few hundred results a bounded insertion beats sorting twenty thousand hits.
  const isSorted = k * 8 < countPositions(positions);
  for (const [from, to] of positions) {
    for (let position = from; position <= to; position += 1) {
      const similarity = dotAt(table.data, unit, position * table.dimension);
      const worst = isSorted ? best[k - 1] : undefined;
      // Most end here, before anything is made of them.
      if (worst !== undefined && similarity < worst.similarity) continue;
      const hit: VectorHit = { label: table.labels[position] as number, similarity };
      if (isSorted) insert(best, hit, k);
      else best.push(hit);
    }
  }
  return isSorted ? best : best.sort(byRank).slice(0, k);
}

/** Puts a hit into its place among the `k` best. */
function insert(best: VectorHit[], hit: VectorHit, k: number): void {
  let place = best.length;
  while (place > 0 && byRank(hit, best[place - 1] as VectorHit) < 0) place -= 1;
  best.splice(place, 0, hit);
  if (best.length > k) best.pop();
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
