/** The candidates of one question: a row of features each, and whether each is what was asked for. */
export interface Choice {
  readonly id: string;
  readonly rows: readonly (readonly number[])[];
  /** One a row; at least one is true. */
  readonly right: readonly boolean[];
}

/** How weights are fitted. */
export interface FitOptions {
  /** Weight of the squared length of the (standardised) weights in the loss. Default 0.01. */
  readonly shrink?: number;
  /** Steps of Adam over all questions. Default 400. */
  readonly steps?: number;
}

/**
 * Fits the weights w of a linear score w·x by the listwise softmax loss: the mean over questions of
 * −ln(Σ right exp(w·x) / Σ all exp(w·x)), as in ListNet's top-one probability (Cao et al. 2007), with the right candidates
 * taken together. Minimised on standardised features; the weights come back for the features as they are. Deterministic.
 */
export function fitWeights(choices: readonly Choice[], options: FitOptions = {}): readonly number[] {
  const { shrink = 0.01, steps = 400 } = options;
  const size = choices[0]?.rows[0]?.length ?? 0;
  const { mean, deviation } = spreadOf(choices, size);
  const standardised = choices.map((choice) => ({
    right: choice.right,
    rows: choice.rows.map((row) =>
      Float64Array.from(row, (value, at) => (value - (mean[at] ?? 0)) / (deviation[at] ?? 1)),
    ),
  }));
  const weights = minimise(size, steps, (at) => {
    const gradient = at.map((weight) => 2 * shrink * weight);
    for (const choice of standardised) addGradient(gradient, choice, at, standardised.length);
    return gradient;
  });
  return Array.from(weights, (weight, at) => weight / (deviation[at] ?? 1));
}

/** Adam (Kingma, Ba 2015) over all examples at once, from zero. */
export function minimise(
  size: number,
  steps: number,
  gradientAt: (weights: Float64Array) => Float64Array,
): Float64Array {
  const weights = new Float64Array(size);
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  const [rate, decay, decaySquares, epsilon] = [0.05, 0.9, 0.999, 1e-8];
  for (let step = 1; step <= steps; step += 1) {
    const gradient = gradientAt(weights);
    for (let at = 0; at < size; at += 1) {
      const slope = gradient[at] ?? 0;
      first[at] = decay * (first[at] ?? 0) + (1 - decay) * slope;
      second[at] = decaySquares * (second[at] ?? 0) + (1 - decaySquares) * slope * slope;
      const moved = (first[at] ?? 0) / (1 - decay ** step);
      const spread = Math.sqrt((second[at] ?? 0) / (1 - decaySquares ** step));
      weights[at] = (weights[at] ?? 0) - (rate * moved) / (spread + epsilon);
    }
  }
  return weights;
}

function addGradient(
  gradient: Float64Array,
  { rows, right }: { readonly rows: readonly Float64Array[]; readonly right: readonly boolean[] },
  weights: Float64Array,
  questions: number,
): void {
  const scores = rows.map((row) => dot(row, weights));
  const highest = Math.max(...scores);
  const grown = scores.map((score) => Math.exp(score - highest));
  const all = grown.reduce((sum, value) => sum + value, 0);
  const good = grown.reduce((sum, value, at) => sum + (right[at] ? value : 0), 0);
  if (good === 0) return;
  rows.forEach((row, at) => {
    const value = grown[at] ?? 0;
    const push = (value / all - (right[at] ? value / good : 0)) / questions;
    if (Math.abs(push) < 1e-12) return;
    for (let feature = 0; feature < row.length; feature += 1)
      gradient[feature] = (gradient[feature] ?? 0) + push * (row[feature] ?? 0);
  });
}

/** Mean and standard deviation of each feature over all rows. */
export function spreadOf(
  choices: readonly Pick<Choice, 'rows'>[],
  size: number,
): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  let count = 0;
  for (const { rows } of choices)
    for (const row of rows) {
      count += 1;
      row.forEach((value, at) => {
        mean[at] = (mean[at] ?? 0) + value;
        squares[at] = (squares[at] ?? 0) + value * value;
      });
    }
  const deviation = squares.map((square, at) => {
    mean[at] = (mean[at] ?? 0) / Math.max(1, count);
    const variance = square / Math.max(1, count) - (mean[at] ?? 0) ** 2;
    return variance > 1e-9 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}

/** Score of a row under some weights. */
export function dot(row: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) sum += (row[at] ?? 0) * (weights[at] ?? 0);
  return sum;
}

/** Share of the questions whose best-scored candidate is right. */
export function hitRate(choices: readonly Choice[], weights: readonly number[]): number {
  const hits = choices.filter(({ rows, right }) => {
    const scores = rows.map((row) => dot(row, weights));
    return right[scores.indexOf(Math.max(...scores))] === true;
  });
  return hits.length / Math.max(1, choices.length);
}

/** Hit rate on the fifth of the questions that the weights were not fitted to, over five folds. */
export function crossValidate(choices: readonly Choice[], options: FitOptions = {}): number {
  const folds = 5;
  let hits = 0;
  for (let fold = 0; fold < folds; fold += 1) {
    const held = choices.filter((choice) => foldOf(choice.id, folds) === fold);
    const rest = choices.filter((choice) => foldOf(choice.id, folds) !== fold);
    hits += hitRate(held, fitWeights(rest, options)) * held.length;
  }
  return hits / Math.max(1, choices.length);
}

/** The same question over another edition falls into the same fold. */
function foldOf(id: string, folds: number): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % folds;
}
