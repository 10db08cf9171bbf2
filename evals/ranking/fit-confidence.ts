import { minimise, spreadOf } from './fit.ts';

/** The best sentence for a question, and whether it answered. */
export interface Verdict {
  readonly row: readonly number[];
  readonly answers: boolean;
  /** How much the example counts. */
  readonly weight: number;
}

/** Fitted log-odds: `bias` + `weights`·row. */
export interface LogOdds {
  readonly bias: number;
  readonly weights: readonly number[];
}

/** Fits a logistic regression with squared shrinking of the standardised weights. Deterministic. */
export function fitLogOdds(verdicts: readonly Verdict[], options: { shrink?: number; steps?: number } = {}): LogOdds {
  const { shrink = 0.01, steps = 600 } = options;
  const size = verdicts[0]?.row.length ?? 0;
  const { mean, deviation } = spreadOf([{ rows: verdicts.map(({ row }) => row) }], size);
  const rows = verdicts.map(({ row }) =>
    Float64Array.from([...row.map((value, at) => (value - (mean[at] ?? 0)) / (deviation[at] ?? 1)), 1]),
  );
  const total = verdicts.reduce((sum, { weight }) => sum + weight, 0);
  const fitted = minimise(size + 1, steps, (at) => {
    const gradient = at.map((value, index) => (index < size ? 2 * shrink * value : 0));
    verdicts.forEach(({ answers, weight }, index) => {
      const row = rows[index] ?? new Float64Array(size + 1);
      const odds = row.reduce((sum, value, feature) => sum + value * (at[feature] ?? 0), 0);
      const push = (weight * (1 / (1 + Math.exp(-odds)) - (answers ? 1 : 0))) / total;
      for (let feature = 0; feature <= size; feature += 1)
        gradient[feature] = (gradient[feature] ?? 0) + push * (row[feature] ?? 0);
    });
    return gradient;
  });
  const weights = Array.from(fitted.subarray(0, size), (weight, at) => weight / (deviation[at] ?? 1));
  const shift = weights.reduce((sum, weight, at) => sum + weight * (mean[at] ?? 0), 0);
  return { weights, bias: (fitted[size] ?? 0) - shift };
}
