import { describe, expect, test } from 'vitest';
import type { IndicatorRecord } from '../../../corpus/types.ts';
import { canonicalOf } from '../../../corpus/indicators.ts';
import { read } from '../../../retrieval/query/plans.fixture.ts';
import { askedIndicators, recordsOf } from './records-of.ts';

function record(indicator: string, raw: string, changes: Partial<IndicatorRecord> = {}): IndicatorRecord {
  const canonical = canonicalOf(indicator);
  const value = Number.parseFloat(raw);
  return {
    id: `${indicator}-${raw}`,
    planId: 'city',
    passageId: `p-${indicator}-${raw}`,
    indicator,
    ...(canonical === undefined ? {} : { canonical }),
    raw,
    ...(Number.isNaN(value) ? {} : { value }),
    bound: '=',
    unit: '家',
    time: '2025',
    kind: 'target',
    ...changes,
  };
}

test.each<[string, readonly string[]]>([
  ['示例市高企目标多少家', ['高新技术企业数']],
  ['国家级科技企业孵化器、众创空间目标', ['国家级科技企业孵化器和众创空间']],
  ['高企和科技型中小企业各要多少家', ['高新技术企业数', '科技型中小企业数']],
  ['规上工业企业的研发经费占营收比重', ['规模以上工业企业研发经费支出占营业收入比重']],
  ['基本原则有哪些', []],
])('askedIndicators: %s', (question, expected) => {
  expect(askedIndicators(read(question)).map(({ name }) => name)).toEqual(expected);
});

describe('recordsOf', () => {
  const RECORDS = [
    record('高新技术企业', '185', { time: '2020', kind: 'achieved' }),
    record('高新技术企业', '300'),
    record('农业高新技术企业', '40'),
    record('新增高新技术企业', '50', { time: '每年' }),
    record('高新技术企业', '12', { kind: 'growth', unit: '%', time: '2021-2025' }),
    record('每万人发明专利拥有量', '20', { unit: '件' }),
    record('在皖院士', '38', { unit: '人', kind: 'achieved', time: '2016-2020' }),
  ];

  test.each<[string, string | undefined]>([
    ['2025年高新技术企业目标多少家', '300'],
    ['2020年高新技术企业多少家', '185'],
    ['高企现有多少家', '185'],
    ['农业高新技术企业目标多少家', '40'],
    ['高新技术企业每年新增多少家', '50'],
    ['高新技术企业年均增速目标', '12'],
    ['万人发明专利目标', '20'],
    ['省实验室目标', undefined],
    ['目前有多少位院士', '38'],
    ['2030年高新技术企业目标多少家', undefined],
    ['养老床位多少张', undefined],
  ])('%s → %s', (question, expected) => {
    expect(recordsOf(read(question), RECORDS)[0]?.record.raw).toBe(expected);
  });
});
