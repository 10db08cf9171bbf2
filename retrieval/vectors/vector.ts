import { GuidaError } from '../../corpus/errors.ts';

/** A vector as callers hand it over; checked by `assertVector` before anything is done with it. */
export type VectorInput = Float32Array | readonly number[];

/** Largest dimension that is accepted; no embedding model in use comes near it. */
export const MAX_DIMENSION = 65_535;

/** Labels are unsigned 32-bit integers in the native index; a larger one would silently wrap round. */
export const MAX_LABEL = 4_294_967_295;

/**
 * Holds a dimension against its range.
 * @throws GuidaError `vector-invalid`
 */
export function assertDimension(dimension: number): void {
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > MAX_DIMENSION) {
    throw new GuidaError('vector-invalid', `A vector needs between 1 and ${MAX_DIMENSION} numbers.`);
  }
}

/**
 * Checks that `vector` is a Float32Array or an array of `dimension` numbers, each finite as a 32-bit float. The native
 * index aborts the process on a string or a hole and takes a NaN without a word, so nothing reaches it unchecked.
 * @throws GuidaError `vector-invalid`
 */
export function assertVector(vector: unknown, dimension: number): asserts vector is VectorInput {
  if (!(vector instanceof Float32Array) && !Array.isArray(vector)) {
    throw new GuidaError('vector-invalid', 'A vector must be a Float32Array or an array of numbers.');
  }
  if (vector.length !== dimension) {
    throw new GuidaError('vector-invalid', `The vector has ${vector.length} numbers, expected ${dimension}.`);
  }
  for (let i = 0; i < dimension; i += 1) {
    const value: unknown = vector[i];
    // Math.fround: 1e39 is finite as a double and infinite as the float it is stored as.
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      throw new GuidaError('vector-invalid', `The vector holds something that is not a finite number at place ${i}.`);
    }
  }
}

/**
 * Checks that `label` is an unsigned 32-bit integer.
 * @throws GuidaError `vector-invalid`
 */
export function assertLabel(label: unknown): asserts label is number {
  if (!isLabel(label)) {
    throw new GuidaError('vector-invalid', `A label must be a whole number from 0 to ${MAX_LABEL}.`);
  }
}

/** Whether `label` can stand in an index. */
export function isLabel(label: unknown): label is number {
  return Number.isInteger(label) && (label as number) >= 0 && (label as number) <= MAX_LABEL;
}

/**
 * Checks how many results are asked for: a whole number, 0 or more.
 * @throws GuidaError `vector-invalid`
 */
export function assertCount(k: unknown): asserts k is number {
  if (!Number.isSafeInteger(k) || (k as number) < 0) {
    throw new GuidaError('vector-invalid', 'The number of results must be a whole number, 0 or more.');
  }
}

/** A copy of length 1 (L2). The zero vector stays zero: it has no direction, and NaN must not enter an index. */
export function normalise(vector: VectorInput): Float32Array {
  const unit = new Float32Array(vector.length);
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length === 0) return unit;
  for (let i = 0; i < unit.length; i += 1) unit[i] = (vector[i] as number) / length;
  return unit;
}

/** Whether every number is zero, as the embedding of a text without any known word is. */
export function isZero(vector: VectorInput): boolean {
  return vector.every((value) => value === 0);
}

/**
 * Cosine of the angle between two vectors of one length, from -1 to 1; 0 when either is zero.
 * @throws GuidaError `vector-invalid` when the lengths differ or a number is not finite
 */
export function cosine(left: VectorInput, right: VectorInput): number {
  assertVector(left, left.length);
  assertVector(right, left.length);
  const a = normalise(left);
  return dotAt(normalise(right), a, 0);
}

/**
 * Dot product of `unit` with the row of `table` that starts at `offset`, in double precision, held to [-1, 1] because
 * rounding to 32 bits can lift the product of two unit vectors a hair above 1.
 */
export function dotAt(table: Float32Array, unit: Float32Array, offset: number): number {
  const { length } = unit;
  // Four sums, so that no addition waits for the one before: three times as fast.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += (table[offset + i] as number) * (unit[i] as number);
    b += (table[offset + i + 1] as number) * (unit[i + 1] as number);
    c += (table[offset + i + 2] as number) * (unit[i + 2] as number);
    d += (table[offset + i + 3] as number) * (unit[i + 3] as number);
  }
  for (; i < length; i += 1) a += (table[offset + i] as number) * (unit[i] as number);
  return Math.max(-1, Math.min(1, a + b + (c + d)));
}
