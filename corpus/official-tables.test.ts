import { describe, expect, test } from 'vitest';
import { loadOfficialTexts, type OfficialName } from './official-texts.testing.ts';
import type { Passage, Table } from './types.ts';

const official = loadOfficialTexts();

/** Every cell, read off the files by eye: a row a line, cells set apart by bars. */
const TABLES = {
  anhui: `
| 序号|指标|2020年|2025年|年均增长
| 1|全社会研发（R&D）经费支出占地区生产总值比重（%）|2.28|2.8左右|—
| 2|基础研究经费占全社会研发经费比重（%）|6.9|8左右|—
| 3|每万名就业人员中研发人员（人年）|60|80|—
| 4|高新技术产业增加值年均增幅（%）|15.1|—|≥12
| 5|高新技术企业数（家）|8559|≥17000|—
| 6|规模以上工业企业研发经费支出占营业收入之比（%）|—|1.6左右|—
| 7|每万人高价值发明专利拥有量（件）|4|力争达到全国平均水平|—
| 8|全省公民具备基本科学素质比例（%）|10.8|稳定在全国平均水平以上|—`,
  hefeiPast: `
| 指标名称|“十三五”规划目标 2020年|“十三五”规划目标 年均增速|“十三五”完成情况 2020年|“十三五”完成情况 年均增速
| 国家高新技术企业数（户）|1600|10%|3328|25.8%
| 发明专利授权量（件）|6600|15%|7593|18%
| 万人发明专利拥有量（件）|22||39.95|
| 全社会研发投入（亿元）|350|15%|353.5|15.1%
| 其中：占生产总值比重（%）|3.5||3.52|
| 技术合同交易额（亿元）|200|15%|230.69|18%
| 众创空间（个）|50|25%|98|45.6%
| 科技企业孵化器（个）|100|25%|80|19.4%
| 重点实验室、工程（技术）研究中心、企业技术中心（个）|1500|10%|1689|13%
| 其中：国家级（个）|100|10%|104|14%`,
  hefeiAims: `
| 指标种类|指标名称|2020年|目标值
| 创新策源|研究与试验发展（R&D）经费支出占GDP比重（%）|3.52|3.8左右
| 创新策源|基础研究经费占全社会研发投入经费的比重（%）|13.68|15左右
| 创新策源|高被引科学家数量（人次）|30|50
| 创新策源|国家级重点实验室、工程实验室、企业技术中心等创新载体（个）|104|120
| 创新发展|规模以上工业企业研发投入占主营业务收入比例（%）|2.06|2.3左右
| 创新发展|国家高新技术企业数（户）|3328|10000
| 创新发展|战略性新兴产业产值占规模以上工业产值比重（%）|55|60
| 创新发展|每万人口高价值专利拥有量（件）|-|15
| 创新服务|吸纳和输出技术合同交易额（亿元）|572.13|1200
| 创新服务|国家级科技企业孵化器、众创空间（家）|38|100
| 创新生态|全市公民具备基本科学素质比例（%）|14.5|22
| 创新生态|每万名就业人员中研发人员（人年）|*144.6|150
| 创新生态|隐形独角兽企业数量|33|100`,
  suzhou: `
| 序号|指标|2025年
| 1|高新技术产业增加值年均增幅（%）|10
| 2|高新技术产业产值占规模以上工业总产值的比重（%）|35
| 3|高新技术企业数（家）|300
| 4|研究与试验发展(R&D)经费支出强度（%）|1左右
| 5|每万名就业人员中研发人员（人年）|≥10
| 6|技术市场合同成交额（亿元）|50
| 7|省级高层次科技人才团队（家）|10
| 8|省级及以上科技企业孵化器、众创空间(家)|15
| 9|每万人发明专利拥有量（件）|12`,
  zhejiang: `
| |指标|2020年|2025年
| |高新技术产业增加值增速（%）|9.7|高于工业增加值1个百分点
| |高新技术产业投资增速（%）|7.4|高于固定资产投资增速
| |数字经济增加值（亿元）|27000*|54000
| |新材料产业产值（亿元）|7175|16000
| |医药工业产值（亿元）|2150|4000
| 产业结构|高新技术产业增加值占规模以上工业比重（%）|59.6|60
| 产业结构|规模以上工业企业R&D经费支出占营业收入比重|1.8*|2.5
| 产业力量|省级技术创新中心（家）|0|10-15
| 产业力量|国家技术创新中心（家）|0|1-2
| 产业力量|高新技术企业（万家）|2.2|3.5
| 产业力量|科技型中小企业（万家）|6.9|10.5
| 产业力量|创新型领军企业（家）|54|100
| 产业力量|省级重点企业研究院（个）|251|351
| 产业布局|国家级高新技术产业开发区（个）|8|设区市国家高新区全覆盖
| 产业布局|省级高新技术产业园区（个）|40|工业强县省级高新区全覆盖
| 产业布局|科技企业孵化器、众创空间数量（个）|796|1200`,
};

describe.skipIf(!official)('the tables of the official texts', () => {
  const documentOf = (name: OfficialName, title: RegExp) =>
    official?.[name].documents.find(({ plan }) => title.test(plan.title));

  const check = (
    table: Table | undefined,
    cells: string,
    expected: { caption: string; section: string; lines: readonly (readonly number[])[] },
  ): void => {
    const [columns, ...rows] = cells
      .trim()
      .split('\n')
      .map((row) => row.slice(2).split('|'));
    expect(table?.columns).toEqual(columns);
    expect(table?.rows.map((row) => row.cells)).toEqual(rows);
    expect(table?.caption).toBe(expected.caption);
    expect(table?.section.join(' › ')).toBe(expected.section);
    expect(table?.rows.map((row) => row.lines)).toEqual(expected.lines);
  };

  const lines = (from: number, to: number, step = 1): readonly (readonly number[])[] =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => [
      from + index * step,
      from + index * step,
    ]);

  test('Anhui: set with spaces, cells broken by spaces', () => {
    const document = documentOf('anhui', /./u);
    expect(document?.tables).toHaveLength(1);
    check(document?.tables[0], TABLES.anhui, {
      caption: '安徽省“十四五”科技创新主要目标',
      section: '第一章 开启高水平创新型省份建设新征程 › 第四节 主要目标 › 安徽省“十四五”科技创新主要目标',
      lines: lines(33, 40),
    });
  });

  test('Hefei: tabs, merged header cells and a merged first column', () => {
    const document = documentOf('hefei', /./u);
    expect(document?.tables).toHaveLength(2);
    check(document?.tables[0], TABLES.hefeiPast, {
      caption: '专栏一 “十三五”合肥市科技创新发展目标完成情况',
      section: '第一章 把握科技创新历史机遇 › 第一节 发展成就 › 专栏一 “十三五”合肥市科技创新发展目标完成情况',
      lines: lines(39, 48),
    });
    check(document?.tables[1], TABLES.hefeiAims, {
      caption: '专栏二 “十四五”合肥市科技创新发展主要目标',
      section: '第二章 勇当科技创新开路先锋 › 第三节 发展目标 › 专栏二 “十四五”合肥市科技创新发展主要目标',
      lines: lines(109, 121),
    });
  });

  test('Suzhou: two rows stand forty lines below the others, behind a page break', () => {
    const document = documentOf('suzhou', /./u);
    expect(document?.tables).toHaveLength(1);
    check(document?.tables[0], TABLES.suzhou, {
      caption: '宿州市“十四五”科技创新主要目标',
      section: '二、总体思路 › （三）主要目标 › 宿州市“十四五”科技创新主要目标',
      lines: [...lines(544, 556, 2), [593, 593], [595, 595]],
    });
  });

  test('Zhejiang: one cell a line', () => {
    const document = documentOf('zhejiang', /高新技术产业发展/u);
    expect(document?.tables).toHaveLength(1);
    check(document?.tables[0], TABLES.zhejiang, {
      caption: '表1 高新技术产业主要指标',
      section: '二、总体要求 › （三）战略目标 › 表1 高新技术产业主要指标',
      lines: lines(182, 257, 5).map(([from = 0]) => [from, from + 3]),
    });
    const others = official?.zhejiang.documents.filter((other) => other !== document) ?? [];
    expect(others.flatMap((other) => other.tables)).toEqual([]);
  });

  test('every row is a passage that reads on its own: caption, name, headers and values', () => {
    const passageOf = (name: OfficialName, words: string): Passage | undefined =>
      official?.[name].documents
        .flatMap((document) => document.passages)
        .find((passage) => passage.kind === 'row' && passage.text.includes(words));
    expect(passageOf('anhui', '高新技术企业数')?.text).toBe(
      '安徽省“十四五”科技创新主要目标：高新技术企业数（家）——2020年 8559；2025年 ≥17000；年均增长 —',
    );
    expect(passageOf('hefei', '其中：国家级')?.text).toBe(
      '专栏一 “十三五”合肥市科技创新发展目标完成情况：重点实验室、工程（技术）研究中心、企业技术中心（个），其中：国家级（个）——“十三五”规划目标 2020年 100；“十三五”规划目标 年均增速 10%；“十三五”完成情况 2020年 104；“十三五”完成情况 年均增速 14%',
    );
    expect(passageOf('hefei', '高被引科学家')?.text).toBe(
      '专栏二 “十四五”合肥市科技创新发展主要目标：高被引科学家数量（人次）——2020年 30；目标值 50（创新策源）',
    );
    expect(passageOf('suzhou', '每万人发明专利')?.text).toBe(
      '宿州市“十四五”科技创新主要目标：每万人发明专利拥有量（件）——2025年 12',
    );
    expect(passageOf('zhejiang', '科技型中小企业（')?.text).toBe(
      '表1 高新技术产业主要指标：科技型中小企业（万家）——2020年 6.9；2025年 10.5（产业力量）',
    );
    for (const file of Object.values(official ?? {})) {
      for (const { tables, passages } of file.documents) {
        const rows = passages.filter((passage) => passage.kind === 'row');
        expect(rows).toHaveLength(tables.reduce((sum, table) => sum + table.rows.length, 0));
        for (const { table, text } of rows) {
          const found = tables.find(({ id }) => id === table?.id);
          expect(text.startsWith(`${found?.caption ?? '?'}：`)).toBe(true);
          const cells = found?.rows[table?.row ?? -1]?.cells ?? ['?'];
          const named = /^序号$/u.test(found?.columns[0] ?? '') ? cells.slice(1) : cells;
          for (const cell of named) expect(text).toContain(cell);
        }
      }
    }
  });
});
