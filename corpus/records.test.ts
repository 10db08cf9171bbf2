import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSource } from './parse.ts';
import { readRecords } from './records.ts';
import type { IndicatorRecord } from './types.ts';

const FRONT = ['---', 'title: 示例市“十四五”科技创新规划', 'region: 示例市', '---', ''];

function recordsOf(lines: readonly string[]): readonly IndicatorRecord[] {
  const parsed = parseSource({ file: 'example.md', sha256: '', lines: [...FRONT, ...lines] });
  const [document] = parsed.value;
  if (!document) throw new Error('no plan');
  return readRecords(document);
}

const line = ({ indicator, raw, value, unit, bound, time, kind }: IndicatorRecord): string =>
  [indicator, raw, value ?? '—', unit, bound, time ?? '—', kind].join('|');

function check(section: string, text: string, expected: readonly string[]): void {
  expect(recordsOf([`## ${section}`, '', text]).map(line)).toEqual(expected);
}

describe('prose', () => {
  test('a figure behind its indicator', () => {
    check('二、主要目标', '到2025年，全市技术合同成交额达到30亿元左右，高新技术企业超过200家。', [
      '技术合同成交额|30亿元左右|30|亿元|约|2025|target',
      '高新技术企业|超过200家|200|家|>|2025|target',
    ]);
  });

  test('a figure in front of what it counts, each year', () => {
    check('三、重点任务', '每年实施不低于20个重大攻关项目，培育市级中试平台3家。', [
      '实施重大攻关项目|不低于20个|20|个|>=|每年|target',
      '培育市级中试平台|3家|3|家|=|每年|target',
    ]);
  });

  test('a list keeps the verb of a flow', () => {
    check('三、重点任务', '到2025年，新增省级重点实验室5家、市级重点实验室10-15家。', [
      '新增省级重点实验室|5家|5|家|=|2025|target',
      '新增市级重点实验室|10-15家|—|家|=|2025|target',
    ]);
  });

  test('a state does not take the verb before it', () => {
    check('三、重点任务', '到2025年，培育领军企业8家，研发机构总数达到90家。', [
      '培育领军企业|8家|8|家|=|2025|target',
      '研发机构总数|90家|90|家|=|2025|target',
    ]);
  });

  test('其中 with its parent, and whole names without', () => {
    check('三、重点任务', '到2025年，建设新型研发机构40家，其中省级12家。', [
      '建设新型研发机构|40家|40|家|=|2025|target',
      '建设新型研发机构，其中省级|12家|12|家|=|2025|target',
    ]);
    check('一、发展基础', '2020年，国际合作基地6家（其中国家级2家）。', [
      '国际合作基地|6家|6|家|=|2020|achieved',
      '国际合作基地，其中国家级|2家|2|家|=|2020|achieved',
    ]);
  });

  test('from one year to another, and by how much', () => {
    check('一、发展基础', '研发投入从2015年的2亿元增加到2020年的5亿元，年均增长20%。', [
      '研发投入|2亿元|2|亿元|=|2015|achieved',
      '研发投入|5亿元|5|亿元|=|2020|achieved',
      '研发投入|20%|20|%|=|2015-2020|growth',
    ]);
  });

  test('an indicator, then a value for each of two years, and by how much', () => {
    check('一、发展基础', '示例市研发投入，2015年是2亿元，2020年是5亿元，年均增速20%。', [
      '研发投入|2亿元|2|亿元|=|2015|achieved',
      '研发投入|5亿元|5|亿元|=|2020|achieved',
      '研发投入|20%|20|%|=|2015-2020|growth',
    ]);
  });

  test('a time behind the plan’s own place, or in a label, holds for what follows', () => {
    check('三、重点任务', '示例市每年转化成果30项，其中院所成果10项。', [
      '转化成果|30项|30|项|=|每年|target',
      '转化成果，其中院所成果|10项|10|项|=|每年|target',
    ]);
    check('三、重点任务', '每年的新增目标是：高新技术企业要新增30家，孵化器要新增2家。', [
      '新增高新技术企业|30家|30|家|=|每年|target',
      '新增孵化器|2家|2|家|=|每年|target',
    ]);
  });

  test('a year in a section that looks back on a period is that of its passage alone', () => {
    const lines = ['“十三五”期间，平台更多。', '', '- 2020年，孵化器有8家。', '', '- 院士工作站有3家。'];
    expect(recordsOf(['## 一、发展基础', '', ...lines]).map(line)).toEqual([
      '孵化器|8家|8|家|=|2020|achieved',
      '院士工作站|3家|3|家|=|2016-2020|achieved',
    ]);
  });

  test('how the text itself, or a thing, is divided is no indicator', () => {
    check('三、重点任务', '本专栏列出9个园区。目标表设8项指标。培育库设5个梯队，集成电路专项含8个技术方向。', []);
  });

  test('a share is said of what was spoken of', () => {
    check('一、发展基础', '2020年，数字经济增加值达300亿元，占GDP比重达20%。', [
      '数字经济增加值|300亿元|300|亿元|=|2020|achieved',
      '数字经济增加值占GDP比重|20%|20|%|=|2020|achieved',
    ]);
  });

  test('a place within the plan’s own is named', () => {
    check('三、重点任务', '到2025年，“示例谷”集聚各类人才2万名；培育高新技术企业50家。', [
      '“示例谷”集聚各类人才|2万名|2|万名|=|2025|target',
      '“示例谷”培育高新技术企业|50家|50|家|=|2025|target',
    ]);
  });

  test('levels under a head', () => {
    check('一、发展基础', '截至2020年，工程实验室中，国家级3个、省级7个。', [
      '国家级工程实验室|3个|3|个|=|2020|achieved',
      '省级工程实验室|7个|7|个|=|2020|achieved',
    ]);
  });

  test('力争, and a value in words', () => {
    check('二、主要目标', '到2025年，力争众创空间达到30家，每万人发明专利拥有量争取达到全国平均水平。', [
      '众创空间|30家|30|家|力争|2025|target',
      '每万人发明专利拥有量|争取达到全国平均水平|—||力争|2025|target',
    ]);
  });

  test('a time above a list of aims is the time of each', () => {
    const records = recordsOf([
      '## 二、主要目标',
      '',
      '到2030年，实现以下目标。',
      '',
      '——创新能力提升。',
      '',
      '研发人员达到900人。',
    ]);
    expect(records.map(line)).toEqual(['研发人员|900人|900|人|=|2030|target']);
  });

  test.each([
    '居全国第2位，进入全国前10。',
    '分别取得成果10项、20项和30项。',
    '实现5亿元以上企业研发机构全覆盖。',
    '布局“1+4”研究中心，实施“4个100”项目。',
    '近1/2的企业建有研发机构。',
    '支持中电52所建设。',
    '高于同期平均水平3%。',
    '推进5G、12英寸晶圆、28nm工艺。',
    '达到20家。',
    '国家、省财政资金支持50万元。',
  ])('no record: %s', (text) => {
    check('三、重点任务', text, []);
  });
});

describe('tables', () => {
  const table = (rows: readonly string[]): readonly string[] =>
    recordsOf(['## 二、主要目标', '', '表1 主要指标', '', ...rows]).map(line);

  test('unit, time and kind from name, header and period', () => {
    expect(
      table([
        '| 指标 | 2020年 | 目标值 | 年均增长 |',
        '| --- | --- | --- | --- |',
        '| 高新技术企业（万家） | 1.2 | ≥2 | 10% |',
        '| 研发强度（%） | — | 力争达到全国平均水平 | — |',
        '| 其中：市级（%） | 1* | 1-2 | 5 |',
      ]),
    ).toEqual([
      '高新技术企业|1.2|1.2|万家|=|2020|achieved',
      '高新技术企业|≥2|2|万家|>=|2025|target',
      '高新技术企业|10%|10|%|=|2021-2025|growth',
      '研发强度|力争达到全国平均水平|—|%|力争|2025|target',
      '研发强度，其中：市级|1*|1|%|=|2020|achieved',
      '研发强度，其中：市级|1-2|—|%|=|2025|target',
      '研发强度，其中：市级|5|5|%|=|2021-2025|growth',
    ]);
  });

  test('a table of tasks gives none', () => {
    expect(table(['| 城市 | 定位 |', '| --- | --- |', '| 甲市 | 打造创新中心 |', '| 乙市 | 建设示范区 |'])).toEqual([]);
  });
});

test('any text: never throws, ids are unique, values are finite', () => {
  const piece = fc.constantFrom(
    ...'到2025年，|高新技术企业|达到|300|家|、|其中|省级|（|）|“|”|；|。|增长|12%|由|每年|新增|的|占|亿元|年|和|分别|力争'.split(
      '|',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const records = recordsOf(['## 二、主要目标', '', pieces.join('')]);
      expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
      for (const { indicator, value } of records) {
        expect(indicator.length).toBeGreaterThan(1);
        if (value !== undefined) expect(Number.isFinite(value)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
