import { describe, expect, test } from 'vitest';
import { describePlan, fiveYearPeriod, planId, type PlanText } from './metadata.ts';
import type { Plan } from './types.ts';

function describeText(text: Partial<PlanText>, overrides = {}): Plan {
  return describePlan(
    { file: '示例.txt', lines: [1, 9], title: undefined, frontPage: [], body: '', ...text },
    overrides,
  );
}

test('fiveYearPeriod', () => {
  const check = (name: string, expected: readonly [number, number] | undefined): void => {
    const period = fiveYearPeriod(name);
    expect(period && [period.from, period.to], name).toEqual(expected);
  };
  check('一五', [1953, 1957]);
  check('六五', [1981, 1985]);
  check('十五', [2001, 2005]);
  check('十三五', [2016, 2020]);
  check('十四五', [2021, 2025]);
  check('十五五', [2026, 2030]);
  check('五', undefined);
  check('百五', undefined);
  check('', undefined);
});

describe('period', () => {
  const check = (title: string | undefined, body: string, expected: Plan['period'], inferred: boolean): void => {
    const plan = describeText({ title, body });
    expect(plan.period).toEqual(expected);
    expect(plan.inferred.includes('period')).toBe(inferred);
  };
  test('stated in the title', () => {
    check('示例市“十五五”科技规划', '', { from: 2026, to: 2030 }, false);
    check('示例市科技行动计划（2023—2027年）', '', { from: 2023, to: 2027 }, false);
    check('示例市科技行动计划（2023年-2027年）', '', { from: 2023, to: 2027 }, false);
    check('示例市第十五个五年规划纲要', '', { from: 2026, to: 2030 }, false);
  });
  test('inferred from the text', () => {
    check('示例市人才规划', '规划期为2024-2029年。', { from: 2024, to: 2029 }, true);
    check('示例市人才规划', '“十四五”时期成绩显著。“十五五”时期，到2030年', { from: 2026, to: 2030 }, true);
    check('示例市人才意见', '到2027年，企业300家。到2027年底', { to: 2027 }, true);
    check('示例市人才意见', '推进创新。', undefined, false);
  });
});

describe('date, issuer and status from the front page', () => {
  const check = (frontPage: readonly string[], expected: Partial<Plan>): void => {
    const plan = describeText({ title: '示例市科技规划', frontPage });
    expect({ date: plan.date, issuer: plan.issuer, status: plan.status }).toEqual({
      date: undefined,
      issuer: undefined,
      status: 'final',
      ...expected,
    });
  };
  test('a notice', () => {
    check(
      ['示例市人民政府办公室关于印发示例市科技规划的通知', '发布日期：2026-02-22', '示例市人民政府办公室2026年1月28日'],
      {
        date: '2026-01-28',
        issuer: '示例市人民政府办公室',
      },
    );
  });
  test('a title page', () => {
    check(['示例市科技规划', '2026年3月'], { date: '2026-03' });
    check(['示例市科技规划', '（2026年3月）'], { date: '2026-03' });
    check(['示例市科技规划', '示例市科学技术局', '二〇二六年三月'], { date: '2026-03', issuer: '示例市科学技术局' });
    check(['示例市科技规划', '二〇二六年十二月二十八日'], { date: '2026-12-28' });
  });
  test('a draft', () => {
    for (const mark of ['征求意见稿', '草案', '送审稿', '讨论稿'])
      check([`示例市科技规划（${mark}）`], { status: 'draft' });
  });
});

describe('region and title', () => {
  test('a plan without a title page', () => {
    const body = '根据《示例市国民经济和社会发展规划》，编制并有效落实科技创新“十五五”规划，结合我市实际。';
    const plan = describeText({ body });
    expect(plan).toMatchObject({
      title: '示例市“十五五”科技创新规划',
      region: '示例市',
      level: '市',
      inferred: ['region', 'title'],
    });
    expect(plan.warnings).toHaveLength(1);
  });
  test('nothing to go by', () => {
    const plan = describeText({ body: '推进创新。' });
    expect(plan).toMatchObject({ title: '发展规划', region: '', level: '未知' });
    expect(plan.warnings).toHaveLength(2);
  });
  test('overrides come first, whatever characters they hold', () => {
    const plan = describeText(
      { body: '（我市）推进' },
      { region: '(*+示例[', title: undefined, edition: 'digest', titleInferred: true },
    );
    expect(plan).toMatchObject({ region: '(*+示例[', edition: 'digest', inferred: ['title'] });
  });
});

test('planId is the same for every edition of a plan', () => {
  expect(planId('示例市 科技规划', '示例市')).toBe(planId('示例市科技规划', '示例市'));
  expect(planId('示例市科技规划', '示例市')).toMatch(/^[0-9a-f]{8}$/u);
  expect(planId('示例市科技规划', '示例市')).not.toBe(planId('示例市科技规划', '示例省'));
});
