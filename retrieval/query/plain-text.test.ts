import { expect, test } from 'vitest';
import { PLANS } from './plans.fixture.ts';
import { plainText } from './plain-text.ts';

test.each([
  ['高企2025比2020多多少', '高企2025年比2020年多多少'],
  ['2025产值多少，2025户农户呢', '2025年产值多少，2025户农户呢'],
  ['皖浙两省的目标', '安徽、浙江两省的目标'],
  ['国家高新技术企业有多少', '高新技术企业有多少'],
  ['人才总数目标（万人）', '人才总数目标是多少万人'],
  ['人才总数（万人）多少', '人才总数多少'],
  ['拿到的第一个装置', '拿到的首个装置'],
  ['2020→2025的增速', '2020年到2025年的增速'],
  ['2020年60人，五年后几人', '2020年60人，2025年几人'],
])('%s', (question, expected) => {
  expect(plainText(question, [])).toBe(expected);
});

test('规划期末 and 上个五年 are the years of the plans', () => {
  expect(plainText('规划期末要到多少', PLANS)).toBe('2025年要到多少');
  expect(plainText('上个五年建了多少', PLANS)).toBe('2016—2020年建了多少');
  expect(plainText('规划期末要到多少', [])).toBe('规划期末要到多少');
});
