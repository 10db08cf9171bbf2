import { describe, expect, test } from 'vitest';
import { missesAttribute, missesTime } from './asked-attribute.ts';

describe('a property that is asked for by its name', () => {
  test.each<[question: string, text: string, misses: boolean]>([
    ['示例市水稻总产量要到多少', '新品种推广面积40万亩', true],
    ['示例市水稻总产量要到多少', '水稻产量达到40万吨', false],
    ['示例市总产值是多少', '产值达到50亿元', false],
    ['示例大道全长多少', '建设示例大道', true],
    ['示例实验室的编制数是多少', '加快建设示例实验室，引进人才30名', true],
    ['引进专家的人均安家费多少', '引进专家100名', true],
    ['每家实验室能拿多少经费', '实验室达到10家，投入经费5亿元', true],
    ['每家实验室能拿多少经费', '对每家实验室支持500万元', false],
    ['人才净流入率是多少', '人才净流入率24.6%', false],
    ['成果转化率是多少', '科技成果转化5000项', true],
    ['宽带覆盖率是多少', '宽带覆盖行政村98%', false],
    ['研发经费增长率是多少', '研发经费年均增长12%', false],
  ])('%s / %s', (question, text, misses) => {
    expect(missesAttribute(question, text)).toBe(misses);
  });
});

describe('a time that is asked for', () => {
  test.each<[question: string, text: string, misses: boolean]>([
    ['示例装置哪年建成', '建设示例装置，支撑前沿研究', true],
    ['示例装置哪年建成', '到2025年建成示例装置', false],
    ['示例条例几月份出台', '2022年制定示例条例', true],
    ['示例条例几月份出台', '2022年3月制定示例条例', false],
    ['示例装置什么时候建成', '“十四五”期间建成示例装置', false],
  ])('%s / %s', (question, text, misses) => {
    expect(missesTime(question, text)).toBe(misses);
  });
});
