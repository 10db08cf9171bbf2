import { expect, test, describe } from 'vitest';
import { documentOf } from '../../retrieval/store/store.fixture.ts';
import type { Passage } from '../../corpus/types.ts';
import type { Statement } from './statement.ts';
import { objectionTo } from './verify.ts';

const PLAN = documentOf({
  id: 'plan',
  title: '示例市“十四五”科技创新规划',
  plan: {
    issuer: '示例市人民政府',
    date: '2021-12-08',
    period: { from: 2021, to: 2025 },
    status: 'final',
  },
  sections: [
    [
      ['第二章 主要目标', '“十四五”时期的指标'],
      '到2025年，全市高新技术企业力争达到300家以上，研发投入强度达到3.5%左右，技术合同成交额超过1,200亿元。',
      '“十三五”期间，高新技术企业由2015年的62家增加到2020年的185家，年均增长24.5%。入库团队50个，居全省第三位。',
      '建设“示例科学城”，布局五大平台，引进人才1.6万余人，支持10支队伍，占全市百分之三十的县区参与，形成“1+N”体系。',
      '束流寿命达到10⁴秒，灵敏度为3.8¹微米，接入G60走廊，供地5000㎡。',
      '力争到2025年，新增孵化器12家。创业投资不超过40亿元，亏损企业低于5户，服务3-4个县。',
    ],
  ],
}).passages;
const [GOALS, PAST, CITY, ODD, MORE] = PLAN;
const row = (text: string): Passage => ({
  id: 'row',
  planId: 'plan',
  order: 9,
  kind: 'row',
  section: ['主要目标', '主要指标'],
  text,
  lines: [1, 1],
  table: { id: 't', row: 0 },
});
const SHARE = row('主要指标：研发经费占比（%）——2020年 2.28；2025年 2.8左右');
const VALUE = row('主要指标：数字经济增加值（亿元）——2020年 27000*；2025年 ≥54000；年均增速（%） 12');

function check(text: string, passages: readonly (Passage | undefined)[], what: string | undefined): void {
  const statement: Statement = { text, passages: passages.filter((passage) => passage !== undefined) };
  expect(objectionTo(statement, () => '示例市“十四五”科技创新规划')?.what).toBe(what);
}

describe('what a cited passage states', () => {
  test.each<[string, Passage | undefined]>([
    ['到2025年，全市高新技术企业力争达到**300家以上**', GOALS],
    ['研发投入强度达到**3.5%左右**', GOALS],
    ['技术合同成交额超过1200亿元', GOALS],
    ['研发投入强度达到３.５％左右', GOALS],
    ['“十三五”期间，高新技术企业由2015年的62家增加到2020年的185家', PAST],
    ['2015年，高新技术企业为62家', PAST],
    ['入库团队50个，居全省第三位', PAST],
    ['布局5大平台', CITY],
    ['引进人才1.6万余人，支持10支队伍', CITY],
    ['占全市30%的县区参与', CITY],
    ['建设“示例科学城”，形成“1+N”体系', CITY],
    ['束流寿命达到10⁴秒', ODD],
    ['灵敏度为3.8微米', ODD],
    ['接入G60走廊，供地5000㎡', ODD],
    ['力争到2025年，新增孵化器12家', MORE],
    ['服务3—4个县', MORE],
    ['研发经费占比：2025年为**2.8%左右**', SHARE],
    ['数字经济增加值：2025年为**≥54000亿元**，年均增速12%', VALUE],
    ['数字经济增加值：2020年为27000亿元*', VALUE],
    ['示例市“十四五”科技创新规划：全市高新技术企业力争达到300家以上', GOALS],
  ])('%s', (text, passage) => {
    check(text, [passage], undefined);
  });
});

describe('what it does not', () => {
  test.each<[string, Passage | undefined, string]>([
    ['全市高新技术企业力争达到3000家以上', GOALS, 'figure'],
    ['全市高新技术企业力争达到30家以上', GOALS, 'figure'],
    ['全市高新技术企业力争达到300户以上', GOALS, 'figure'],
    ['全市高新技术企业力争达到300万家以上', GOALS, 'figure'],
    ['技术合同成交额超过1200万元', GOALS, 'figure'],
    ['技术合同成交额超过200亿元', GOALS, 'figure'],
    ['研发投入强度达到3.5个百分点左右', GOALS, 'figure'],
    ['研发投入强度达到5%左右', GOALS, 'figure'],
    ['到2035年，全市高新技术企业力争达到300家以上', GOALS, 'figure'],
    ['全市高新技术企业达到300家以上', GOALS, 'bound'],
    ['全市高新技术企业力争达到300家', GOALS, 'bound'],
    ['全市高新技术企业力争达到300家以下', GOALS, 'bound'],
    ['研发投入强度达到3.5%', GOALS, 'bound'],
    ['研发投入强度达到3.5%以上', GOALS, 'bound'],
    ['技术合同成交额达到1200亿元', GOALS, 'bound'],
    ['技术合同成交额不超过1200亿元', GOALS, 'bound'],
    ['2020年，高新技术企业为62家', PAST, 'year'],
    ['“十二五”期间，高新技术企业由2015年的62家增加', PAST, 'figure'],
    ['入库团队约50个', PAST, 'bound'],
    ['入库团队50个，居全省第二位', PAST, 'figure'],
    ['布局六大平台', CITY, 'figure'],
    ['引进人才1.6万人', CITY, 'bound'],
    ['支持10类队伍', CITY, 'figure'],
    ['支持10个队伍', CITY, 'figure'],
    ['占全市百分之二十的县区参与', CITY, 'figure'],
    ['建设“样板科学城”', CITY, 'name'],
    ['建设《示例科学城章程》', CITY, 'name'],
    ['形成“1+M”体系', CITY, 'figure'],
    ['束流寿命达到104秒', ODD, 'figure'],
    ['束流寿命达到10秒', ODD, 'figure'],
    ['灵敏度为3.81微米', ODD, 'figure'],
    ['接入G6走廊', ODD, 'figure'],
    ['供地5000亩', ODD, 'figure'],
    ['到2025年，新增孵化器12家', MORE, 'bound'],
    ['创业投资40亿元', MORE, 'bound'],
    ['创业投资40亿元以上', MORE, 'bound'],
    ['亏损企业高于5户', MORE, 'bound'],
    ['服务4个县', MORE, 'figure'],
    ['研发经费占比：2025年为2.8亿元左右', SHARE, 'figure'],
    ['研发经费占比：2020年为2.8%左右', SHARE, 'year'],
    ['数字经济增加值：2025年为54000亿元', VALUE, 'bound'],
    ['数字经济增加值：2025年为≥54000万元', VALUE, 'figure'],
    ['数字经济增加值：2025年为≥54000%', VALUE, 'figure'],
    ['养老机构床位力争达到300家以上，护理员培训持续推进', GOALS, 'subject'],
  ])('%s', (text, passage, what) => {
    check(text, [passage], what);
  });

  test('a figure without a passage', () => {
    check('高新技术企业达到300家', [], 'uncited');
  });

  test('a figure of a passage that is not cited', () => {
    check('到2025年，全市高新技术企业力争达到300家以上', [CITY], 'figure');
  });
});

test.each(['现有规划没有写明这一点。', '- **《2035年远景目标》**：未提及', '“十四五”规划没有写明。'])(
  'needs no passage: %s',
  (text) => {
    check(text, [], undefined);
  },
);

describe('computed figures', () => {
  const sum = (text: string, passages: readonly (Passage | undefined)[], computed: readonly string[]) =>
    objectionTo({ text, passages: passages.filter((passage) => passage !== undefined), computed }, () => '')?.what;

  test.each<[string, readonly string[], string | undefined]>([
    ['**123家**（据原文计算：185 − 62 = 123）。2015年为62家，2020年为185家', ['123', '62', '185'], undefined],
    ['**124家**（据原文计算：185 − 62 = 124）。2015年为62家，2020年为185家', ['124', '62', '185'], 'arithmetic'],
    ['**85家**（据原文计算：185 − 100 = 85）。2015年为100家，2020年为185家', ['85', '100', '185'], 'figure'],
    ['**123户**（据原文计算：185 − 62 = 123）。2015年为62家，2020年为185家', ['123', '62', '185'], 'arithmetic'],
    ['**约2.98倍**（据原文计算：185 ÷ 62 = 2.98）。62家，185家', ['2.98'], undefined],
    ['**约33.51%**（据原文计算：62 ÷ 185 = 33.51%）。62家，185家', ['33.51'], undefined],
    ['**约33%**（据原文计算：62 ÷ 185 = 33%）。62家，185家', ['33'], 'arithmetic'],
    ['**112家**（据原文计算：62 + 50 = 112）。62家，50个', ['112'], undefined],
    ['**123家**（据原文计算：185 − 62 = 123）', ['123', '62', '185'], 'arithmetic'],
  ])('%s', (text, computed, what) => {
    expect(sum(text, [PAST], computed)).toBe(what);
  });

  test('scales are part of a sum', () => {
    const passage = row('主要指标：企业（家）——农业高企 1000；全部高企 3.5万');
    expect(sum('**约2.86%**（据原文计算：1000 ÷ 3.5万 = 2.86%）。1000家，3.5万', [passage], ['2.86'])).toBeUndefined();
    expect(sum('**约2.86%**（据原文计算：1000 ÷ 3.5 = 2.86%）。1000家，3.5万', [passage], ['2.86'])).toBe('arithmetic');
  });

  test('are let through only as listed', () => {
    expect(sum('“示例科学城”共列**4项**', [CITY], ['4'])).toBeUndefined();
    expect(sum('“示例科学城”共列**4项**', [CITY], ['3'])).toBe('figure');
    expect(sum('共4项：', [], ['4'])).toBeUndefined();
    expect(sum('共4项：', [], [])).toBe('uncited');
  });
});

describe('what is said of a plan itself', () => {
  const plan = documentOf({
    id: 'plan',
    title: '示例市“十四五”科技创新规划',
    plan: { issuer: '示例市人民政府', date: '2021-12-08', period: { from: 2021, to: 2025 } },
    sections: [],
  }).plan;
  const draft = { ...plan, status: 'draft' as const };
  test.each<[string, typeof plan, string | undefined]>([
    ['日期：**2021年12月8日**。', plan, undefined],
    ['日期：**2021年12月9日**。', plan, 'figure'],
    ['日期：**2022年12月8日**。', plan, 'figure'],
    ['规划期：**2021—2025年**。', plan, undefined],
    ['规划期：**2021—2027年**。', plan, 'figure'],
    ['印发单位：**示例市人民政府**。文本没有写明印发日期。', plan, undefined],
    ['《示例市“十四五”科技创新规划》不是征求意见稿。', plan, undefined],
    ['《示例市“十四五”科技创新规划》是**征求意见稿**', plan, 'status'],
    ['《示例市“十四五”科技创新规划》是**征求意见稿**', draft, undefined],
    ['《示例市“十四五”科技创新规划》不是征求意见稿。', draft, 'status'],
    ['《示例市“十三五”科技创新规划》是**征求意见稿**', draft, 'figure'],
    ['《样板市科技规划》不是征求意见稿。', plan, 'name'],
  ])('%s', (text, about, what) => {
    expect(objectionTo({ text, passages: [], about }, () => '')?.what).toBe(what);
  });
});
