import { expect, test } from 'vitest';
import { askedCount } from './asked.ts';

test.each<[string, number | undefined]>([
  ['示例市的六大板块标题列一列', 6],
  ['三大高地里生命健康又细分成哪四个', 4],
  ['示例市分了九类，小标题是什么', 9],
  ['第三项任务是什么', undefined],
  ['示例市写了十二个智慧场景', 12],
])('%s', (question, expected) => {
  expect(askedCount(question)).toBe(expected);
});
