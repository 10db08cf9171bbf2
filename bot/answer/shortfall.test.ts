import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assistantOver, inventedPlans, type Asked } from './invented-plans.fixture.ts';
import { documentOf } from '../../retrieval/store/store.fixture.ts';
import { lookUp } from './look-up.ts';
import type { Shortfall } from './shortfall.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(inventedPlans());
});
afterAll(() => asked.close());

async function check(question: string, expected: Shortfall | undefined): Promise<void> {
  const { context } = asked;
  expect((await lookUp(context.read(question), context)).shortfall).toBe(expected);
}

describe('why the best sentence does not answer', () => {
  test.each<[string, Shortfall | undefined]>([
    ['示例市2025年高企目标是多少家', undefined],
    ['示例市2020年高企多少家', undefined],
    ['示例市研发投入强度目标', undefined],
    ['示例市每万人发明专利拥有量2025年要到多少件', undefined],
    ['样本省工程师每年培养多少名', undefined],
    ['示例市2030年高企目标是多少', 'other-year'],
    ['示例市2012年高企多少家', 'other-year'],
    ['芜湖市高企目标是多少', 'other-place'],
    ['南京市领军人才多少名', 'other-place'],
    ['示例市养老机构床位多少张', 'nothing'],
    ['示例市轨道交通里程多少公里', 'off-topic'],
    ['示例科学城由谁牵头', undefined],
    ['示例科学城投资多少亿元', 'no-figure'],
    ['示例市联合中心有多少个', 'no-figure'],
    ['', 'nothing'],
  ])('%s → %s', check);
});

test('a result is not the target for the end of the plan’s period', async () => {
  const { context } = asked;
  const found = await lookUp(context.read('示例市2025年高企目标是多少家'), context);
  expect(found.best?.unit.text).toContain('300家');
});

test('what the plan looks forward to beyond its period is not its target', async () => {
  const outlook = '到2035年，示例市农业科技进步贡献率达到75%。';
  const target = '到2025年，示例市农业科技进步贡献率达到68%。';
  const plan = { region: '示例市', period: { from: 2021, to: 2025 } };
  const over = (texts: readonly string[]) =>
    assistantOver([
      documentOf({
        id: 'farm',
        title: '示例市农业科技“十四五”规划',
        plan,
        sections: texts.map((text) => [['目标'], text]),
      }),
    ]);
  const both = await over([outlook, target]);
  const question = '示例市2025年农业科技进步贡献率目标是多少';
  const found = await lookUp(both.context.read(question), both.context);
  expect(found.best?.unit.text).toBe(target);
  await both.close();
  const alone = await over([outlook]);
  expect((await lookUp(alone.context.read(question), alone.context)).shortfall).toBe('other-year');
  await alone.close();
});

test('another plan is looked at only when it is allowed', async () => {
  const { context } = asked;
  const draft = context.plans.find(({ status }) => status === 'draft');
  const found = await lookUp(context.read('示例市领军人才多少名'), context, [draft?.id ?? '']);
  expect(found.evidence.every(({ passage }) => passage.planId === draft?.id)).toBe(true);
  expect(found.shortfall).not.toBeUndefined();
});
