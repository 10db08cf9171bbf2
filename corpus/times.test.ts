import { describe, expect, test } from 'vitest';
import { findAskedTimes, withLaterYears } from './times.ts';

const years = (text: string) => findAskedTimes(text).map(({ from, to }) => (from === to ? [to] : [from, to]));

describe('the years a question asks about', () => {
  test.each<[string, readonly number[][]]>([
    ['到2025年高企多少家', [[2025]]],
    ['2016—2020年拿了几项奖', [[2016, 2020]]],
    ['“十四五”末要建几家', [[2025]]],
    ['25年的目标', [[2025]]],
    ['2020年比2015年多多少', [[2020], [2015]]],
  ])('%s', (text, expected) => {
    expect(years(text)).toEqual(expected);
  });
});

describe('the year that a rise starts from is not asked about by itself', () => {
  test.each(['由2020年的6.9万家增到多少万家', '企业从2020年的多少家要增加到多少家', '占比从2015年提高到多少'])(
    '%s',
    (text) => {
      expect(years(text)).toEqual([]);
    },
  );

  test.each<[string, readonly number[][]]>([
    ['从2020年到2025年增长到多少', [[2020, 2025]]],
    ['从2020年增长到2025年的多少', [[2020], [2025]]],
    ['从2020年的数据看，高企有多少家', [[2020]]],
    ['2020年增加到多少家', [[2020]]],
  ])('%s', (text, expected) => {
    expect(years(text)).toEqual(expected);
  });
});

test.each([
  ['2020年是60人，五年后要到几人', undefined, '2020年是60人，2025年要到几人'],
  ['再往后推十年呢', 2025, '2035年呢'],
  ['五年后呢', undefined, '五年后呢'],
  ['三年后备人才计划', 2020, '三年后备人才计划'],
] as const)('years counted from another one: %s', (text, base, expected) => {
  expect(withLaterYears(text, base)).toBe(expected);
});
