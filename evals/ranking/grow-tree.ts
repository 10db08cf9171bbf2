import type { Tree } from '../../retrieval/rank/trees.ts';
import { MOST_BINS, type Bins } from './bins.ts';

/** First and second derivative of the loss by the score of each row. */
export interface Slopes {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** How a tree grows. */
export interface GrowOptions {
  /** The most splits between root and leaf. */
  readonly depth: number;
  /** Share of a leaf's best value that is taken. */
  readonly rate: number;
  /** Weight of the squared leaf values in the loss. */
  readonly lambda: number;
  /** The least sum of hessians on either side of a split. */
  readonly minChild: number;
}

/** Sums of gradients and hessians over some rows. */
interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

interface Split {
  readonly feature: number;
  /** Rows of this bin and of those before it go left. */
  readonly bin: number;
  readonly gain: number;
  readonly left: Sums;
  readonly right: Sums;
}

/**
 * Grows a regression tree over some rows and features as XGBoost does (Chen, Guestrin 2016): a split gains
 * G_l²/(H_l + λ) + G_r²/(H_r + λ) − G²/(H + λ), a leaf is worth −rate·G/(H + λ), rounded to 4 decimals. Of equal gains the
 * first in the order of `features` is taken. Leaves follow the format of `Tree`.
 */
export function growTree(
  bins: Bins,
  rows: Uint32Array,
  slopes: Slopes,
  features: readonly number[],
  options: GrowOptions,
): Tree {
  const tree = { feature: [-1], value: [0], left: [0] };

  /** `histogram` is that of `rows`, and is used up; without it the node stays a leaf. */
  const grow = (
    node: number,
    rows: Uint32Array,
    sums: Sums,
    histogram: Float64Array | undefined,
    depth: number,
  ): void => {
    const split = histogram && bestSplit(histogram, bins, features, sums, options);
    if (!split) {
      tree.value[node] = leafValue(sums, options);
      return;
    }
    const child = tree.feature.length;
    tree.feature[node] = split.feature;
    tree.value[node] = bins.cuts[split.feature]?.[split.bin] ?? 0;
    tree.left[node] = child;
    tree.feature.push(-1, -1);
    tree.value.push(0, 0);
    tree.left.push(0, 0);
    const [left, right] = partition(rows, bins.columns[split.feature] ?? new Uint8Array(0), split.bin);
    let [ofLeft, ofRight]: [Float64Array | undefined, Float64Array | undefined] = [undefined, undefined];
    if (depth > 1) {
      // The larger child's histogram is its parent's less its sibling's.
      const smaller = histogramOf(bins, left.length <= right.length ? left : right, slopes, features);
      for (let at = 0; at < histogram.length; at += 1) histogram[at] = (histogram[at] ?? 0) - (smaller[at] ?? 0);
      [ofLeft, ofRight] = left.length <= right.length ? [smaller, histogram] : [histogram, smaller];
    }
    grow(child, left, split.left, ofLeft, depth - 1);
    grow(child + 1, right, split.right, ofRight, depth - 1);
  };

  const histogram = options.depth > 0 ? histogramOf(bins, rows, slopes, features) : undefined;
  grow(0, rows, sumsOf(rows, slopes), histogram, options.depth);
  return tree;
}

function leafValue({ gradient, hessian }: Sums, { rate, lambda }: GrowOptions): number {
  const steepness = hessian + lambda;
  if (steepness <= 0) return 0;
  // Adding 0 turns −0 to 0: JSON has no −0.
  return Math.round(((-rate * gradient) / steepness) * 10_000) / 10_000 + 0;
}

function sumsOf(rows: Uint32Array, slopes: Slopes): Sums {
  let [gradient, hessian] = [0, 0];
  for (const row of rows) {
    gradient += slopes.gradient[row] ?? 0;
    hessian += slopes.hessian[row] ?? 0;
  }
  return { gradient, hessian };
}

/** Gradient and hessian summed for each bin of each feature, side by side: [feature][bin][2]. */
function histogramOf(bins: Bins, rows: Uint32Array, slopes: Slopes, features: readonly number[]): Float64Array {
  const histogram = new Float64Array(features.length * MOST_BINS * 2);
  const [gradient, hessian] = [pick(slopes.gradient, rows), pick(slopes.hessian, rows)];
  features.forEach((feature, at) => {
    const sums = histogram.subarray(at * MOST_BINS * 2, (at + 1) * MOST_BINS * 2);
    addColumn(sums, bins.columns[feature] ?? new Uint8Array(0), rows, gradient, hessian);
  });
  return histogram;
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) picked[at] = values[rows[at] ?? 0] ?? 0;
  return picked;
}

function addColumn(
  sums: Float64Array,
  column: Uint8Array,
  rows: Uint32Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let at = 0; at < rows.length; at += 1) {
    const bin = (column[rows[at] ?? 0] ?? 0) * 2;
    sums[bin] = (sums[bin] ?? 0) + (gradient[at] ?? 0);
    sums[bin + 1] = (sums[bin + 1] ?? 0) + (hessian[at] ?? 0);
  }
}

function bestSplit(
  histogram: Float64Array,
  { cuts }: Bins,
  features: readonly number[],
  sums: Sums,
  { lambda, minChild }: GrowOptions,
): Split | undefined {
  const worth = (gradient: number, hessian: number): number => (gradient * gradient) / (hessian + lambda);
  const before = worth(sums.gradient, sums.hessian);
  let best: Split | undefined;
  features.forEach((feature, at) => {
    let [gradient, hessian] = [0, 0];
    for (let bin = 0; bin < (cuts[feature]?.length ?? 0); bin += 1) {
      const cell = (at * MOST_BINS + bin) * 2;
      gradient += histogram[cell] ?? 0;
      hessian += histogram[cell + 1] ?? 0;
      const right = { gradient: sums.gradient - gradient, hessian: sums.hessian - hessian };
      if (hessian < minChild) continue;
      if (right.hessian < minChild) break;
      const gain = worth(gradient, hessian) + worth(right.gradient, right.hessian) - before;
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, gain, left: { gradient, hessian }, right };
    }
  });
  return best;
}

/** The rows up to a bin and those after it, each in their order. */
function partition(rows: Uint32Array, column: Uint8Array, bin: number): [Uint32Array, Uint32Array] {
  const [left, right] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
  let [lefts, rights] = [0, 0];
  for (const row of rows) {
    if ((column[row] ?? 0) <= bin) left[lefts++] = row;
    else right[rights++] = row;
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)];
}
