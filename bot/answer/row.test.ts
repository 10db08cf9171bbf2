import { describe, expect, test } from 'vitest';
import type { Passage } from '../../corpus/types.ts';
import { readPlainly as read } from '../../retrieval/query/plans.fixture.ts';
import { parseRow, readRowValues, withUnit } from './row.ts';

const rowOf = (text: string): Passage => ({
  id: 'row',
  planId: 'city',
  order: 0,
  kind: 'row',
  section: ['二、目标', '表1 主要指标'],
  text: `表1 主要指标：${text}`,
  lines: [1, 1],
  table: { id: 't', row: 0 },
});
const TWO = '高新技术企业（家）——2020年 62；2025年 300';
const FOUR =
  '发明专利授权量（件）——“十三五”规划目标2020年 600；“十三五”规划目标年均增速 10%；“十三五”完成情况2020年 759；“十三五”完成情况年均增速 18%';

describe('parseRow', () => {
  test('takes a row apart', () => {
    expect(parseRow(rowOf('研发强度（%）——2020年 2.1；2025年 3.5左右（创新投入）'))).toEqual({
      caption: '表1 主要指标',
      name: '研发强度（%）',
      values: [
        { header: '2020年', value: '2.1', text: '2020年 2.1' },
        { header: '2025年', value: '3.5左右', text: '2025年 3.5左右' },
      ],
    });
  });

  test('a text that is no row', () => {
    expect(parseRow(rowOf('没有数值'))).toBeUndefined();
  });

  test('a value without a header', () => {
    expect(parseRow(rowOf('高企——300'))?.values).toEqual([{ header: '', value: '300', text: '300' }]);
  });
});

describe('readRowValues', () => {
  test.each<[string, string, string]>([
    [TWO, '2025年高企多少家', '高新技术企业：2025年为**300家**'],
    [TWO, '2020年高企多少家', '高新技术企业：2020年为**62家**'],
    [TWO, '高企目标是多少', '高新技术企业：2025年为**300家**'],
    [TWO, '高企现状是多少', '高新技术企业：2020年为**62家**'],
    [TWO, '高企多少家', '高新技术企业：2020年为**62家**，2025年为**300家**'],
    [FOUR, '“十三五”发明专利授权量实际完成多少', '发明专利授权量：“十三五”完成情况2020年为**759件**'],
    [FOUR, '“十三五”发明专利授权量的规划目标是多少', '发明专利授权量：“十三五”规划目标2020年为**600件**'],
    [
      FOUR,
      '“十三五”发明专利授权量的年均增速',
      '发明专利授权量：“十三五”规划目标年均增速为**10%**，“十三五”完成情况年均增速为**18%**',
    ],
    ['研发强度（%）——2020年 2.1；2025年 3.5左右', '2025年研发强度', '研发强度：2025年为**3.5%左右**'],
    [
      '高价值专利（件）——2020年 —；2025年 力争达到全省平均水平',
      '2025年高价值专利',
      '高价值专利：2025年为**力争达到全省平均水平**',
    ],
    ['孵化器（家）——2020年 -；2025年 15', '孵化器多少家', '孵化器：2025年为**15家**'],
  ])('%s｜%s', (text, question, expected) => {
    expect(readRowValues(rowOf(text), read(question))).toBe(expected);
  });
});

describe('withUnit', () => {
  test.each([
    ['300', '家', '300家'],
    ['3.8左右', '%', '3.8%左右'],
    ['10以上', '个', '10个以上'],
    ['≥17000', '家', '≥17000家'],
    ['27000*', '亿元', '27000亿元*'],
    ['10-15', '家', '10-15家'],
    ['1,200', '件', '1,200件'],
    ['25.8%', '户', '25.8%'],
    ['力争翻番', '家', '力争翻番'],
    ['—', '家', '—'],
    ['300', '', '300'],
    ['高于工业增加值1个百分点', '%', '高于工业增加值1个百分点'],
  ])('%s + %s → %s', (value, unit, expected) => {
    expect(withUnit(value, unit)).toBe(expected);
  });
});
