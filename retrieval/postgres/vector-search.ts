import { z } from 'zod';
import { isZero } from '../vectors/vector.ts';
import type { Postgres } from './connection.ts';
import { LARGEST_INDEXED_DIMENSION } from './generation-tables.ts';

/**
 * Where a filter lets less than this share pass, all that pass are compared: HNSW would walk past ten others for each
 * that it may return.
 */
const SCANNED_SHARE = 0.1;

/** So many are compared faster than HNSW walks, and exactly. */
const SCANNED_PASSAGES = 10_000;

/** HNSW is asked for at most this many; pgvector keeps no more candidates. */
const LARGEST_WALK = 1000;

const nearSchema = z.object({ n: z.int(), id: z.string(), similarity: z.number() });

/** What a search by vectors goes through. */
export interface VectorTable {
  readonly database: Postgres;
  readonly schema: string;
  readonly dimension: number;
  readonly passages: number;
}

/** Passages that may be found, by the numbers of their plans, and what share of all passages they are. */
export interface AllowedPlans {
  readonly numbers: readonly number[];
  readonly share: number;
}

/** How a search is done; chosen for each. */
export type VectorMethod = 'hnsw' | 'exact';

/** HNSW, unless comparing with all that pass is as fast: few pass, or many are asked for. */
export function methodFor({ dimension, passages }: VectorTable, share: number, k: number): VectorMethod {
  const few =
    share < SCANNED_SHARE || share * passages <= SCANNED_PASSAGES || k > LARGEST_WALK || k > passages * SCANNED_SHARE;
  return few || dimension > LARGEST_INDEXED_DIMENSION ? 'exact' : 'hnsw';
}

/**
 * The `k` nearest by cosine, best first. The zero vector has no direction, so it is near nothing.
 * @param vector as long as the index's, finite
 */
export async function searchByVector(
  table: VectorTable,
  vector: Float32Array,
  plans: AllowedPlans | undefined,
  k: number,
  method: VectorMethod = methodFor(table, plans?.share ?? 1, k),
): Promise<readonly z.output<typeof nearSchema>[]> {
  if (isZero(vector) || k === 0) return [];
  const filter = plans === undefined ? '' : 'WHERE plan = ANY($3::integer[])';
  const values = [vectorText(vector), k, ...(plans === undefined ? [] : [plans.numbers])];
  // With their ids at once: a second query would cost as much as the search.
  const sql = `SELECT n, id, similarity FROM (${sqlOf(table, method, filter)}) AS near
    LEFT JOIN ${table.schema}.passages USING (n)`;
  const rows = await table.database.read(sql, values);
  const found = rows.map((row) => nearSchema.parse(row));
  return found.toSorted((left, right) => right.similarity - left.similarity || left.n - right.n);
}

function sqlOf({ schema, dimension }: VectorTable, method: VectorMethod, filter: string): string {
  const distance = `embedding <=> $1::halfvec(${dimension})`;
  if (method === 'hnsw') {
    return `SELECT n, 1 - (${distance}) AS similarity FROM ${schema}.passage_vectors ${filter}
      ORDER BY ${distance} LIMIT $2`;
  }
  // OFFSET 0 keeps the planner from putting the distance into the order, where it would take HNSW again.
  return `SELECT n, 1 - distance AS similarity
    FROM (SELECT n, ${distance} AS distance FROM ${schema}.passage_vectors ${filter} OFFSET 0) compared
    ORDER BY distance, n LIMIT $2`;
}

/**
 * A vector as pgvector reads it, scaled by a power of two so that its largest number lies between 0.5 and 1: that
 * changes no direction, loses no digit, and keeps every number within what half precision can hold.
 */
export function vectorText(vector: Float32Array): string {
  return `[${scaled(vector).join(',')}]`;
}

/** See `vectorText`. */
export function scaled(vector: Float32Array): Float32Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return vector;
  const exponent = Math.floor(Math.log2(largest)) + 1;
  // In two steps, since the power itself may be beyond what a number can hold.
  const half = Math.trunc(-exponent / 2);
  const [first, second] = [2 ** half, 2 ** (-exponent - half)];
  return vector.map((value) => value * first * second);
}
