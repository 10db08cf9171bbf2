import { seededRandom } from '../../retrieval/embed/seeded-random.ts';
import { valueOfTree, type Forest, type Tree } from '../../retrieval/rank/trees.ts';
import { binsOf } from './bins.ts';
import { growTree, type GrowOptions, type Slopes } from './grow-tree.ts';

/** The candidates of one question, and the score that each starts from. */
export interface ScoredChoice {
  readonly rows: readonly ArrayLike<number>[];
  /** One a row; a choice with none that is right is passed over. */
  readonly right: readonly boolean[];
  /** One a row. */
  readonly base: readonly number[];
}

/** How a forest is fitted; what is absent is as in `DEFAULTS`. */
export interface BoostOptions extends Partial<GrowOptions> {
  /** Number of trees. */
  readonly rounds?: number;
  /** Share of the choices (of the rows, if there are no choices) that each tree sees. */
  readonly rowShare?: number;
  /** Share of the features that each tree may use. */
  readonly featureShare?: number;
  readonly seed?: number;
}

const DEFAULTS: Required<BoostOptions> = {
  depth: 4,
  rate: 0.05,
  rounds: 300,
  lambda: 0.5,
  minChild: 0.05,
  rowShare: 0.8,
  featureShare: 0.5,
  seed: 1,
};

const LEAST_HESSIAN = 1e-4;

/** What is boosted: rows, of which those from starts[n] up to starts[n + 1] are drawn together. */
interface Examples {
  readonly rows: readonly ArrayLike<number>[];
  readonly base: readonly number[];
  readonly starts: readonly number[];
}

/**
 * Fits a forest to the listwise softmax loss of `fitWeights`, summed over choices: −ln(Σ right exp(s) / Σ all exp(s)) with
 * s = base + the forest's value. A row's gradient is its share of all exp(s) less its share among the right ones (0 if it is
 * not right), its hessian p(1 − p) of the former. Deterministic.
 */
export function fitForest(choices: readonly ScoredChoice[], options: BoostOptions = {}): Forest {
  const used = choices.filter(({ right }) => right.includes(true));
  const starts = [0];
  for (const { rows } of used) starts.push((starts.at(-1) ?? 0) + rows.length);
  const examples = { rows: used.flatMap(({ rows }) => rows), base: used.flatMap(({ base }) => base), starts };
  return boost(examples, options, (scores, slopes) => {
    used.forEach(({ right }, at) => {
      slopeOfChoice(scores, slopes, starts[at] ?? 0, right);
    });
  });
}

function slopeOfChoice(scores: Float64Array, slopes: Slopes, start: number, right: readonly boolean[]): void {
  const grown = scores.subarray(start, start + right.length);
  const highest = grown.reduce((most, score) => Math.max(most, score), -Infinity);
  // Of the right ones apart, so that their sum is not 0 where they are far below.
  const highestRight = grown.reduce((most, score, at) => (right[at] ? Math.max(most, score) : most), -Infinity);
  let [all, good] = [0, 0];
  grown.forEach((score, at) => {
    all += Math.exp(score - highest);
    if (right[at]) good += Math.exp(score - highestRight);
  });
  grown.forEach((score, at) => {
    const share = Math.exp(score - highest) / all;
    slopes.gradient[start + at] = share - (right[at] ? Math.exp(score - highestRight) / good : 0);
    slopes.hessian[start + at] = Math.max(share * (1 - share), LEAST_HESSIAN);
  });
}

/**
 * Fits a forest to the logistic loss, weighted and summed over rows: the log-odds of a row are base + the forest's value.
 * `labels`, `weights` and `base` have one entry a row. Deterministic.
 */
export function fitLogisticForest(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  weights: readonly number[],
  base: readonly number[],
  options: BoostOptions = {},
): Forest {
  const starts = Array.from({ length: rows.length + 1 }, (_, at) => at);
  return boost({ rows, base, starts }, options, (scores, slopes) => {
    scores.forEach((score, at) => {
      const weight = weights[at] ?? 0;
      const chance = 1 / (1 + Math.exp(-score));
      slopes.gradient[at] = weight * (chance - (labels[at] ? 1 : 0));
      slopes.hessian[at] = weight * Math.max(chance * (1 - chance), LEAST_HESSIAN);
    });
  });
}

/** Adds one tree a round. Thresholds and leaves are rounded before the next round, which so starts from what is written. */
function boost(
  { rows, base, starts }: Examples,
  options: BoostOptions,
  fillSlopes: (scores: Float64Array, slopes: Slopes) => void,
): Forest {
  const settings = { ...DEFAULTS, ...options };
  const next = seededRandom(settings.seed);
  const bins = binsOf(rows);
  const scores = Float64Array.from(base);
  const slopes = { gradient: new Float64Array(rows.length), hessian: new Float64Array(rows.length) };
  const trees: Tree[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    fillSlopes(scores, slopes);
    const drawn = drawRows(starts, settings.rowShare, next);
    const features = drawFeatures(bins.columns.length, settings.featureShare, next);
    const tree = growTree(bins, drawn, slopes, features, settings);
    rows.forEach((row, at) => {
      scores[at] = (scores[at] ?? 0) + valueOfTree(tree, row);
    });
    trees.push(tree);
  }
  return { trees };
}

/** Rising numbers of the rows of about this share of the groups. */
function drawRows(starts: readonly number[], share: number, next: () => number): Uint32Array {
  const drawn = new Uint32Array(starts.at(-1) ?? 0);
  let count = 0;
  for (let group = 0; group + 1 < starts.length; group += 1) {
    if (next() >= share) continue;
    for (let row = starts[group] ?? 0; row < (starts[group + 1] ?? 0); row += 1) drawn[count++] = row;
  }
  return drawn.subarray(0, count);
}

/** Rising numbers of this share of the features, at least one. */
function drawFeatures(size: number, share: number, next: () => number): readonly number[] {
  const count = Math.max(1, Math.round(size * share));
  return Array.from({ length: size }, (_, feature) => ({ feature, lot: next() }))
    .sort((one, other) => one.lot - other.lot)
    .slice(0, count)
    .map(({ feature }) => feature)
    .sort((one, other) => one - other);
}
