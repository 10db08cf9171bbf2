import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestCommonRun } from './closer-features.ts';

describe('the longest common run', () => {
  test.each([
    ['科技特派员帮农户增收', '科技特派员帮助农户增收4782万元', 6],
    ['高企 目标', '高企目标', 2],
    ['目标', '', 0],
    ['', '目标', 0],
  ])('%s, %s: %i', (one, other, length) => {
    expect(longestCommonRun(one, other)).toBe(length);
  });

  test('is that of trying every run', () => {
    const text = fc.array(fc.constantFrom('甲', '乙', '丙', ' '), { maxLength: 14 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        let longest = 0;
        for (let from = 0; from < one.length; from += 1)
          for (let to = from + 1; to <= one.length; to += 1) {
            const run = one.slice(from, to);
            if (!run.includes(' ') && other.includes(run)) longest = Math.max(longest, run.length);
          }
        expect(longestCommonRun(one, other)).toBe(longest);
      }),
      { numRuns: 2000 },
    );
  });
});
