import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databaseFailed, isWorthRetrying } from './errors.ts';
import { findFrequencies, packFrequencies, type Frequency } from './frequencies.ts';
import { keptText, readText } from './text.ts';
import { TopScores } from '../store/postings/top-scores.ts';
import { methodFor, scaled, type VectorTable } from './vector-search.ts';

describe('texts', () => {
  test('come back as they were, hold no NUL, and differ when they differed', () => {
    const text = fc
      .array(fc.constantFrom('\u0000', '\uFFFF', '0', '1', 'a', '规'))
      .map((characters) => characters.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(readText(keptText(one))).toBe(one);
        expect(keptText(one)).not.toContain('\u0000');
        expect(keptText(one) === keptText(other)).toBe(one === other);
      }),
    );
  });
});

describe('frequencies', () => {
  const count = fc.oneof(fc.nat(8), fc.nat(100_000));
  const frequencies = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40_000_000 }), count, count, count), {
    selector: ([id]) => id,
    maxLength: 40,
  });

  test('are found again, and no others', () => {
    fc.assert(
      fc.property(frequencies, fc.uniqueArray(fc.integer({ min: 1, max: 40_000_000 })), (entries, others) => {
        const packed = packFrequencies(new Map(entries.map(([id, ...of]) => [id, of satisfies Frequency])));
        expect(packed).not.toMatch(/[\u0000\uD800-\uDFFF\uFFFF]/u); // eslint-disable-line no-control-regex
        const wanted = [...new Set([...entries.filter((_, i) => i % 2 === 0).map(([id]) => id), ...others])];
        wanted.sort((left, right) => left - right);
        const found = new Map<number, Frequency>();
        findFrequencies(packed, wanted, (place, ...of) => found.set(wanted[place] ?? 0, of));
        const expected = new Map(entries.filter(([id]) => wanted.includes(id)).map(([id, ...of]) => [id, of]));
        expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()));
      }),
    );
  });

  test('that are cut or spoilt end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), fc.array(fc.nat(50)), (codes, wanted) => {
        const packed = String.fromCharCode(...codes);
        findFrequencies(
          packed,
          wanted.sort((left, right) => left - right),
          () => undefined,
        );
      }),
    );
  });
});

test('the best of many scores are those of a sort', () => {
  const scores = fc.array(fc.constantFrom(0, 0.5, 1, 2, 3.5), { maxLength: 60 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 20 }), (given, k) => {
      const best = new TopScores(k);
      const entries = given.map((score, i) => ({ n: (i * 7) % 61, score }));
      for (const { n, score } of entries) best.add(n, score);
      const sorted = entries.toSorted((left, right) => right.score - left.score || left.n - right.n);
      expect(best.sorted()).toEqual(sorted.slice(0, k));
      expect(best.threshold).toBe(given.length < k ? -Infinity : sorted[k - 1]?.score);
    }),
  );
});

test('a vector keeps its direction when it is scaled, and fits into half precision', () => {
  const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(1e-30), max: Math.fround(1e30) });
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 8 }), (numbers) => {
      const vector = Float32Array.from(numbers);
      const result = scaled(vector);
      const largest = Math.max(...result);
      expect(largest).toBeGreaterThanOrEqual(0.5);
      expect(largest).toBeLessThanOrEqual(1);
      const at = result.indexOf(largest);
      for (const [i, value] of result.entries()) {
        expect(value / largest).toBeCloseTo((vector[i] ?? 0) / (vector[at] ?? 1), 5);
      }
    }),
  );
  expect([...scaled(new Float32Array(3))]).toEqual([0, 0, 0]);
});

test('vectors are compared one by one where that is no slower', () => {
  const check = (dimension: number, share: number, k: number, expected: string) => {
    expect(methodFor({ dimension, passages: 100_000 } as VectorTable, share, k)).toBe(expected);
  };
  check(256, 1, 10, 'hnsw');
  check(256, 0.11, 10, 'hnsw');
  check(256, 0.1, 10, 'exact');
  check(256, 0.09, 10, 'exact');
  check(256, 1, 1001, 'exact');
  check(4096, 1, 10, 'exact');
});

describe('errors', () => {
  const fromServer = (code: string, message: string): Error => Object.assign(new Error(message), { code });

  test('are told in one line, without what they quote', () => {
    const check = (error: Error, message: RegExp, retried: boolean) => {
      const failure = databaseFailed(error);
      expect(failure.code).toBe('database-failed');
      expect(failure.message).toMatch(message);
      expect(String(failure.cause)).not.toContain('geheim');
      expect(isWorthRetrying(error)).toBe(retried);
    };
    check(fromServer('28P01', 'password authentication failed for user "geheim"'), /refuses the login/u, false);
    check(fromServer('3D000', 'database "geheim" does not exist'), /no such database/u, false);
    check(fromServer('ENOTFOUND', 'getaddrinfo ENOTFOUND geheim'), /no such database/u, false);
    check(fromServer('ECONNREFUSED', 'connect ECONNREFUSED geheim:5432'), /does not answer/u, true);
    check(new AggregateError([fromServer('ECONNREFUSED', 'geheim')], 'geheim'), /does not answer/u, true);
    check(fromServer('57P01', 'terminating connection'), /does not answer/u, true);
    check(new Error('Connection terminated unexpectedly'), /does not answer/u, true);
    check(fromServer('53300', 'too many clients'), /no more connections/u, true);
    check(fromServer('53100', 'no space left'), /disk of the database is full/u, false);
    check(fromServer('57014', 'canceling statement due to statement timeout'), /too long/u, false);
    check(new Error('Query read timeout'), /too long/u, false);
    check(fromServer('42501', 'permission denied'), /lacks a right/u, false);
    check(fromServer('XX000', 'something'), /XX000/u, false);
    check(new Error('geheim'), /The database failed/u, false);
  });
});
