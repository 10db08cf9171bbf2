/** Features of rows as small integers: what the histograms of trees are counted over. */
export interface Bins {
  /** Number of rows. */
  readonly rows: number;
  /** Bin of each row, one column a feature: the number of the feature's cuts that are not above the row's value. */
  readonly columns: readonly Uint8Array[];
  /** Rising thresholds of each feature, rounded as they are written: value < cuts[n] where and only where bin ≤ n. */
  readonly cuts: readonly Float64Array[];
}

/** The most bins a feature is parted into. */
export const MOST_BINS = 64;

/** Parts every feature into at most `MOST_BINS` bins of about equally many rows. Values are finite. */
export function binsOf(rows: readonly ArrayLike<number>[]): Bins {
  const columns: Uint8Array[] = [];
  const cuts: Float64Array[] = [];
  for (let feature = 0; feature < (rows[0]?.length ?? 0); feature += 1) {
    const values = new Float64Array(rows.length);
    const column = new Uint8Array(rows.length);
    // Filled by hand: `from` with a function is far slower over so many rows.
    for (let at = 0; at < rows.length; at += 1) values[at] = rows[at]?.[feature] ?? 0;
    const thresholds = cutsOf(values.toSorted());
    for (let at = 0; at < rows.length; at += 1) column[at] = binOf(values[at] ?? 0, thresholds);
    columns.push(column);
    cuts.push(thresholds);
  }
  return { rows: rows.length, columns, cuts };
}

/**
 * Thresholds half way between values. A value with more rows than an even share has a bin of its own, and the others share
 * what is left, as in LightGBM (Ke et al. 2017): most features are 0 nearly everywhere, and plain quantiles would spend
 * all bins on that.
 */
function cutsOf(sorted: Float64Array): Float64Array {
  const { values, counts } = distinct(sorted);
  const share = sorted.length / MOST_BINS;
  const common = counts.map((count) => values.length <= MOST_BINS || count >= share);
  let [rowsLeft, binsLeft] = [0, MOST_BINS];
  counts.forEach((count, at) => {
    if (common[at]) binsLeft -= 1;
    else rowsLeft += count;
  });
  const cuts: number[] = [];
  let held = 0;
  for (let at = 0; at + 1 < values.length && cuts.length < MOST_BINS - 1; at += 1) {
    if (!common[at]) held += counts[at] ?? 0;
    const full = held >= rowsLeft / Math.max(1, binsLeft);
    if (!common[at] && !common[at + 1] && !full) continue;
    if (held > 0) {
      rowsLeft -= held;
      binsLeft -= 1;
      held = 0;
    }
    const cut = Number((((values[at] ?? 0) + (values[at + 1] ?? 0)) / 2).toPrecision(6));
    if (cut > (cuts.at(-1) ?? -Infinity)) cuts.push(cut);
  }
  return Float64Array.from(cuts);
}

/** The different values of a sorted column, and how many rows have each. */
function distinct(sorted: Float64Array): { values: readonly number[]; counts: readonly number[] } {
  const values: number[] = [];
  const counts: number[] = [];
  let start = 0;
  for (let at = 1; at <= sorted.length; at += 1) {
    const value = sorted[start] ?? 0;
    if (sorted[at] === value) continue;
    values.push(value);
    counts.push(at - start);
    start = at;
  }
  return { values, counts };
}

/** How many of the rising cuts are not above a value. */
function binOf(value: number, cuts: Float64Array): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < (cuts[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
