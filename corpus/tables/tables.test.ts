import { describe, expect, test } from 'vitest';
import { readLines } from '../lines.ts';
import { looksLikeValue } from './grid.ts';
import { readTable } from './read-table.ts';
import { countNameColumns, readRow } from './rows.ts';
import { readStrayRow } from './spaced.ts';

/** The table at the start of the lines: columns, then rows, cells set apart by bars; and the line it ends on. */
function check(lines: readonly string[], expected: readonly string[] | undefined, end?: number): void {
  const grid = readTable(readLines({ file: '示例.txt', sha256: '', lines }), 0);
  expect(grid && [grid.columns.join('|'), ...grid.rows.map((row) => row.cells.join('|'))]).toEqual(expected);
  if (end !== undefined) expect(grid?.lines[1]).toBe(end);
}

test('looksLikeValue', () => {
  for (const cell of ['12', '2.5左右', '≥300', '*144.6', '—', '-', '--', '约30', '>5', '10-15', '25%'])
    expect(looksLikeValue(cell), cell).toBe(true);
  for (const cell of ['2030年', '2025 年', '力争达到', '企业数', '', '高于平均水平'])
    expect(looksLikeValue(cell), cell).toBe(false);
});

describe('Markdown', () => {
  test('with and without outer bars, alignment and escapes', () => {
    check(
      ['| 指标 | 2030年 |', '| :--- | ---: |', '| 研发强度（%） | **2.5** |', '| 带\\|线 | 甲<br>乙 |', '', '正文。'],
      ['指标|2030年', '研发强度（%）|2.5', '带|线|甲乙'],
      4,
    );
    check(['指标 | 2030年', '--- | ---', '企业（家） | 300'], ['指标|2030年', '企业（家）|300']);
  });
  test('short rows are padded', () => {
    check(['|甲|乙|丙|', '|-|-|-|', '|1|2|'], ['甲|乙|丙', '1|2|']);
  });
  test('no divider, no table', () => {
    check(['| 指标 | 2030年 |', '| 企业 | 300 |'], undefined);
    check(['甲|乙', '---'], undefined);
  });
});

describe('tabs', () => {
  test('one header line', () => {
    check(
      ['指标\t2025年\t2030年', '研发 强度（%）\t1.8\t2.5左右', '企业（家）\t100\t≥300', '正文。'],
      ['指标|2025年|2030年', '研发强度（%）|1.8|2.5左右', '企业（家）|100|≥300'],
      3,
    );
  });
  test('merged header cells and a merged first column', () => {
    check(
      [
        '指标\t“十四五”目标\t\t“十五五”目标\t',
        '\t2025年\t年均\t2030年\t年均',
        '企业\t100\t5%\t200\t6%',
        '平台\t\t\t30\t',
      ],
      [
        '指标|“十四五”目标 2025年|“十四五”目标 年均|“十五五”目标 2030年|“十五五”目标 年均',
        '企业|100|5%|200|6%',
        '平台|||30|',
      ],
    );
    check(
      ['种类\t指标\t目标', '创新\t强度\t2.5', '\t企业\t300', '服务\t合同\t50'],
      ['种类|指标|目标', '创新|强度|2.5', '创新|企业|300', '服务|合同|50'],
    );
  });
  test('blank lines between the rows', () => {
    check(['指标\t2030年', '', '企业\t300', '', '平台\t12', '', '正文。'], ['指标|2030年', '企业|300', '平台|12']);
  });
  test('one row, or running text with tabs, is no table', () => {
    check(['指标\t2030年', '正文。'], undefined);
    check([`${'推进'.repeat(70)}\t甲`, `${'建设'.repeat(70)}\t乙`], undefined);
    check(['\t甲\t', '\t乙\t'], undefined);
  });
});

describe('spaces', () => {
  const header = '序号 指 标  2025年  2030 年';
  test('cells broken by spaces and over lines', () => {
    check(
      [
        header,
        '1 研发（ R&D）经费 ⽀出占 ⽣产总值 ⽐重（ %）  1.8  2.5左右',
        '2 规模以上 企业之 ⽐( %)  —  力争达到 全国平均水平',
        '3 企业数（家）',
        '100  ≥300',
        '',
        '第二章',
      ],
      [
        '序号|指标|2025年|2030年',
        '1|研发（R&D）经费支出占生产总值比重（%）|1.8|2.5左右',
        '2|规模以上企业之比(%)|—|力争达到全国平均水平',
        '3|企业数（家）|100|≥300',
      ],
      5,
    );
  });
  test('it ends where the numbers do not go on', () => {
    check([header, '1 企业 1 2', '3 平台 1 2'], ['序号|指标|2025年|2030年', '1|企业|1|2'], 2);
    check([header, '企业 1 2'], undefined);
  });
  test('a row that a page break has thrown further down', () => {
    const lines = readLines({
      file: '示例.txt',
      sha256: '',
      lines: [header, '1 企业（家） 100 200', '正文一。', '2 平台（个） 10 30', '2 建设平台和基地'],
    });
    const grid = readTable(lines, 0);
    expect(grid && readStrayRow(lines, 3, grid)?.cells).toEqual(['2', '平台（个）', '10', '30']);
    expect(grid && readStrayRow(lines, 4, grid)).toBeUndefined();
    expect(grid && readStrayRow(lines, 2, grid)).toBeUndefined();
  });
});

describe('one cell a line', () => {
  test('a lone tab for a merged cell', () => {
    check(
      [
        '',
        '\t',
        '\t指标',
        '\t2030年',
        '',
        '产业',
        '\t企业（家）',
        '\t300',
        '',
        '\t',
        '\t平台（个）',
        '\t12',
        '',
        '正文。',
      ],
      ['|指标|2030年', '产业|企业（家）|300', '产业|平台（个）|12'],
      12,
    );
  });
  test('rows of another width end it', () => {
    check(['甲', '\t乙', '', '丙', '\t1', '', '丁', '\t1', '\t2'], ['甲|乙', '丙|1'], 5);
    check(['甲', '\t乙', '', '丁', '\t1', '\t2'], undefined);
    check(['\t推进建设。', '\t加快发展。'], undefined);
  });
});

describe('rows read out', () => {
  const columns = ['序号', '类别', '指标', '2025年', '2030年'];
  const rows = [
    { cells: ['1', '投入', '研发经费（亿元）', '10', '20左右'], lines: [1, 1] as const },
    { cells: ['2', '投入', '其中：基础研究（%）', '', '8'], lines: [2, 2] as const },
    { cells: ['3', '', '科学素质', '14.5', '高于全省平均水平'], lines: [3, 3] as const },
  ];
  test('name, group, values', () => {
    expect(countNameColumns(columns, rows)).toBe(3);
    expect(readRow('表1 指标', columns, rows, 0)).toEqual({
      name: '研发经费（亿元）',
      groups: ['投入'],
      values: [
        { header: '2025年', value: '10' },
        { header: '2030年', value: '20左右' },
      ],
      text: '表1 指标：研发经费（亿元）——2025年 10；2030年 20左右（投入）',
    });
    expect(readRow('表1', columns, rows, 1).text).toBe('表1：研发经费（亿元），其中：基础研究（%）——2030年 8（投入）');
    expect(readRow('', columns, rows, 2).text).toBe('科学素质——2025年 14.5；2030年 高于全省平均水平');
    expect(readRow('', columns, rows, 9).text).toBe('');
  });
  test('a table of words', () => {
    const words = [{ cells: ['种子工程', '选育品种', '市农业局'], lines: [1, 1] as const }];
    expect(readRow('专栏1', ['工程', '内容', '单位'], words, 0).text).toBe(
      '专栏1：种子工程——内容 选育品种；单位 市农业局',
    );
  });
});
