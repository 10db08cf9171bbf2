import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../retrieval/embed/seeded-random.ts';
import { readForest, valueOf, type Forest } from '../../retrieval/rank/trees.ts';
import { binsOf, MOST_BINS } from './bins.ts';
import { fitForest, fitLogisticForest, type ScoredChoice } from './boost.ts';
import { fitWeights, hitRate, type Choice } from './fit.ts';

type Invented = Choice & ScoredChoice & { readonly rows: readonly (readonly number[])[] };

/** Choices of six rows whose one right row is the only one where either the first or the second feature is above a half. */
function invented(count: number, seed: number): readonly Invented[] {
  const next = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const place = Math.floor(next() * 6);
    const rows = Array.from({ length: 6 }, (_, index) => {
      const [first, low, lower] = [next() < 0.5, next() / 2, next() / 2];
      const second = index === place ? !first : first;
      return [first ? low + 0.5 : low, second ? lower + 0.5 : lower, next()];
    });
    return {
      id: `q-${String(at)}`,
      rows,
      right: rows.map((_, index) => index === place),
      base: rows.map(() => 0),
    };
  });
}

function hitRateOf(forest: Forest, choices: readonly ScoredChoice[]): number {
  const hits = choices.filter(({ rows, right, base }) => {
    const scores = rows.map((row, at) => (base[at] ?? 0) + valueOf(forest, row));
    return right[scores.indexOf(Math.max(...scores))] === true;
  });
  return hits.length / choices.length;
}

const options = { rounds: 80, rate: 0.2, featureShare: 1 };

describe('fitting trees to choices', () => {
  test('learns what a weighted sum cannot say', () => {
    const [seen, unseen] = [invented(300, 1), invented(300, 2)];
    expect(hitRate(unseen, fitWeights(seen))).toBeLessThan(0.4);
    expect(hitRateOf(fitForest(seen, options), unseen)).toBeGreaterThan(0.95);
  });

  test('gives the same forest each time, another for another seed', () => {
    const choices = invented(60, 3);
    const few = { rounds: 10, featureShare: 0.5 };
    expect(fitForest(choices, few)).toEqual(fitForest(choices, few));
    expect(fitForest(choices, { ...few, seed: 2 })).not.toEqual(fitForest(choices, few));
  });

  test('leaves the base alone without rounds', () => {
    const choices = invented(40, 4).map((choice) => ({ ...choice, base: choice.right.map(Number) }));
    const forest = fitForest(choices, { rounds: 0 });
    expect(forest).toEqual({ trees: [] });
    expect(hitRateOf(forest, choices)).toBe(1);
  });

  test('has little to add to a base that is right already', () => {
    const choices = invented(100, 5);
    const sure = choices.map((choice) => ({ ...choice, base: choice.right.map((right) => (right ? 9 : 0)) }));
    const reach = (forest: Forest): number =>
      Math.max(...choices.flatMap(({ rows }) => rows.map((row) => valueOf(forest, row))));
    expect(reach(fitForest(sure, options))).toBeLessThan(0.5 * reach(fitForest(choices, options)));
  });

  test('reaches a right row however far below the others it starts', () => {
    const [choice] = invented(1, 6);
    const far = { ...choice, rows: [[0], [1]], right: [true, false], base: [-2000, 0] };
    const forest = fitForest([far], { ...options, rowShare: 1, minChild: 0 });
    expect(valueOf(forest, [0])).toBeGreaterThan(30);
  });

  test('passes over a choice without a right row, and takes no choices', () => {
    const nothing = { rows: [[1], [0]], right: [false, false], base: [0, 0] };
    expect(valueOf(fitForest([nothing], { rounds: 3 }), [1])).toBe(0);
    expect(valueOf(fitForest([], { rounds: 3, lambda: 0 }), [1])).toBe(0);
  });

  test('makes trees that are worth the same once written and read, in few digits', () => {
    const choices = invented(60, 7);
    const forest = fitForest(choices, options);
    const written = JSON.stringify(forest);
    expect(readForest(JSON.parse(written))).toEqual(forest);
    expect(written).not.toMatch(/\d\.\d{8}/);
    expect(forest.trees.every(({ feature }) => feature.length < 2 ** 5)).toBe(true);
  });
});

test('log-odds of trees part rows that are answers from the rest', () => {
  const next = seededRandom(8);
  const rows = Array.from({ length: 600 }, () => [next(), next()]);
  const labels = rows.map(([first = 0, second = 0]) => first > 0.5 !== second > 0.5);
  const weights = rows.map(([first = 0]) => (first > 0.9 ? 0 : 1));
  const forest = fitLogisticForest(rows, labels, weights, Array<number>(600).fill(-1), options);
  const oddsOf = (row: readonly number[]): number => valueOf(forest, row) - 1;
  expect(oddsOf([0.2, 0.8])).toBeGreaterThan(1);
  expect(oddsOf([0.8, 0.2])).toBeGreaterThan(1);
  expect(oddsOf([0.2, 0.2])).toBeLessThan(-1);
  expect(oddsOf([0.8, 0.8])).toBeLessThan(-1);
});

describe('bins', () => {
  const next = seededRandom(9);
  const rows = Array.from({ length: 5000 }, (_, at) => [next(), at % 10 === 0 ? next() - 1 : 0, at % 3, 7]);
  const { columns, cuts } = binsOf(rows);

  test('are told apart by the cuts as they are rounded', () => {
    cuts.forEach((thresholds, feature) => {
      rows.forEach((row, at) => {
        const bin = columns[feature]?.[at] ?? -1;
        expect(thresholds.filter((cut) => !((row[feature] ?? 0) < cut)).length).toBe(bin);
      });
    });
  });

  test('are many for a feature that is mostly 0, and no more than there are values', () => {
    const [even = 0, sparse = 0, three, one] = cuts.map((thresholds) => thresholds.length + 1);
    expect(even).toBeGreaterThan(MOST_BINS - 4);
    expect(sparse).toBeGreaterThan(MOST_BINS - 4);
    expect(Math.max(even, sparse)).toBeLessThanOrEqual(MOST_BINS);
    expect([three, one]).toEqual([3, 1]);
  });
});
