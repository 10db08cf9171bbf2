import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { canonicalOf, loadIndicators } from './indicators.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'indicators-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function listOf(text: string): ReturnType<typeof loadIndicators> {
  const file = path.join(folder, 'indicators.yaml');
  writeFileSync(file, text);
  return loadIndicators(file);
}

describe('the list that ships', () => {
  test('has sixty indicators or more, each found by its own name and by every alias', () => {
    const { indicators } = loadIndicators();
    expect(indicators.length).toBeGreaterThanOrEqual(60);
    for (const { name, aliases } of indicators)
      for (const alias of [name, ...aliases]) expect(canonicalOf(alias)).toBe(name);
  });

  test.each([
    ['高企', '高新技术企业数'],
    ['国家高新技术企业数（户）', '高新技术企业数'],
    ['研发强度', '研发经费投入强度'],
    ['研究与试验发展（R&D）经费支出占GDP比重（%）', '研发经费投入强度'],
    ['全社会研发（R&D）经费支出占地区生产总值比重', '研发经费投入强度'],
    ['万人专利', '每万人发明专利拥有量'],
    ['每万人口高价值专利拥有量', '每万人高价值发明专利拥有量'],
    ['技术市场合同成交额', '技术合同成交额'],
    ['孵化器', '科技企业孵化器'],
    ['培育省级新型研发机构', '省级新型研发机构'],
    ['全市公民具备基本科学素质比例', '公民具备科学素质比例'],
    ['高新技术产业增加值占规上工业增加值的比重', '高新技术产业增加值占规模以上工业增加值比重'],
  ])('%s is %s', (written, name) => {
    expect(canonicalOf(written)).toBe(name);
  });

  test('what is qualified is another indicator', () => {
    const stock = canonicalOf('高新技术企业');
    for (const other of ['新增高新技术企业', '农业高新技术企业', '“科大硅谷”培育高新技术企业', '高新技术产业增加值'])
      expect(canonicalOf(other)).not.toBe(stock);
    expect(canonicalOf('国家级科技企业孵化器')).not.toBe(canonicalOf('科技企业孵化器'));
    expect(canonicalOf('营业收入亿元以上的高新技术企业')).toBeUndefined();
  });
});

describe('a list of one’s own', () => {
  test('is read', () => {
    const list = listOf('示例指标数: [例标, "示例, 指标"]\n另一指标: []\n');
    expect(canonicalOf('例标', list)).toBe('示例指标数');
    expect(canonicalOf('高企', list)).toBeUndefined();
  });

  test.each([
    ['甲: [乙]\n丙: [乙]\n', /“乙”既属于“甲”又属于“丙”/u],
    ['甲: 乙\n', /甲/u],
    ['- 甲\n', /名称/u],
    ['甲: [乙\n', /YAML/u],
  ])('%j is refused', (text, message) => {
    expect(() => listOf(text)).toThrow(expect.objectContaining({ code: 'indicators-list' }));
    expect(() => listOf(text)).toThrow(message);
  });
});
