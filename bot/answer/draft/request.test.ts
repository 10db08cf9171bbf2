import { expect, it } from 'vitest';
import { joinSegments, segmentsOf } from './clauses.ts';
import { readLength } from './length.ts';
import { hanNumber } from './numbering.ts';
import { readPlanFilter } from './plan-filter.ts';
import { DRAFT_PLANS } from './drafts.fixture.ts';
import { roleOf } from './section-roles.ts';

it.each([
  ['写1500字', { characters: 1500 }],
  ['2页', { pages: 2 }],
  ['整理成一页', { pages: 1 }],
  ['半页', { pages: 0.65 }],
  ['一千字左右', { characters: 1000 }],
  ['三句话说清楚', { characters: 330 }],
  ['没有长度', undefined],
])('reads the length of “%s”', (text, expected) => {
  expect(readLength(text)).toEqual(expected);
});

it.each([
  [
    '推进重大项目落地，统筹建设平台；完善科技评价激励机制。',
    ['推进重大项目落地，统筹建设平台；', '完善科技评价激励机制。'],
  ],
  [
    '实施人才安居工程计划，高标准建设一批高端人才集中生活服务区。',
    ['实施人才安居工程计划，', '高标准建设一批高端人才集中生活服务区。'],
  ],
  ['支持企业联合高校院所，建设中试熟化基地。', ['支持企业联合高校院所，建设中试熟化基地。']],
])('cuts “%s” into clauses that stand by themselves', (sentence, expected) => {
  expect(segmentsOf(sentence).map(({ text }) => text)).toEqual(expected);
});

it('leaves nothing out of a sentence that it cuts', () => {
  const sentence = '到2025年，引进团队100个，建设平台20家，其中国家级3家；形成一批成果。';
  expect(
    segmentsOf(sentence)
      .map(({ text }) => text)
      .join(''),
  ).toBe(sentence);
});

it('keeps the year of a figure whose clause does not open its sentence', () => {
  const sentence = '到2025年，建成一流的科技创新体系，引进创新创业团队100个以上。';
  const segments = segmentsOf(sentence);
  expect(joinSegments(sentence, segments.slice(-1))).toMatch(/^到2025年，.*100个以上。$/u);
});

it.each([
  [1, '一'],
  [10, '十'],
  [11, '十一'],
  [20, '二十'],
  [23, '二十三'],
])('writes %d as %s', (value, expected) => {
  expect(hanNumber(value)).toBe(expected);
});

it.each([
  [['第一章', '第三节 发展目标'], 'goal'],
  [['一、发展基础', '（一）成效'], 'status'],
  [['一、总体要求', '（二）基本原则'], 'principle'],
  [['三、任务', '优化人才发展政策环境'], 'task'],
  [['四、保障措施'], 'safeguard'],
])('reads what %s is for', (path, expected) => {
  expect(roleOf(path)).toBe(expected);
});

it('finds plans by place, title and id, and names what it does not find', () => {
  const plans = DRAFT_PLANS.map(({ plan }) => ({
    ...plan,
    counts: { sections: 0, passages: 0, tables: 0, records: 0 },
  }));
  expect(readPlanFilter('江川', plans).planIds).toHaveLength(2);
  expect(readPlanFilter('《云山市“十四五”科技创新规划》', plans).planIds).toHaveLength(1);
  expect(readPlanFilter(`${plans[0]?.id ?? ''}，杭州`, plans)).toMatchObject({ unknown: ['杭州'] });
});
