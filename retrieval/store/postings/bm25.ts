/** Constants of BM25 (Robertson, Zaragoza 2009), those of SQLite's FTS5. */
const K1 = 1.2;
const B = 0.75;

/** FTS5's floor for the weight of a word that stands in more than half of the passages. */
const LEAST_WEIGHT = 1e-6;

/** No word adds more to a score than this times its weight, however often it stands in however short a passage. */
export const MOST_SATURATION = K1 + 1;

/** Weight in BM25 of the passage text, the heading path and the plan title. */
export interface ColumnWeights {
  readonly text: number;
  readonly heading: number;
  readonly title: number;
}

/** ln((N − n + 0.5) / (n + 0.5)), never below a floor: what a word that `holding` of `passages` hold is worth. */
export function wordWeight(passages: number, holding: number): number {
  const weight = Math.log((passages - holding + 0.5) / (holding + 0.5));
  return weight <= 0 ? LEAST_WEIGHT : weight;
}

/** How often a word stands in a passage: in each column, times the weight of that column. */
export function weighedFrequency(weights: ColumnWeights, text: number, heading: number, title: number): number {
  return added(added(added(0, weights.text, text), weights.heading, heading), weights.title, title);
}

/** What the length of a passage (heading path and title included) takes from its scores; `average` is that of all. */
export function lengthNorm(length: number, average: number): number {
  return K1 * (1 - B + (B * length) / average);
}

/** What a word adds to a score, before its own weight: grows with its frequency, ever slower. */
export function saturation(frequency: number, norm: number): number {
  return (frequency * (K1 + 1)) / (frequency + norm);
}

/** Added one by one, as FTS5 does, so that the sum is rounded alike wherever it is made. */
function added(sum: number, weight: number, times: number): number {
  // No passage says a word so often; what a damaged row claims must not take an hour.
  if (times > 1000) return sum + weight * times;
  let total = sum;
  for (let i = 0; i < times; i += 1) total += weight;
  return total;
}
