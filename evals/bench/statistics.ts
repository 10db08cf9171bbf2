/** One contender's times in the rounds of a run, beside those of a peer. */
export interface Comparison {
  /** Median of the rounds, in the unit of the samples. */
  readonly value: number;
  /** Median of the rounds' own ratios to the peer: what another load on the machine changes least. */
  readonly ratio: number;
  /** Lowest and highest ratio of a round. */
  readonly range: readonly [low: number, high: number];
  readonly rounds: number;
}

/**
 * Nearest-rank percentile: the smallest value that at least that share of the values do not exceed, as in the
 * metrics. `NaN` for no values.
 * @param share 0 to 1: 0.99 for p99
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value; of an even number the mean of the middle two. `NaN` for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * Holds one contender against a peer, round by round: samples of the same round were taken one right after the other,
 * so their ratio says more than the ratio of two medians.
 * @param own one value a round
 * @param peer as many, of the same rounds; above 0
 */
export function compareRounds(own: readonly number[], peer: readonly number[]): Comparison {
  const ratios = own.map((value, round) => value / (peer[round] ?? Number.NaN));
  const range = [Math.min(...ratios), Math.max(...ratios)] as const;
  return { value: median(own), ratio: median(ratios), range, rounds: own.length };
}
