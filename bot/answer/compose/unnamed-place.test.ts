import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDocuments } from '../../../corpus/invented-plans.fixture.ts';
import { assistantOver, type Asked } from '../invented-plans.fixture.ts';

const PLANS = planDocuments([
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    date: '2022-01',
    text: `
## 一、目标

到2025年，高新技术企业达到300家，国家级科技企业孵化器和众创空间达到12家。

## 二、任务

建立科技型企业金融服务“白名单”制度，引导资金向“白名单”企业集中。示例市推广科技创新券通用通兑。`,
  },
  {
    title: '样本省“十四五”科技创新规划',
    region: '样本省',
    issuer: '样本省人民政府',
    text: `
## 一、目标

| 指标 | 2020年 | 2025年 |
|---|---|---|
| 高新技术企业数（家） | 8000 | 17000 |
| 科技企业孵化器、众创空间数量（家） | 700 | 1200 |

到2025年，“样本硅谷”要有高新技术企业1000家，上市公司及独角兽企业50家。

## 二、任务

改革科技投入机制，对人才实施“白名单”制度。云海科学城实行飞行检查。

支持白鹭市开展科技创新券通用通兑试点。支持白鹭市建设滨江生态科技样板区。省科技厅牵头负责各项任务的组织实施。`,
  },
]);

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(PLANS);
});
afterAll(() => asked.close());

const plain = (text: string): string => text.replace(/\*\*|\[\d+\]/gu, '');
const ask = async (...turns: readonly string[]): Promise<string> => plain((await asked.ask(...turns)).text);

describe('a question that names no place', () => {
  test('is answered with what the plans of each place say', async () => {
    const text = await ask('规划里说的“白名单”制度是什么');
    expect(text).toMatch(/^- 示例：.*企业/mu);
    expect(text).toMatch(/^- 样本：.*人才/mu);
  });

  test.each([
    '科技创新券各地怎么用，帮我汇总一下',
    '帮我归拢一下规划里凡是讲创新券的',
    '创新券各家规划怎么说的，梳理梳理',
  ])('what is to be gathered is a line for each place: %s', async (question) => {
    const text = await ask(question);
    expect(text).toMatch(/^- 示例市?(?:省)?：.*通用通兑/mu);
    expect(text).toMatch(/^- 样本省?：.*白鹭市/mu);
  });

  test('is answered once where the plans of one place speak of it', async () => {
    expect(await ask('云海科学城实行什么检查')).toMatch(/^(?!- ).*飞行检查/u);
  });

  test('takes records and sentences together', async () => {
    const text = await ask('孵化器跟众创空间，2025年要做到多少家');
    expect(text).toMatch(/^- 示例：.*12家/mu);
    expect(text).toMatch(/^- 样本：.*1200家/mu);
  });

  test('is not answered with the totals of places where it asks of one thing', async () => {
    const text = await ask('样本硅谷到2025年要培育多少家高企');
    expect(text).toContain('1000家');
    expect(text).not.toMatch(/17000|300家/u);
  });
});

describe('a follow-up that names another thing', () => {
  test('is of the thing that the question before was of', async () => {
    expect(await ask('样本硅谷到2025年要培育多少家高企', '那上市公司和独角兽呢')).toContain('50家');
  });
});

describe('what is asked of a thing that the question asks for first', () => {
  test('a place, pointed back to', async () => {
    const text = await ask('样本省哪个市试点科技创新券通用通兑？省里又给这个市什么样的样板区');
    expect(text).toContain('白鹭市');
    expect(text).toContain('滨江生态科技样板区');
  });
});

describe('what is asked of several plans themselves', () => {
  test('whether each is a draft', async () => {
    const text = await ask('示例市和样本省的规划哪份是征求意见稿');
    expect(text).toMatch(/示例市.*不是征求意见稿/u);
    expect(text).toMatch(/样本省.*不是征求意见稿，已由样本省人民政府印发/u);
  });

  test('the years of one alone', async () => {
    const text = await ask('示例市科技规划管哪几年，是哪年到哪年');
    expect(text).toMatch(/2021—2025年/u);
    expect(text).not.toMatch(/日期/u);
  });
});
