import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assistantOver, type Asked } from '../invented-plans.fixture.ts';
import { countedPlans } from './counted-plan.fixture.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(countedPlans());
});
afterAll(() => asked.close());

interface Expected {
  readonly says: readonly (string | RegExp)[];
  readonly never?: RegExp;
  readonly understood?: string;
}

async function check(turns: string | readonly string[], { says, never, understood }: Expected): Promise<void> {
  const answer = await asked.ask(...(typeof turns === 'string' ? [turns] : turns));
  const plain = answer.text.replace(/\*\*|\[\d+\]/gu, '');
  for (const piece of says) {
    if (typeof piece === 'string') expect(plain).toContain(piece);
    else expect(plain).toMatch(piece);
  }
  if (never) expect(plain).not.toMatch(never);
  if (understood !== undefined) expect(answer.understood).toBe(understood);
  expect(answer.declined).toBe(false);
}

const table = (cases: readonly [string | readonly string[], Expected][]) => {
  test.each(cases)('%j', check);
};

describe('worked out from two figures', () => {
  table([
    ['示例市高企2025年目标比2020年多多少家', { says: ['115家', '300 − 185 = 115'] }],
    ['示例市技术合同成交额离2025年目标还差多少亿', { says: ['64亿元', '120 − 56 = 64'] }],
    ['示例市科技型中小企业2025年目标是2020年的几倍', { says: ['2.4倍', '1.2 ÷ 0.5 = 2.4'] }],
    ['示例市高企2025年目标减去样本市的目标，差额是多少家', { says: ['240家', '300 − 60 = 240'] }],
    ['样本市的高企目标比示例市少多少家', { says: ['示例比样本多240家', '300 − 60 = 240'] }],
    ['示例市高企2025年目标相对2020年的增幅是多少', { says: ['62.16%', '300 ÷ 185 − 1 = 62.16%'] }],
    ['示例市高企从2020年到2025年目标折成年均复合增速是多少', { says: ['年均约10.15%'] }],
    ['平均下来示例市每年要净增多少家高企才能完成2025年目标', { says: ['23家', '(300 − 185) ÷ 5 = 23'] }],
    ['示例市和样本市2025年高企目标谁更多', { says: ['示例市更多', '300 − 60 = 240'] }],
    ['高企目标最多的那个市，规划由谁牵头实施', { says: ['最高的是示例市', '市科技局'] }],
    ['示例市国审品种和省审品种加起来多少个', { says: ['26个', '7 + 19 = 26'] }],
  ]);
});

describe('worked back from what is stated', () => {
  table([
    ['示例市转让技术合同由此倒推2015年末是多少项', { says: ['94项', '2999 − 2905 = 94'] }],
    ['用规划的倍数倒推，示例市2015年地方财政科技支出多少亿元', { says: ['148亿元', '370 ÷ 2.5 = 148'] }],
    ['湖东片区有12家重点实验室，按占全市的比例倒推，示例市全市多少家', { says: ['20家', '12 ÷ 60% = 20'] }],
  ]);
});

describe('targets and results', () => {
  table([
    ['示例市“十三五”哪个指标没有完成，差多少', { says: ['科技企业孵化器', '差12个', '50 − 38 = 12'], never: /众创/u }],
    ['示例市“十三五”超额最多的是哪个指标', { says: ['众创空间', '超出40个', '60 − 20 = 40'] }],
  ]);
});

describe('items and counts', () => {
  table([
    ['示例市重点任务分几块', { says: ['共2项', '打造创新平台', '培育新兴产业'] }],
    ['示例市第二块重点任务下面有哪几项', { says: ['量子信息产业', '绿色能源产业'], never: /研究院/u }],
    ['示例市培育新兴产业的倒数第二项是什么', { says: ['倒数第2项', '空天信息产业'] }],
    ['示例市主要指标第2项是什么', { says: ['第2项', '技术合同成交额'] }],
    ['示例市主要指标有哪几项', { says: ['共3项', '科技型中小企业'] }],
    ['示例市规划一共分几个部分', { says: ['共5项', '发展基础', '保障措施'] }],
    ['示例科学城的第三个片区是哪个', { says: ['湖心岛'] }],
  ]);
});

describe('follow-ups', () => {
  table([
    [
      ['示例市2025年高企目标是多少家', '那样本市呢？'],
      { says: ['60家'], understood: '样本市2025年高企目标是多少家？' },
    ],
    [['示例市2025年高企目标是多少家', '2020年呢？'], { says: ['185家'], understood: '示例市高企，2020年是多少？' }],
    [
      ['示例市和云海科学城在哪些领域合作', '远山那个呢？'],
      { says: ['生物技术'], never: /半导体/u, understood: '示例市和远山科技园在哪些领域合作' },
    ],
    [
      ['示例市培育新兴产业的第一项是什么', '紧接着的下一项呢？'],
      { says: ['空天信息'], understood: '示例市培育新兴产业的第2项是什么' },
    ],
    [['示例市培育新兴产业下面有哪几项', '第二个依托什么平台'], { says: ['测控平台'] }],
    [['示例市科技型中小企业2025年要到多少', '比2020年多多少？'], { says: ['0.7万家'] }],
    [['示例市2020年高企多少家', '样本市2025年高企目标多少家', '两个差多少'], { says: [/\d/u] }],
    [['示例市2025年高企目标是多少家', '示例市由谁牵头实施'], { says: ['市科技局'], never: /300/u }],
  ]);
});

describe('claims', () => {
  table([
    ['示例市2025年高企目标是300家，对吗', { says: [/^对，/u, '300'] }],
    ['示例市2025年高企目标是185家，对吗', { says: [/^与规划不符/u, '300'] }],
    ['示例市科技型中小企业2025年目标是1.2万家，没错吧', { says: [/^对，/u] }],
    ['示例市2025年高企目标是500家，怎么分解到各县区', { says: [/^与规划不符/u, '300'] }],
    ['示例市2025年高企目标是300家，请核准', { says: [/^对，/u] }],
    ['示例市重点任务一共五条，对不对', { says: [/^对，/u, '5条'] }],
    ['示例市重点任务一共九条，对不对', { says: [/^与规划不符/u, '5条'] }],
    ['示例市和云海科学城合作的重点是新药研发，对吧', { says: [/^与规划不符/u, '半导体、软件'] }],
    ['示例市规划里的“云上之都”是怎么写的', { says: [/^与规划不符/u, '样本市'] }],
  ]);
});
