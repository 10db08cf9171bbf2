import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { percentiles } from '../metrics/summary.ts';
import { compareRounds, median, percentile } from './statistics.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('percentile', () => {
  const check = (values: readonly number[], share: number, expected: number): void => {
    test(`p${share * 100} of ${values.length} values is ${expected}`, () => {
      expect(percentile(values, share)).toBe(expected);
    });
  };
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  check(hundred, 0.5, 50);
  check(hundred, 0.99, 99);
  check(hundred, 1, 100);
  check(hundred, 0, 1);
  check([7], 0.99, 7);
  check([3, 1, 2], 0.5, 2);
  check([], 0.5, Number.NaN);

  test('is the smallest value that enough of the values do not exceed', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 100 }), (values, hundredths) => {
        const share = hundredths / 100;
        const naive = values
          .filter((value) => values.filter((other) => other <= value).length >= share * values.length)
          .reduce((least, value) => Math.min(least, value), Infinity);
        expect(percentile(values, share)).toBe(naive);
      }),
    );
  });

  test('agrees with the metrics, and leaves its input as it is', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const before = [...values];
        expect({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) }).toEqual(percentiles(values));
        expect(values).toEqual(before);
      }),
    );
  });
});

describe('median', () => {
  const check = (values: readonly number[], expected: number): void => {
    test(`of ${JSON.stringify(values)} is ${expected}`, () => {
      expect(median(values)).toBe(expected);
    });
  };
  check([], Number.NaN);
  check([5], 5);
  check([4, 1], 2.5);
  check([9, 1, 5], 5);
  check([4, 1, 3, 2], 2.5);
});

describe('compareRounds', () => {
  test('takes the median of the ratios, not the ratio of the medians', () => {
    // The machine was four times as slow in the second round, and slowed both.
    expect(compareRounds([10, 40, 12], [5, 20, 4])).toEqual({ value: 12, ratio: 2, range: [2, 3], rounds: 3 });
  });

  test('of a contender with itself is 1', () => {
    expect(compareRounds([10, 40], [10, 40])).toEqual({ value: 25, ratio: 1, range: [1, 1], rounds: 2 });
  });

  test('does not change when a round is slower for both', () => {
    const times = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 })), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(times, fc.nat(), (pairs, pick) => {
        const slowed = pick % pairs.length;
        const by = (index: number): number => (index === slowed ? 8 : 1); // a power of two divides exactly
        const own = pairs.map(([value]) => value);
        const peer = pairs.map(([, value]) => value);
        const before = compareRounds(own, peer);
        const after = compareRounds(
          own.map((value, index) => value * by(index)),
          peer.map((value, index) => value * by(index)),
        );
        expect([after.ratio, ...after.range]).toEqual([before.ratio, ...before.range]);
      }),
    );
  });
});
