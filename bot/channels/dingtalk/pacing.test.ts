import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacing } from './pacing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks for turns after the given gaps, in milliseconds. @returns when each came */
async function turnsAfter(gaps: readonly number[], count: number, period: number): Promise<readonly number[]> {
  const pacing = createPacing(count, period, Date.now);
  const passed: number[] = [];
  for (const gap of gaps) {
    await vi.advanceTimersByTimeAsync(gap);
    void pacing.turn('g').then(() => passed.push(Date.now()));
  }
  await vi.advanceTimersByTimeAsync(period * (gaps.length + 1));
  return passed;
}

test('no period, wherever it begins, sees more than its count, and everybody gets a turn in order', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(gaps, fc.integer({ min: 1, max: 6 }), async (between, count) => {
      const passed = await turnsAfter(between, count, 100);
      expect(passed).toHaveLength(between.length);
      for (const [at, time] of passed.entries()) {
        const later = passed[at + count];
        if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(100);
      }
    }),
    { numRuns: 50 },
  );
});

test('the first of a minute pass at once, the next when the minute of the first is over', async () => {
  const start = Date.now();
  const passed = await turnsAfter(
    Array.from({ length: 45 }, () => 0),
    20,
    60_000,
  );
  expect(passed.map((time) => (time - start) / 60_000)).toEqual([
    ...Array.from({ length: 20 }, () => 0),
    ...Array.from({ length: 20 }, () => 1),
    ...Array.from({ length: 5 }, () => 2),
  ]);
});

test('groups wait for themselves alone, and a signal ends a wait', async () => {
  const pacing = createPacing(1, 60_000, Date.now);
  const stop = new AbortController();
  await pacing.turn('one');
  const waiting = pacing.turn('one', stop.signal);
  await pacing.turn('other');
  stop.abort();
  await waiting;
});
