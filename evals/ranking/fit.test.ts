import { describe, expect, test } from 'vitest';
import { fitLogOdds } from './fit-confidence.ts';
import { crossValidate, dot, fitWeights, hitRate, type Choice } from './fit.ts';

/** Numbers from 0 to 1 that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Questions whose right candidate is the one with the highest 2·first − second; the third feature says nothing. */
function invented(count: number, seed: number): readonly Choice[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, at) => {
    const rows = Array.from({ length: 8 }, () => [next(), next(), next() * 100]);
    const worth = rows.map(([first = 0, second = 0]) => 2 * first - second);
    return { id: `q-${String(at)}`, rows, right: worth.map((value) => value === Math.max(...worth)) };
  });
}

describe('fitting the order of candidates', () => {
  test('finds the rule, and that a feature says nothing, whatever its scale', () => {
    const weights = fitWeights(invented(200, 1), { shrink: 0.0001 });
    expect(hitRate(invented(200, 2), weights)).toBeGreaterThan(0.93);
    const [first = 0, second = 0, third = 1] = weights;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeLessThan(0);
    expect(Math.abs(third * 100)).toBeLessThan(0.2 * first);
  });

  test('gives the same weights each time', () => {
    expect(fitWeights(invented(30, 3))).toEqual(fitWeights(invented(30, 3)));
  });

  test('takes any of several right candidates for right', () => {
    const choices = [{ id: 'q-1', rows: [[1], [0], [1]], right: [true, false, true] }];
    expect(hitRate(choices, [1])).toBe(1);
    expect(hitRate(choices, [-1])).toBe(0);
  });

  test('passes over a question without a right candidate', () => {
    expect(fitWeights([{ id: 'q-1', rows: [[1], [0]], right: [false, false] }])).toEqual([0]);
  });

  test('keeps both editions of a question in one fold', () => {
    const twice = invented(40, 4).flatMap((choice) => [choice, choice]);
    expect(crossValidate(twice)).toBeGreaterThan(0.7);
  });
});

test('log-odds rise with what tells answers from the rest', () => {
  const next = numbers(5);
  const verdicts = Array.from({ length: 300 }, () => {
    const row = [next(), next()];
    return { row, answers: (row[0] ?? 0) > 0.5, weight: 1 };
  });
  const { bias, weights } = fitLogOdds(verdicts, { shrink: 0.0001 });
  const oddsOf = (row: readonly number[]): number => bias + dot(row, weights);
  expect(oddsOf([0.9, 0.5])).toBeGreaterThan(1);
  expect(oddsOf([0.1, 0.5])).toBeLessThan(-1);
  expect(Math.abs(oddsOf([0.5, 0.9]) - oddsOf([0.5, 0.1]))).toBeLessThan(1);
});
