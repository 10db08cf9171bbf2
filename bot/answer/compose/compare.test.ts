import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assistantOver, type Asked } from '../invented-plans.fixture.ts';
import { comparedPlans } from './compared-plans.fixture.ts';
import { sidesOf } from './sides.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(comparedPlans());
});
afterAll(() => asked.close());

/** What each line of an answer says, in order, bold and marks aside; a pattern for each. */
async function check(question: string, lines: readonly RegExp[], never?: RegExp): Promise<void> {
  const { text, declined } = await asked.ask(question);
  const plain = text.replace(/\*\*|\[\d+\]/gu, '');
  expect(declined).toBe(false);
  const own = plain.split('\n');
  lines.forEach((line, at) => {
    expect(own[at]).toMatch(line);
  });
  if (never) expect(plain).not.toMatch(never);
}

const table = (cases: readonly [string, readonly RegExp[], RegExp?][]) => {
  test.each(cases)('%s', check);
};

describe('sides', () => {
  test.each<[string, readonly string[]]>([
    ['示例市和样本省的研发强度各是多少', ['示例市', '样本省']],
    ['示例市的研发强度是多少，样本省呢', ['示例市', '样本省']],
    [
      '样本省的人才规划和基础研究规划，省实验室各多少家',
      ['《样本省人才发展“十四五”规划》', '《样本省基础研究发展“十四五”规划》'],
    ],
    ['两地的研发强度目标', ['示例市', '样本省']],
    [
      '样本省两份规划怎么说省实验室：一份基础研究的，一份人才的',
      ['《样本省基础研究发展“十四五”规划》', '《样本省人才发展“十四五”规划》'],
    ],
    [
      '比一比样本省两份规划的学科数：基础研究的报目标，人才的也报目标',
      ['《样本省基础研究发展“十四五”规划》', '《样本省人才发展“十四五”规划》'],
    ],
    ['省会示例市和样本省的研发强度', ['示例市', '样本省']],
    ['示例市的研发强度是多少', []],
    ['研发强度目标是多少', []],
  ])('%s', (question, expected) => {
    expect(sidesOf(asked.context.read(question), asked.context).map(({ label }) => label)).toEqual(expected);
  });

  test('each side is asked its own', () => {
    const sides = sidesOf(asked.context.read('友谊奖：示例市办了几届，样本省2025年准备设哪个'), asked.context);
    expect(sides.map(({ question }) => question.times.map(({ to }) => to))).toEqual([[], [2025]]);
    expect(sides.map(({ question }) => question.text)).toEqual([
      expect.stringContaining('办了几届'),
      expect.not.stringContaining('办了几届'),
    ]);
  });
});

describe('one line per place', () => {
  table([
    ['示例市和样本省的研发强度目标各是多少', [/^- 示例市：.*3\.5%左右/u, /^- 样本省：.*3\.0%/u], /2\.1/u],
    ['2025年科技型中小企业，示例市和样本省各多少家', [/500家/u, /^- 样本省：未提及/u]],
    ['技术合同成交额目标，示例市和样本省各多少', [/120亿元/u, /2200亿元/u, /口径不同.*吸纳和输出/u]],
    ['示例市现在有多少家高企，样本省的目标是多少家', [/185家/u, /3\.5万家/u, /实际数.*目标数/u]],
    ['科技立法方面，示例市要制定哪一部，样本省要修订哪一部', [/示例市科技创新条例/u, /科学技术进步条例/u]],
    ['示例市和样本省给外国专家设的“友谊奖”各叫什么', [/镜湖友谊奖/u, /云海友谊奖/u]],
    ['省级临床医学研究中心，示例市支持谁创建，样本省要新建几家', [/市一院/u, /15家以上/u]],
    ['省级临床医学研究中心，示例市和样本省的目标差别有多大', [/市一院.*（未写明具体数值）/u, /15家以上/u]],
    ['样本省基础研究和人才这两份规划，省实验室的数量对得上吗', [/说法一致/u, /10家/u, /10家/u]],
    ['示例市和芜湖的高企目标各多少', [/300家/u, /^- 芜湖：规划库里没有/u]],
  ]);
});

describe('each place its value when none is named', () => {
  table([
    ['2025年高新技术企业目标是多少家', [/^- 示例：.*300家/u, /^- 样本：.*3\.5万家/u]],
    ['研发强度目标是多少', [/3\.5%左右/u, /3\.0%/u]],
    ['科技型中小企业要有多少家', [/500家/u], /样本/u],
  ]);
});

describe('statements that differ', () => {
  table([
    ['样本省“十三五”引进培育了多少个省领军型创新创业团队', [/不一致/u, /89个|153个/u, /89个|153个/u]],
    ['示例市高新技术产业增加值增速目标是多少', [/前后说法不一致/u, /10%|平均水平/u, /10%|平均水平/u]],
    ['样本省到2025年要有多少个学科达到一流学科标准', [/不一致/u, /60个|50个/u, /60个|50个/u]],
    ['示例市高新技术产业增加值增速目标，正文跟表里是不是对不上', [/前后说法不一致/u, /10%|平均水平/u, /10%|平均水平/u]],
    ['样本省的省领军型创新创业团队，“十三五”引进培育了89个还是153个', [/不一致/u, /89个|153个/u, /89个|153个/u]],
    ['样本省“十三五”引进的省领军型团队，有人说八十多有人说一百多', [/不一致/u, /89个|153个/u, /89个|153个/u]],
    ['云海实验室纳入国家实验室序列了吗', [/不一致/u, /成功纳入/u, /融入/u]],
    ['样本省获批的3家国家临床医学研究中心，第三家是哪个领域的', [/不一致/u, /眼/u, /眼/u]],
  ]);

  test.each([
    '样本省到2025年省实验室要多少家',
    '示例市2025年高新技术企业目标多少家',
    '示例市2020年高新技术企业多少家',
    '样本省2025年技术合同成交额目标',
  ])('no difference: %s', async (question) => {
    expect((await asked.ask(question)).text).not.toMatch(/不一致/u);
  });
});
