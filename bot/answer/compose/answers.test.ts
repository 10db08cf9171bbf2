import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer, type Expected } from '../expected-answer.fixture.ts';
import { assistantOver, inventedPlans, type Asked } from '../invented-plans.fixture.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(inventedPlans());
});
afterAll(() => asked.close());

const check = (turns: string | readonly string[], expected: Expected) => checkAnswer(asked, turns, expected);

const table = (cases: readonly [string, Expected][]) => {
  test.each(cases)('%s', check);
};

describe('facts', () => {
  table([
    ['示例市2025年高新技术企业目标是多少家', { says: ['300家以上', '2025年'], never: /185/u, citations: 1 }],
    ['示例市2020年高新技术企业多少家', { says: ['185家'], never: /300/u }],
    ['示例市2025年研发投入强度目标', { says: ['3.5%左右'] }],
    ['示例市科创基金规模多少', { says: ['不低于50亿元'] }],
    ['示例市每万人发明专利拥有量2025年要到多少', { says: ['20件'], never: /12/u }],
    ['示例市高新技术产业增加值占规上工业比重2020年是多少', { says: ['30%'], never: /35/u }],
    ['示例科学城由谁牵头', { says: ['市科技局'], citations: 1 }],
    ['示例科学城面积多大', { says: ['25平方公里'] }],
    ['示例市独角兽企业目标多少家', { says: ['6家', '征求意见稿'] }],
  ]);
});

describe('a present value that no plan states', () => {
  table([['示例市每万人发明专利拥有量现在多少', { says: ['12件'], never: /没有给出/u }]]);
});

describe('the figure stands in bold, the source behind it', () => {
  test('示例市2020年高新技术企业多少家', async () => {
    const { text, citations } = await asked.ask('示例市2020年高新技术企业多少家');
    expect(text).toMatch(/\*\*[^*]*185家\*\*.*\[1\]$/u);
    expect(citations[0]).toMatchObject({ n: 1, plan: '示例市“十四五”科技创新规划', section: ['一、发展基础'] });
  });
});

describe('lists', () => {
  table([
    [
      '示例市基本原则有哪些',
      { says: ['共4项', '1. 坚持创新引领', '2. 坚持开放合作', '3. 坚持人才为本', '4. 坚持生态优先'], citations: 4 },
    ],
    ['示例市四条基本原则分别是什么', { says: ['坚持创新引领', '坚持生态优先'], citations: 4 }],
    ['示例市重点任务有哪些', { says: ['建设示例科学城', '培育新兴产业', '发展科技金融'], citations: 3 }],
    ['示例市重点培育哪五大产业', { says: ['量子信息、生物医药、智能制造、绿色能源、空天信息'], citations: 1 }],
    ['示例科学城由哪些片区组成', { says: ['湖东片区', '湖西片区', '湖心岛'] }],
    ['示例市有几条基本原则', { says: [/[四4][条项]/u] }],
    ['示例市一共有多少项重点任务', { says: ['3项', '培育新兴产业'] }],
    ['示例市第三条基本原则是什么', { says: ['第3项', '坚持人才为本'], never: /开放|生态/u, citations: 1 }],
  ]);
});

describe('computed', () => {
  table([
    ['示例市从2020年到2025年高企要增加多少家', { says: ['115家', '300 − 185 = 115', '计算'], citations: 2 }],
    ['示例市每万人发明专利拥有量2025年比2020年增加多少件', { says: ['8件', '20 − 12 = 8'] }],
    ['示例市高企2025年目标是2020年的几倍', { says: ['1.62倍', '300 ÷ 185 = 1.62'] }],
    ['示例市领军人才占引进人才的百分之几', { says: ['57.14%', '800 ÷ 1400 = 57.14%'] }],
    ['示例市和样本省的研发投入强度目标相差多少', { says: ['0.5个百分点', '3.5%左右', '3.0%'], citations: 2 }],
    ['示例市独角兽企业和高企合计多少家', { says: ['306家', '6 + 300 = 306'] }],
    ['示例市高企比领军人才多多少', { says: [/./u], never: /计算|−/u }],
  ]);
});

describe('claims', () => {
  table([
    ['示例市高企目标是300家，对吗', { says: [/^对，/u, '300家以上'] }],
    ['示例市高企目标是500家，对吗', { says: [/^与规划不符/u, '300家以上'], never: /500/u }],
    ['示例市研发投入强度目标3.5%没错吧', { says: [/^对，/u, '3.5%左右'] }],
    ['据说样本省研发投入强度目标是5%', { says: [/^与规划不符/u, '3.0%'], never: /5%/u }],
    ['示例市要建示例科学城，对不对', { says: ['规划的表述是', '示例科学城'] }],
  ]);
});

describe('the plan itself', () => {
  table([
    ['示例市科技创新规划什么时候印发的', { says: ['2021年12月8日'] }],
    ['示例市科技创新规划是谁印发的', { says: ['示例市人民政府'] }],
    ['示例市科技创新规划的规划期是哪几年', { says: ['2021—2025年'] }],
    ['示例市的征求意见稿正式生效了吗', { says: ['是征求意见稿', '尚未生效'] }],
    ['示例市征求意见稿什么时候印发的', { says: ['是征求意见稿', '没有写明印发日期'], never: /20\d\d年/u }],
    ['样本省人才规划是哪个部门印发的', { says: ['没有写明发文单位'], declined: true }],
    ['示例市科技创新规划是不是征求意见稿', { says: ['不是征求意见稿'] }],
  ]);
});

describe('several plans', () => {
  table([
    ['样本省基础研究经费占比目标是多少', { says: ['说法不一致', '8%', '10%', '基础研究', '人才'], citations: 2 }],
    ['研发投入强度目标是多少', { says: ['示例', '3.5%左右', '样本', '3.0%'], citations: 2 }],
    ['示例市和样本省的研发投入强度目标各是多少', { says: [/示例市：.*3\.5%左右/u, /样本省：.*3\.0%/u], citations: 2 }],
    ['示例市和样本省的科创基金规模各是多少', { says: ['不低于50亿元', '样本省：未提及'], citations: 1 }],
    ['样本省人才规划里基础研究经费占比目标是多少', { says: ['10%'], never: /8%/u, citations: 1 }],
  ]);
});

describe('summaries', () => {
  table([
    [
      '总结一下示例市基本原则',
      { says: ['坚持创新引领：', '坚持开放合作：', '坚持人才为本：', '坚持生态优先：'], citations: 4 },
    ],
    ['概括示例市重点任务', { says: ['示例科学城', '五大产业', '不低于50亿元'], citations: 3 }],
  ]);
});

describe('no answer', () => {
  table([
    ['示例市2030年高企目标是多少', { says: ['2030年'], never: /300|185/u, declined: true, citations: 0 }],
    ['芜湖市高企目标是多少', { says: ['芜湖', '示例市、样本省'], never: /\d/u, declined: true }],
    ['示例市养老机构有多少家', { says: ['没有写明'], never: /\d/u, declined: true }],
    ['示例市量子计算机造价多少', { says: [/./u], never: /\d/u, declined: true }],
    ['', { says: ['请直接提问'], declined: true }],
  ]);
});

describe('follow-ups', () => {
  test.each<[readonly string[], Expected]>([
    [['示例市2025年高企目标是多少', '2020年呢'], { says: ['185家'], never: /300/u }],
    [['示例市2025年研发投入强度目标是多少', '样本省呢'], { says: ['3.0%'], never: /3\.5/u }],
    [['示例市2025年高企目标是多少', '研发投入强度呢'], { says: ['3.5%左右'] }],
    [['示例市基本原则有哪些', '第二个是什么'], { says: ['坚持开放合作'], never: /生态/u }],
    [['示例市基本原则有哪些', '最后一项呢'], { says: ['坚持生态优先'], never: /开放/u }],
    [['示例市2020年高企多少家', '2025年呢', '两个差多少'], { says: ['115家'] }],
    [['示例市高企目标', '样本省每年培养多少工程师'], { says: ['2000名'] }],
    [['样本省的研发投入强度目标', '示例市的高企目标呢'], { says: ['300家以上'], never: /省级重点/u }],
    [['示例市2025年高企目标是多少', '示例科学城由谁牵头建设'], { says: ['市科技局'], never: /300/u }],
  ])('%j', check);
});
