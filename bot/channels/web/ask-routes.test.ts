import { expect, test } from 'vitest';
import {
  answeredWith,
  SCRIPTED_PLANS,
  scriptedAnswer,
  scriptedService,
} from '../../service/scripted-service.fixture.ts';
import { USER_HEADER } from './web-harness.fixture.ts';
import { ask, gate, post, useWeb } from './web-testbed.fixture.ts';

const open = useWeb();

const PLAN = SCRIPTED_PLANS[0]?.id ?? '';

test('an answer streams: taken, status, text, and last the whole answer with its sources', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  const events = await ask(address, { question: '高企目标是多少？', eventId: 'e1', conversationId: 'c1' });
  expect(events.map(({ event }) => event)).toEqual(['taken', 'status', 'text', 'answered']);
  expect(events[0]?.data).toEqual({ eventId: 'e1', conversationId: 'c1' });
  const last = events.at(-1)?.data;
  expect(last).toMatchObject({
    declined: false,
    citations: [{ n: 1, planId: PLAN, draft: false, file: 'plan-0.md' }],
  });
  const [source] = last?.['citations'] as { href: string; passageId: string }[];
  expect(source?.href).toBe(`/plans/${PLAN}#${source?.passageId ?? ''}`);
  expect(service.state('web', 'e1')).toBe('settled');
});

test('without streaming the whole answer comes as JSON, and a refusal as a status', async () => {
  const refused = { type: 'refused', reason: 'too-many-questions', text: '请稍后再问。' } as const;
  const { address } = await open(scriptedService({ script: { 太多: [refused] } }));
  const answered = await post(address, '/api/ask', { question: '高企', stream: false });
  expect(answered.status).toBe(200);
  expect(await answered.json()).toMatchObject({ type: 'answered', answerId: 'a-1' });
  const response = await post(address, '/api/ask', { question: '太多', stream: false });
  expect(response.status).toBe(429);
  expect(await response.json()).toEqual({ error: { code: 'too-many-questions', message: '请稍后再问。' } });
  expect((await ask(address, { question: '太多' })).at(-1)).toEqual({ event: 'refused', data: refused });
});

test('the same event id is answered once: whoever asks again reads the same answer', async () => {
  const held = gate();
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: held.opened } };
  const service = scriptedService({ script });
  const { address } = await open(service);
  const body = { question: '慢', eventId: 'e1', conversationId: 'c1' };
  const first = new AbortController();
  const cut = fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [USER_HEADER]: 'zhang' },
    body: JSON.stringify(body),
    signal: first.signal,
  });
  await cut;
  first.abort();
  const again = [ask(address, body), ask(address, body)];
  held.open();
  for (const events of await Promise.all(again)) expect(events.at(-1)?.event).toBe('answered');
  expect((await ask(address, body)).at(-1)?.event).toBe('answered');
  expect(service.answered).toHaveLength(1);
  expect(service.givenUp).toEqual([]);
});

test('an event id of somebody else is not theirs to read', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  await ask(address, { question: '高企', eventId: 'e1' });
  const response = await post(address, '/api/ask', { question: '高企', eventId: 'e1' }, 'li');
  expect(response.status).toBe(409);
  expect(await response.text()).not.toContain('300家');
});

test('a restart in the middle of an answer: the browser asks again with the same event id and reads it', async () => {
  const held = gate();
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: held.opened } };
  const service = scriptedService({ script });
  const before = await open(service);
  const body = { question: '慢', eventId: 'e1', conversationId: 'c1' };
  const cut = ask(before.address, body);
  await expect.poll(() => service.answered.length).toBe(1);
  // The process is killed: nothing is marked. A second channel on the same journal is the next run.
  const after = await open(service);
  held.open();
  expect((await ask(after.address, body)).at(-1)?.event).toBe('answered');
  expect(service.state('web', 'e1')).toBe('settled');
  await cut;
});

test('an answer that was on its way when the program ended is given to the browser that asks again', async () => {
  const service = scriptedService();
  const reader = { channel: 'web', userId: 'zhang' } as const;
  await service.take({ reader, eventId: 'e1', conversationId: 'c1', text: '高企', replyTo: {} });
  await service.mark(reader, 'e1', 'sending');
  const { address } = await open(service);
  expect(service.answered).toEqual([]);
  expect((await ask(address, { question: '高企', eventId: 'e1' })).at(-1)?.event).toBe('answered');
  expect(service.state('web', 'e1')).toBe('settled');
});

test('an answer that is no longer kept is told, with a status', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  const reader = { channel: 'web', userId: 'zhang' } as const;
  await service.take({ reader, eventId: 'old', conversationId: 'c1', text: '高企', replyTo: {} });
  await service.mark(reader, 'old', 'settled');
  expect((await post(address, '/api/ask', { question: '高企', eventId: 'old' })).status).toBe(409);
});

test('500 questions at once: none is lost, none is answered twice, each gets its own answer', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  const questions = Array.from({ length: 500 }, (_, at) => `问题${at}`);
  const texts = await Promise.all(
    questions.map(async (question, at) => {
      const events = await ask(address, { question, eventId: `e-${at}`, conversationId: `c-${at}` });
      return String(events.at(-1)?.data['text']);
    }),
  );
  expect(texts.map((text) => /（(.*)）$/u.exec(text)?.[1])).toEqual(questions);
  expect(new Set(service.answered.map(({ text }) => text)).size).toBe(500);
  expect(service.answered).toHaveLength(500);
});

test('feedback reaches the answer, and only its own reader may give it', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  const answerId = String((await ask(address, { question: '高企' })).at(-1)?.data['answerId']);
  expect((await post(address, '/api/feedback', { answerId, verdict: 'bad', reason: '年份不对' })).status).toBe(204);
  expect(service.feedbacks).toMatchObject([{ answerId, verdict: 'bad', reason: '年份不对' }]);
  expect((await post(address, '/api/feedback', { answerId, verdict: 'good' }, 'li')).status).toBe(404);
});
