import { afterEach, expect, test } from 'vitest';
import {
  answeredWith,
  SCRIPTED_PLANS,
  scriptedAnswer,
  scriptedPassage,
  scriptedService,
  type ScriptedService,
} from '../../service/scripted-service.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { readSse, USER_HEADER, webChannelOn, type SseEvent } from './web-harness.fixture.ts';
import type { WebChannelOptions } from './web-types.ts';

const running: WebChannel[] = [];

async function open(service: ScriptedService, options: Partial<WebChannelOptions> = {}): Promise<WebChannel> {
  const channel = webChannelOn(service, { userHeader: USER_HEADER, ...options });
  running.push(channel);
  await channel.start();
  return channel;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((channel) => channel.stop(0)));
});

interface Ask {
  readonly question: string;
  readonly eventId?: string;
  readonly conversationId?: string;
  readonly stream?: boolean;
}

function post(address: string, path: string, body: unknown, user = 'zhang'): Promise<Response> {
  return fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [USER_HEADER]: user },
    body: JSON.stringify(body),
  });
}

async function ask(address: string, body: Ask, user = 'zhang'): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = [];
  for await (const event of readSse(await post(address, '/api/ask', body, user))) events.push(event);
  return events;
}

async function get(address: string, path: string, user = 'zhang'): Promise<Response> {
  return fetch(address + path, { headers: { [USER_HEADER]: user } });
}

async function list<T>(address: string, path: string): Promise<readonly T[]> {
  const response = await get(address, path);
  expect(response.status).toBe(200);
  return (await response.json()) as readonly T[];
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

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

test('a stop finishes what is being answered, and refuses what comes later', async () => {
  const held = gate();
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: held.opened } };
  const service = scriptedService({ script });
  const channel = await open(service);
  const last = ask(channel.address, { question: '慢' });
  await expect.poll(() => service.answered.length).toBe(1);
  const stopped = channel.stop(10_000);
  held.open();
  expect((await last).at(-1)?.event).toBe('answered');
  await stopped;
  expect(channel.health().ready).toBe(false);
});

test('a stop leaves what takes longer than its grace to the next run', async () => {
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: new Promise<void>(() => undefined) } };
  const service = scriptedService({ script });
  const channel = await open(service);
  const last = ask(channel.address, { question: '慢' });
  await expect.poll(() => service.answered.length).toBe(1);
  await channel.stop(10);
  // The connection ends without an answer, and the question stays open for the next run.
  expect((await last).map(({ event }) => event)).toEqual(['taken', 'status', 'text']);
  expect(service.givenUp).toHaveLength(1);
  const { eventId = '' } = service.takes[0] ?? {};
  expect(service.state('web', eventId)).toBe('taken');
  const next = await open(service);
  expect(service.answered).toHaveLength(2);
  await next.stop(0);
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

test('plans, outline, passages and tables are given by id', async () => {
  const { address } = await open(scriptedService());
  const plans = await list<{ id: string; counts: { passages: number } }>(address, '/api/plans');
  expect(plans.map(({ id }) => id)).toEqual(SCRIPTED_PLANS.map(({ id }) => id));
  expect(await (await get(address, `/api/plans/${PLAN}`)).json()).toEqual(plans[0]);
  expect(await list(address, `/api/plans/${PLAN}/sections`)).toHaveLength(SCRIPTED_PLANS[0]?.counts.sections ?? -1);
  expect(await list(address, `/api/plans/${PLAN}/passages`)).toHaveLength(plans[0]?.counts.passages ?? -1);
  expect(await list<{ order: number }>(address, `/api/plans/${PLAN}/passages?from=1&to=2`)).toMatchObject([
    { order: 1 },
    { order: 2 },
  ]);
  expect(await list(address, `/api/plans/${PLAN}/tables`)).toMatchObject([{ columns: ['指标', '2020年', '2025年'] }]);
});

test('a passage comes in its surroundings, a row with the columns of its table', async () => {
  const { address } = await open(scriptedService());
  const { id } = scriptedPassage('每万人发明专利拥有量');
  const body = await (await get(address, `/api/passages/${id}?around=1`)).json();
  expect(body).toMatchObject({
    plan: { id: PLAN },
    passage: {
      id,
      table: { columns: ['指标', '2020年', '2025年'], cells: ['每万人发明专利拥有量（件）', '12', '20'] },
    },
    before: [{ kind: 'prose' }],
    after: [{ kind: 'row' }],
    href: `/plans/${PLAN}#${id}`,
  });
});

test('a hidden plan is as absent as one that never was', async () => {
  const { address } = await open(scriptedService({ isHidden: ({ userId }, id) => userId === 'li' && id === PLAN }));
  const { id } = scriptedPassage('300家以上');
  for (const path of [
    `/api/plans/${PLAN}`,
    `/api/plans/${PLAN}/sections`,
    `/api/plans/${PLAN}/passages`,
    `/api/plans/${PLAN}/tables`,
    `/api/passages/${id}`,
    `/plans/${PLAN}`,
  ]) {
    expect((await get(address, path, 'zhang')).status, path).toBe(200);
    const hidden = await get(address, path, 'li');
    const unknown = await get(address, path.replace(PLAN, 'nothing').replace(id, 'nothing'), 'li');
    expect(hidden.status, path).toBe(404);
    expect(await hidden.text(), path).toBe(await unknown.text());
  }
  for (const path of ['/', '/plans', '/indicators', '/api/plans', '/api/indicators', '/api/indicators?format=csv']) {
    expect(await (await get(address, path, 'li')).text(), path).not.toContain('示例市“十四五”科技创新规划');
  }
});

test('the description of the API names every route of it', async () => {
  const { address } = await open(scriptedService());
  const description = (await (await get(address, '/openapi.json')).json()) as { openapi: string; paths: object };
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths).toSorted()).toEqual([
    '/api/ask',
    '/api/feedback',
    '/api/indicators',
    '/api/passages/{id}',
    '/api/plans',
    '/api/plans/{id}',
    '/api/plans/{id}/passages',
    '/api/plans/{id}/sections',
    '/api/plans/{id}/tables',
    '/v1/chat/completions',
    '/v1/models',
    '/v1/models/{id}',
  ]);
});

test('the operations pages: alive, ready with details for this machine only, metrics', async () => {
  const channel = await open(scriptedService());
  expect(await (await fetch(`${channel.address}/healthz`)).text()).toBe('ok');
  expect(await (await fetch(`${channel.address}/readyz`)).json()).toEqual({ ready: true, index: 'ok' });
  const passedOn = { headers: { 'x-forwarded-for': '192.0.2.7' } };
  expect(await (await fetch(`${channel.address}/readyz`, passedOn)).json()).toEqual({ ready: true });
  expect(await (await fetch(`${channel.address}/metrics`)).text()).toBe('guida_up 1\n');
  expect((await fetch(`${channel.address}/metrics`, passedOn)).status).toBe(401);
  expect(channel.health()).toEqual({ ready: true, detail: `serves ${channel.address}` });
});

test('not ready is told by a status', async () => {
  const operations = { health: () => ({ ready: false }), metrics: () => Promise.resolve('') };
  const { address } = await open(scriptedService(), { operations });
  expect((await fetch(`${address}/readyz`)).status).toBe(503);
});

test('a listener of another channel gets its path as it came', async () => {
  const listener: NonNullable<WebChannelOptions['mounted']>[number]['listener'] = (request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => response.end(`${request.method ?? ''} ${size}`));
  };
  const { address } = await open(scriptedService(), { mounted: [{ path: '/slack/events', listener }] });
  const response = await fetch(`${address}/slack/events?x=1`, { method: 'POST', body: 'hello' });
  expect(await response.text()).toBe('POST 5');
});

test('a port that is taken is told with what to do', async () => {
  const { address } = await open(scriptedService());
  const second = webChannelOn(scriptedService(), { port: Number(new URL(address).port) });
  await expect(second.start()).rejects.toMatchObject({ code: 'channel-failed' });
});
