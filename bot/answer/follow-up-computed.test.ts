import { afterAll, beforeAll, expect, test } from 'vitest';
import { assistantOver, inventedPlans, type Asked } from './invented-plans.fixture.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(inventedPlans());
});
afterAll(() => asked.close());

test('what two places make together is worked out from both', async () => {
  const { text } = await asked.ask('示例市研发投入强度目标', '样本省呢', '两地差多少');
  expect(text).toContain('0.5个百分点');
});

test('a number of items that the question has wrong is put right', async () => {
  const { text } = await asked.ask('示例市的基本原则是哪六条');
  expect(text).toContain('列了4项，不是6项');
});

test('all of them are listed however that is asked', async () => {
  for (const question of ['示例市四条基本原则，标题列一列', '示例市的基本原则共四条，名称报一下'])
    expect((await asked.ask(question)).text).toContain('4. 坚持生态优先');
});

test('what a plan does not say of itself is said to be missing', async () => {
  const { text, declined } = await asked.ask('示例市科技创新规划的发文字号是多少');
  expect(text).toContain('没有写明发文字号');
  expect(declined).toBe(true);
});
