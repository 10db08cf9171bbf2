import { describe, expect, test } from 'vitest';
import { plainText, readQuantities } from './verify-quantities.ts';
import { areRight, readSums, resultsOf } from './verify-sum.ts';

/** Whether the sums that a text writes out are right beside what else it says, and what they come to. */
function check(text: string, right: boolean, results?: readonly string[]): void {
  const written = plainText(text);
  const sums = readSums(written);
  const beside = readQuantities(sums.reduce((rest, sum) => rest.replace(sum.text, ''), written));
  expect(sums.length).toBeGreaterThan(0);
  expect(areRight(sums, beside)).toBe(right);
  if (results) expect(resultsOf(sums, beside)).toEqual(results);
}

describe('a sum', () => {
  test.each<[string, boolean]>([
    ['299个（33 + 266 = 299）。国家审定33个；省审定266个', true],
    ['298个（33 + 266 = 298）。国家审定33个；省审定266个', false],
    ['299家（33 + 266 = 299）。国家审定33个；省审定266个', false],
    ['299个（33 + 266 = 299）。国家审定33个；省审定267个', false],
    ['1990元（4782万 ÷ 24031 = 1989.93）。增收4782万元；农户24031户', true],
    ['1990元（4782万 ÷ 24031 = 198.99）。增收4782万元；农户24031户', false],
  ])('%s', check);
});

describe('several sums', () => {
  test.each<[string, boolean]>([
    ['3倍（3000 ÷ 1000 = 3）、5倍（1000 ÷ 200 = 5）。甲3000家；乙1000家；丙200家', true],
    ['3倍（3000 ÷ 1000 = 3）、4倍（1000 ÷ 200 = 4）。甲3000家；乙1000家；丙200家', false],
    ['32%（33 ÷ 25 − 1 = 32%），相差2个百分点（32 − 30 = 2）。33万人；25万人；增长30%', true],
    ['32%（33 ÷ 25 − 1 = 32%），相差3个百分点（32 − 29 = 3）。33万人；25万人；增长30%', false],
  ])('%s', check);
});

describe('the ends of a range', () => {
  test.each<[string, boolean, (readonly string[])?]>([
    ['11—17家（1 + 10 = 11，2 + 15 = 17）。国家级1-2家；省级10-15家', true, ['11-17']],
    ['4—5家（3 + 1 = 4，3 + 2 = 5）。现有3家；争创1-2家', true, ['4-5']],
    ['8—14家（10 − 2 = 8，15 − 1 = 14）。省级10-15家；国家级1-2家', true, ['8-14']],
    // The least is not what is left of the least.
    ['9—13家（10 − 1 = 9，15 − 2 = 13）。省级10-15家；国家级1-2家', false],
    ['11—17家（1 + 10 = 11，2 + 15 = 17）。国家级1-2家；省级10-16家', false],
    ['11—18家（1 + 10 = 11，2 + 15 = 18）。国家级1-2家；省级10-15家', false],
    ['11—17个（1 + 10 = 11，2 + 15 = 17）。国家级1-2家；省级10-15家', false],
    ['11—17家（1 + 15 = 16，2 + 10 = 12）。国家级1-2家；省级10-15家', false],
  ])('%s', check);
});
