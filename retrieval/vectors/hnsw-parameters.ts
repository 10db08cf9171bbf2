import { GuidaError } from '../../corpus/errors.ts';

/** What shapes the graph, and how widely it is searched. */
export interface HnswParameters {
  /** Neighbours kept per vector and layer (twice as many on the ground layer). More: better recall, larger file. */
  readonly m: number;
  /** Candidates weighed when a vector is added. More: better graph, slower build. */
  readonly efConstruction: number;
  /** Seed of the layer draw. Fixed, so that two builds from the same vectors agree byte for byte. */
  readonly seed: number;
  /** Candidates weighed in a search. Absent: `efFor` the number of vectors. */
  readonly ef?: number;
}

/** The one place for the defaults. */
export const HNSW_DEFAULTS: HnswParameters = { m: 16, efConstruction: 200, seed: 20261120 };

/** Fewest candidates: as many give recall@10 of 1.000 on the vectors of 832 passages of real plans. */
const LEAST_EF = 64;

/**
 * How many candidates a search of `count` vectors weighs for recall@10 of 0.98 or more: among more vectors, more of them
 * come close. Fitted to generated passages, 10,000 to a million (see evals/bench/README.md), whose neighbours are harder
 * to tell apart than those of real plans.
 */
export function efFor(count: number): number {
  return Math.max(LEAST_EF, Math.round(2.5 * count ** 0.45));
}

/** How vectors are searched: along the graph, or by comparing with every one that may be returned. */
export type VectorMethod = 'graph' | 'exact';

/**
 * Candidates for each that is asked for and passes: what lies further away is found less surely. With them recall@10 under
 * a filter is that without one (see evals/bench/README.md).
 */
const FILTERED_MARGIN = 12;
const FILTERED_LEAST = 1.5;

/** Candidates that a search weighs when a filter lets only a share of the vectors pass. */
export function filteredWidth(ef: number, k: number, share: number): number {
  return Math.ceil(Math.max(FILTERED_LEAST * ef, (FILTERED_MARGIN * k) / Math.max(share, 1e-9)));
}

/** What weighing one candidate costs, in vectors compared one after another: measured as above. */
const CANDIDATE_COST = 7;

/** Which way is the faster one; chosen for each search. */
export function methodFor(width: number, passing: number): VectorMethod {
  return passing < width * CANDIDATE_COST ? 'exact' : 'graph';
}

/**
 * Fills in the defaults and checks the ranges.
 * @throws GuidaError `settings`
 */
export function hnswParameters(options: Partial<HnswParameters> = {}): HnswParameters {
  const parameters = { ...HNSW_DEFAULTS, ...options };
  check('m', parameters.m, 2, 512);
  check('efConstruction', parameters.efConstruction, 1, 10_000);
  if (parameters.ef !== undefined) check('ef', parameters.ef, 1, 10_000);
  check('seed', parameters.seed, 0, 0xffff_ffff);
  return parameters;
}

function check(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new GuidaError('settings', `HNSW ${name} must be a whole number from ${least} to ${most}.`);
  }
}
