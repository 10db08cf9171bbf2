import { describe, expect, test } from 'vitest';
import { loadSynonyms } from '../../../retrieval/query/synonyms.ts';
import { words } from '../../../retrieval/rank/temporary-index.fixture.ts';
import { inventedPlans } from '../invented-plans.fixture.ts';
import { createProseGate } from './verify-prose.ts';
import { createVocabulary } from './vocabulary.ts';

const documents = inventedPlans();
const plans = documents.map(({ plan }) => ({ ...plan, counts: { sections: 0, passages: 0, tables: 0, records: 0 } }));
const passages = documents.flatMap((document) => document.passages);
const gate = createProseGate({ plans, vocabulary: createVocabulary(words, loadSynonyms()) });

/** `passage` is told by words that only it has. */
function check(text: string, cited: readonly string[], what: string | RegExp | undefined): void {
  const found = cited.map((quote) => {
    const passage = passages.find((candidate) => candidate.text.includes(quote));
    if (!passage) throw new Error(`no passage with ${quote}`);
    return passage;
  });
  const objection = gate([{ text, passages: found }])?.what;
  if (what instanceof RegExp) expect(objection).toMatch(what);
  else expect(objection).toBe(what);
}

const GOALS = '力争达到300家以上';
const PAST = '达到185家';
const FUND = '不低于50亿元';
const CITY = '湖东片区';
const NEW = '五大产业';
const DRAFT = '独角兽企业达到6家';
const TURNOVER = '技术合同成交额（亿元）';
const SHARE = '占规模以上工业增加值比重';
const BASIC = '研发投入强度达到3.0%';
const TALENT = '引进领军人才500名';

describe('said in other words', () => {
  test.each([
    ['到2025年，示例市的高新技术企业数量目标是力争达到300家以上', GOALS],
    ['到2025年，示例市高企力争达到**300家以上**', GOALS],
    ['规划提出，到2025年示例市研发投入强度达到3.5%左右', GOALS],
    ['根据《示例市“十四五”科技创新规划》，孵化器总面积到2025年达到40万平方米', GOALS],
    ['2020年，示例市高新技术企业为185家', PAST],
    ['示例市高企185家（2020年）', PAST],
    ['技术合同成交额2015年为26.6亿元，2020年为56亿元', PAST],
    ['引进人才1400名，其中领军人才800名', PAST],
    ['领军人才800名', PAST],
    ['科创基金的规模不低于50亿元', FUND],
    ['示例市设立科创基金', FUND],
    ['示例科学城规划面积为25平方公里，包括湖东片区、湖西片区和湖心岛', CITY],
    ['示例科学城由市科技局牵头建设，示例大学参与共建', CITY],
    ['五大产业分别是量子信息、生物医药、智能制造、绿色能源和空天信息', NEW],
    ['到2027年，示例市独角兽企业达到6家', DRAFT],
    ['2025年技术合同成交额的目标为120亿元', TURNOVER],
    ['高新技术产业增加值占规模以上工业增加值的比重，2025年为35%左右', SHARE],
    ['样本省到2025年研发投入强度达到3.0%', BASIC],
    ['- **样本省**：省级重点实验室120家', BASIC],
  ])('%s', (text, passage) => {
    check(text, [passage], undefined);
  });

  test('two passages', () => {
    check('高新技术企业2020年为185家，到2025年力争达到300家以上', [PAST, GOALS], undefined);
  });
});

describe('another thing, in the words of the passage', () => {
  test.each<[string, string, string | RegExp]>([
    ['到2025年，示例市独角兽企业力争达到300家以上', GOALS, 'subject'],
    ['到2025年，样本省高新技术企业力争达到300家以上', GOALS, /words|subject/u],
    ['到2025年，合肥市高新技术企业力争达到300家以上', GOALS, /words|subject/u],
    ['到2025年，示例市瞪羚企业和高新技术企业力争达到300家以上', GOALS, 'subject'],
    ['示例市引进领军人才1400名', PAST, 'subject'],
    ['示例市引进人才800名', PAST, 'subject'],
    ['研发投入强度达到185家', PAST, 'subject'],
    ['高新技术企业达到2.1%', PAST, 'subject'],
    ['2020年技术合同成交额为2.1%', PAST, 'subject'],
    ['技术合同成交额2020年为26.6亿元', PAST, 'year'],
    ['众创空间总面积达到40万平方米', GOALS, /words|subject/u],
    ['科创基金每年不低于50亿元', PAST, 'figure'],
    ['每年引进领军人才500名', TALENT, /words|subject/u],
    ['样本省累计培养领军人才500名', TALENT, /words|subject/u],
    ['示例市已引进领军人才500名', TALENT, /words|subject/u],
    ['2025年技术合同成交额已实现120亿元', TURNOVER, 'words'],
    ['力争达到300家以上', GOALS, 'subject'],
    ['示例大学牵头建设示例科学城，规划面积25平方公里，投资完成', CITY, 'words'],
    ['到2025年，高新技术企业力争达到300家以上，居全国首位', GOALS, 'words'],
    ['高新技术企业增加115家', PAST, 'figure'],
    ['样本省研发投入强度低于示例市', BASIC, 'words'],
  ])('%s', (text, passage, what) => {
    check(text, [passage], what);
  });
});

describe('denied or affirmed', () => {
  test.each([
    ['示例市不设立科创基金', FUND, 'not'],
    ['对，到2025年，示例市高新技术企业力争达到300家以上', GOALS, 'not'],
    ['示例大学未参与共建示例科学城', CITY, 'not'],
    ['示例市禁止空天信息产业', NEW, 'words'],
    ['示例市限制绿色能源、空天信息、智能制造、生物医药产业', NEW, 'words'],
    ['示例大学牵头建设示例科学城', CITY, 'subject'],
    ['示例科学城由示例大学牵头建设', CITY, 'subject'],
    ['样板大学参与共建示例科学城', CITY, 'subject'],
    ['示例科学城由湖东片区、湖西片区、北京片区和湖心岛组成', CITY, 'name'],
    ['示例市重点培育量子信息、生物医药、智能制造、绿色能源产业，由李四负责', NEW, 'words'],
  ] as const)('%s', (text, passage, what) => {
    check(text, [passage], what);
  });
});

describe('markup and names', () => {
  test.each([
    ['示例市设立科创基金，详见https://example.com', 'markup'],
    ['示例市设立科创基金，详见 evil.example.com/x', 'markup'],
    ['示例市设立科创基金，详见evil.example', 'markup'],
    ['示例市设立科创基金 evil', 'words'],
    ['示例市设立科创基金，详见官网', 'words'],
    ['示例市设立科创基金 ![x](y)', 'markup'],
    ['示例市设立<b>科创基金</b>', 'markup'],
    ['示例市设立科创基金 <!channel>', 'markup'],
    ['@所有人 示例市设立科创基金', 'markup'],
    ['示例市设立科创基金\u202e', 'markup'],
    ['示例市设立科创基金\u{e0041}', 'markup'],
    ['示例市设立科创基金`code`', 'markup'],
    ['# 示例市设立科创基金', 'markup'],
    ['示例市设立“创新基金”', 'name'],
    ['《科创基金管理办法》设立科创基金', 'name'],
    ['《样本省人才发展规划》设立科创基金', 'name'],
  ] as const)('%s', (text, what) => {
    check(text, [FUND], what);
  });
});

test('each stretch answers to the marks behind it alone', () => {
  const [goals, basic] = [GOALS, BASIC].map((quote) => passages.filter((passage) => passage.text.includes(quote)));
  const right = [
    { text: '示例市到2025年研发投入强度达到3.5%左右', passages: goals ?? [] },
    { text: '，样本省达到3.0%', passages: basic ?? [] },
  ];
  expect(gate(right)).toBeUndefined();
  expect(gate(right.map((segment, at) => ({ ...segment, passages: (at === 0 ? basic : goals) ?? [] })))?.what).toBe(
    'figure',
  );
  expect(gate([{ text: '样本省研发投入强度达到3.5%左右', passages: goals ?? [] }])?.what).toBe('subject');
});
