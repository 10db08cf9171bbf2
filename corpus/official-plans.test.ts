import { describe, expect, test } from 'vitest';
import { loadOfficialTexts, type OfficialName } from './official-texts.testing.ts';
import type { Plan } from './types.ts';

const official = loadOfficialTexts();

describe.skipIf(!official)('the twelve plans of the official texts', () => {
  const check = (name: OfficialName, title: string, expected: Partial<Plan>): void => {
    const plan = official?.[name].documents.find((document) => document.plan.title === title)?.plan;
    expect(plan, title).toMatchObject({
      edition: 'full',
      status: 'final',
      period: { from: 2021, to: 2025 },
      ...expected,
    });
  };

  test('there are twelve, in the order of their files', () => {
    const counts = Object.values(official ?? {}).map((file) => file.documents.length);
    expect(counts).toEqual([1, 1, 1, 1, 8]);
  });

  test('Anhui', () => {
    check('anhui', '安徽省“十四五”科技创新规划', {
      region: '安徽省',
      level: '省',
      issuer: '安徽省人民政府办公厅',
      date: '2022-01-28',
      lines: [1, 388],
      inferred: [],
      warnings: [],
    });
  });

  test('Hefei', () => {
    check('hefei', '合肥市“十四五”科技创新发展规划', {
      region: '合肥市',
      level: '市',
      date: '2022-01',
      lines: [1, 613],
      inferred: [],
    });
    expect(official?.hefei.documents[0]?.plan.issuer).toBeUndefined();
  });

  test('Suzhou has no title page: its title is inferred, and it is said so', () => {
    check('suzhou', '宿州市“十四五”科技创新发展规划', {
      region: '宿州市',
      level: '市',
      lines: [1, 1573],
      inferred: ['region', 'title'],
    });
    expect(official?.suzhou.documents[0]?.plan.warnings).toHaveLength(1);
  });

  test('the draft', () => {
    check('draft', '关于大力推进产业科技创新的实施意见（征求意见稿）', {
      region: '安徽省',
      level: '省',
      status: 'draft',
      period: { to: 2027 },
      lines: [1, 35],
      inferred: ['region', 'period'],
    });
  });

  test('the eight plans of Zhejiang, two of them with a title broken over two lines', () => {
    const plans = official?.zhejiang.documents.map(({ plan }) => [plan.title, plan.lines]);
    expect(plans).toEqual([
      ['浙江省基础研究发展“十四五”规划', [1, 114]],
      ['浙江省高新技术产业发展“十四五”规划', [115, 418]],
      ['浙江省农业农村科技创新发展“十四五”规划', [419, 632]],
      ['浙江省社会发展科技创新“十四五”规划', [633, 777]],
      ['浙江省重大创新空间和重大创新平台建设“十四五”规划', [778, 922]],
      ['浙江省科技成果转化“十四五”规划', [923, 1025]],
      ['浙江省科技精准合作“十四五”规划', [1026, 1165]],
      ['浙江省科技创新人才发展“十四五”规划', [1166, official?.zhejiang.lines.length]],
    ]);
    for (const { plan } of official?.zhejiang.documents ?? []) {
      check('zhejiang', plan.title, { region: '浙江省', level: '省', inferred: [], warnings: [] });
      expect(plan.issuer).toBeUndefined();
      expect(plan.date).toBeUndefined();
    }
  });

  test('every plan has an id of its own', () => {
    const ids = Object.values(official ?? {}).flatMap((file) => file.documents.map(({ plan }) => plan.id));
    expect(new Set(ids).size).toBe(12);
  });
});
