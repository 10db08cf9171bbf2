import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { GuidaError } from '../../corpus/errors.ts';
import { failing, type Misbehaviour } from './embeddings-server.fixture.ts';
import type { EndpointGuardOptions } from './endpoint-guard.ts';
import { KEY, expected, withEmbeddingsServer } from './openai-embedder.fixture.ts';
import { questionVectors } from './question-vectors.ts';

const bench = withEmbeddingsServer();
afterEach(() => {
  vi.useRealTimers();
});

const hanging: Misbehaviour = () => undefined;

async function asking(options: EndpointGuardOptions = {}) {
  const failures: GuidaError[] = [];
  const embedder = await bench().open();
  const vectors = questionVectors(embedder, { onFailure: (failure) => failures.push(failure), ...options });
  return { vectors, failures, embedder };
}

test('a question is asked for once, however often it is searched for', async () => {
  const { vectors, failures } = await asking();
  expect(await vectors('人才目标')).toEqual(expected(['人才目标'])[0]);
  expect(await vectors('人才目标')).toEqual(expected(['人才目标'])[0]);
  expect(await vectors('企业目标')).toEqual(expected(['企业目标'])[0]);
  expect([bench().asked(), failures]).toEqual([[1, 1], []]);
});

test('a long question is sent in part', async () => {
  const { vectors } = await asking();
  await vectors('问'.repeat(10_000));
  expect(bench().server.requests.at(-1)?.input[0]).toHaveLength(400);
});

test.each<[string, Misbehaviour]>([
  ['down', failing(500)],
  ['refusing the key', failing(401)],
  ['hanging', hanging],
])('without a vector when the endpoint is %s, told without key or address', async (_, fault) => {
  const { vectors, failures } = await asking({ budgetMs: 300 });
  bench().server.always(() => fault);
  expect(await vectors('人才')).toBeUndefined();
  expect(failures.map(({ code }) => code)).toEqual(['embedding-failed']);
  for (const secret of [KEY, '127.0.0.1']) expect(failures[0]?.message).not.toContain(secret);
});

test('a dead endpoint is left alone, and tried again after a while', async () => {
  const { vectors, failures } = await asking({ restMs: 60_000 });
  bench().server.always(() => failing(401));
  for (const question of ['一', '二', '三', '四']) expect(await vectors(question)).toBeUndefined();
  expect([bench().asked().length, failures.length]).toEqual([2, 2]);
  bench().server.always(() => undefined);
  expect(await vectors('五')).toBeUndefined();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  expect(await vectors('六')).toEqual(expected(['六'])[0]);
  expect(await vectors('七')).toEqual(expected(['七'])[0]);
});

test('what is not the endpoint’s fault is thrown', async () => {
  const { embedder } = await asking();
  const broken = { ...embedder, embedQuery: () => Promise.reject(new TypeError('a mistake of ours')) };
  await expect(questionVectors(broken)('人才')).rejects.toThrow('a mistake of ours');
});

test('a call that was given up disturbs nobody later', async () => {
  const { vectors } = await asking({ budgetMs: 100 });
  bench().server.next((_, response) => setTimeout(() => response.destroy(), 200));
  expect(await vectors('人才')).toBeUndefined();
  await delay(300);
  expect(await vectors('企业')).toEqual(expected(['企业'])[0]);
});
