import { afterAll, beforeAll, expect, test } from 'vitest';
import { words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from './assistant.ts';
import { assistantOver, inventedPlans, type Asked } from './invented-plans.fixture.ts';
import type { AnswerEvent } from './types.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(inventedPlans());
});
afterAll(() => asked.close());

async function eventsOf(question: string, allowed?: readonly string[]): Promise<readonly AnswerEvent[]> {
  const { store } = asked.context;
  const assistant = createAssistant({ store, words, ...(allowed ? { allowedPlans: allowed } : {}) });
  const events: AnswerEvent[] = [];
  for await (const event of assistant.ask(question)) events.push(event);
  return events;
}

const answerOf = (events: readonly AnswerEvent[]) => events.find((event) => event.type === 'done')?.answer;
const plansOf = (status: 'final' | 'draft', region: string) =>
  asked.context.plans.filter((plan) => plan.status === status && plan.region === region).map(({ id }) => id);

test('a status, the text, and last the whole answer', async () => {
  const events = await eventsOf('示例市2025年高企目标是多少家');
  expect(events.map(({ type }) => type)).toEqual(['status', 'text', 'done']);
  expect(answerOf(events)).toMatchObject({
    declined: false,
    mode: 'extractive',
    understood: '示例市2025年高企目标是多少家',
  });
});

test('what is not a question is answered at once', async () => {
  const events = await eventsOf('🙂');
  expect(events.map(({ type }) => type)).toEqual(['text', 'done']);
  expect(answerOf(events)).toMatchObject({ declined: true, citations: [] });
});

test.each([
  ['研发投入强度目标是多少', /3\.5/u],
  ['样本省和示例市的研发投入强度目标各是多少', /3\.5/u],
  ['示例市2025年高企目标是多少家', /300/u],
  ['示例市科技创新规划什么时候印发的', /2021/u],
  ['示例市基本原则有哪些', /创新引领/u],
  ['总结一下示例市重点任务', /科学城|五大/u],
  ['示例市从2020年到2025年高企要增加多少家', /115|300|185/u],
])('a plan that is not allowed is not there: %s', async (question, secret) => {
  const allowed = plansOf('final', '样本省');
  expect(answerOf(await eventsOf(question))?.text).toMatch(secret);
  const answer = answerOf(await eventsOf(question, allowed));
  expect(answer?.text).not.toMatch(secret);
  expect(answer?.citations.every(({ planId }) => allowed.includes(planId))).toBe(true);
});

test('without any plan there is nothing to say', async () => {
  const answer = answerOf(await eventsOf('示例市2025年高企目标是多少家', []));
  expect(answer).toMatchObject({ declined: true, citations: [] });
  expect(answer?.text).not.toMatch(/300|示例市“/u);
});

test('a draft is marked as one', async () => {
  const answer = answerOf(await eventsOf('示例市独角兽企业目标多少家'));
  expect(answer?.text).toContain('征求意见稿');
  expect(answer?.citations.map(({ draft }) => draft)).toEqual([true]);
});
