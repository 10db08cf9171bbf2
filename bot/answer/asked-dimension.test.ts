import { describe, expect, test } from 'vitest';
import { askedDimension, hasDimension } from './asked-dimension.ts';

describe('what a question asks to be measured in', () => {
  test.each<[question: string, dimension: string | undefined]>([
    ['粮食总产量目标是多少吨', 'weight'],
    ['示例大道长几公里', 'length'],
    ['推广多少万亩', 'area'],
    ['总投资多少亿元', 'money'],
    ['花了多少钱', 'money'],
    ['占百分之几', 'share'],
    ['周期是几年', 'duration'],
    ['有多少家企业', 'things'],
    ['有几个部门', 'things'],
    ['全国排第几', undefined],
    ['年均增长多少', undefined],
    ['增加多少个百分点', undefined],
    ['目标是多少', undefined],
  ])('%s', (question, dimension) => {
    expect(askedDimension(question)).toBe(dimension);
  });
});

describe('a figure of that dimension', () => {
  test.each<[text: string, dimension: string, has: boolean]>([
    ['新品种推广面积100万亩以上', 'weight', false],
    ['新品种推广面积100万亩以上', 'area', true],
    ['水稻产量达到40万吨', 'weight', true],
    ['基金规模不低于50亿元', 'money', true],
    ['经济总量突破4000亿', 'money', true],
    ['技术合同成交额（亿元）——2025年 120', 'money', true],
    ['占营业收入比重——2025年 2.5', 'share', true],
    ['实施三年行动方案', 'duration', true],
    ['产值达到4000亿元', 'things', false],
    ['3.新型显示。到2025年，产值达到4000亿元', 'things', false],
    ['高新技术企业（家）——2025年 300', 'things', true],
    ['高新技术企业达到300家', 'things', true],
  ])('%s / %s', (text, dimension, has) => {
    expect(hasDimension(text, dimension)).toBe(has);
  });
});
