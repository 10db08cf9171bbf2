import { expect, test } from 'vitest';
import { readStatusAsks, type StatusAsk } from './status-asks.ts';

test.each<[string, readonly StatusAsk[]]>([
  ['示例市那份文件算不算正式印发', ['status']],
  ['意见稿能不能直接写进报告', ['status']],
  ['示例市的规划能拿它当依据不', ['status']],
  ['示例市规划的印发通知抬头写给谁', ['addressee']],
  ['示例市规划有文号没', ['number']],
  ['示例市规划自称是什么性质的文件', ['nature']],
  ['除了五年目标，规划还展望到哪一年', ['horizon']],
  ['示例市规划编制依据了哪几份上位规划', ['basis']],
  ['示例市规划的规划期是哪几年', ['period']],
  ['示例市计算中心要争创哪个国字号中心', []],
  ['创新券能用在什么服务上', []],
])('%s', (question, expected) => {
  expect([...readStatusAsks(question)]).toEqual(expected);
});
