import { describe, expect, test } from 'vitest';
import { PLANS, readPlainly as read } from '../../../retrieval/query/plans.fixture.ts';
import { operationOf, type Operation } from './operation.ts';
import { askedCount } from './asked.ts';
import { nameOf } from './sections.ts';
import { composeRefusal } from './refuse.ts';

describe('operationOf', () => {
  test.each<[string, Operation | undefined]>([
    ['2025年比2020年增加多少家', 'difference'],
    ['两地相差多少', 'difference'],
    ['离目标还差多少', 'difference'],
    ['高出几个百分点', 'difference'],
    ['目标是2020年的几倍', 'ratio'],
    ['翻了几番', 'ratio'],
    ['领军人才占全部人才的百分之几', 'share'],
    ['两项合计多少家', 'sum'],
    ['三家加起来多少', 'sum'],
    ['刨去国家级的还剩几家', 'rest'],
    ['平均每个项目摊到多少钱', 'per'],
    ['2025年目标相对2020年的增幅是多少', 'growth'],
    ['从2020年到2025年折成年均复合增速是多少', 'compound'],
    ['平均每年要净增多少家才能完成目标', 'yearly'],
    ['按涨幅倒着推当时有多少', 'base'],
    ['在总数中占多大份额', 'share'],
    ['不属于省级的那部分是多少名', 'rest'],
    ['除了省级还有多少家', 'rest'],
    ['国家级之外的其余有多少家', 'rest'],
    ['户均增收折合多少元', 'per'],
    ['平均一个品种一年推多少亩', 'per'],
    ['现有的再加上要争创的，届时会有几家', 'sum'],
    ['是全省平均的3倍左右，那全省平均大概多少', 'base'],
    ['占全市60%，那全市有几家', 'base'],
    ['相当于示范区目标的百分之几', 'share'],
    ['是全省目标的几成', 'share'],
    ['2020到2025的增量是多少', 'difference'],
    ['孵化器又差目标几家', 'difference'],
    ['按百分之几加计扣除', undefined],
    ['给予百分之几的奖补', undefined],
    ['最高不超过百分之几的补助', undefined],
    ['每年新增多少家', undefined],
    ['高企目标是多少', undefined],
    ['基本原则有哪些', undefined],
  ])('%s → %s', (text, expected) => {
    expect(operationOf(text)).toBe(expected);
  });
});

describe('askedCount', () => {
  test.each<[string, number | undefined]>([
    ['五大产业是哪些', 5],
    ['四条基本原则', 4],
    ['12个专题', 12],
    ['十二项任务', 12],
    ['第三项是什么', undefined],
    ['哪些产业', undefined],
    ['一个中心', undefined],
    ['99个项目', undefined],
  ])('%s → %s', (text, expected) => {
    expect(askedCount(text)).toBe(expected);
  });
});

test.each([
  ['（一）建设示例科学城', '建设示例科学城'],
  ['1.坚持创新引领', '坚持创新引领'],
  ['第三章 重点任务', '重点任务'],
  ['重大专项3：量子信息', '量子信息'],
  ['重点任务', '重点任务'],
])('nameOf: %s → %s', (heading, expected) => {
  expect(nameOf({ planId: 'p', path: ['一、总则', heading], lines: [1, 2] })).toBe(expected);
});

describe('composeRefusal', () => {
  const refuse = (text: string, reason: Parameters<typeof composeRefusal>[1]) =>
    composeRefusal({ question: read(text), evidence: [], best: undefined, shortfall: reason }, reason, PLANS);

  test.each([
    ['芜湖高企多少家', 'other-place' as const, /芜湖.*示例市、样本省/u],
    ['示例市2030年高企多少家', 'other-year' as const, /2030年/u],
    ['示例市养老床位多少张', 'off-topic' as const, /^示例市的规划没有写明/u],
    ['养老床位多少张', 'nothing' as const, /^现有规划没有写明/u],
  ])('%s', (text, reason, expected) => {
    const statements = refuse(text, reason);
    expect(statements.map((statement) => statement.text).join('')).toMatch(expected);
    expect(statements.flatMap(({ passages }) => passages)).toEqual([]);
  });
});
