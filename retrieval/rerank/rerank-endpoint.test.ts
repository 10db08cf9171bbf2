import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { createReranker, type RerankerOptions } from './rerank-endpoint.ts';
import {
  refusing,
  replying,
  scoring,
  startRerankServer,
  type RerankBehaviour,
  type RerankServer,
} from './rerank-server.fixture.ts';

const KEY = 'sk-canary-5b2c';
const documents = ['甲', '乙乙', '丙丙丙'];

let server: RerankServer;
beforeEach(async () => {
  server = await startRerankServer();
});
afterEach(() => server.close());

const opened = (options: Partial<RerankerOptions> = {}) =>
  createReranker({ model: 'stand-in-reranker', apiKey: KEY, baseURL: server.baseURL, timeoutMs: 500, ...options });

const byLength = scoring((text) => text.length / 10);
const fine = [
  { index: 2, score: 0.3 },
  { index: 1, score: 0.2 },
  { index: 0, score: 0.1 },
];

test('speaks the shape that the endpoints share', async () => {
  server.always(byLength);
  expect(await opened().rerank('人才目标', documents)).toEqual(fine);
  expect(server.requests).toEqual([
    {
      path: '/v1/rerank',
      authorization: `Bearer ${KEY}`,
      body: { model: 'stand-in-reranker', query: '人才目标', documents, top_n: 3 },
    },
  ]);
});

test('nothing to judge is not asked for', async () => {
  expect(await opened().rerank('人才', [])).toEqual([]);
  expect(server.requests).toEqual([]);
});

test('an endpoint may leave out the worst', async () => {
  server.next(replying({ results: [{ index: 1, relevance_score: 0.9 }] }));
  expect(await opened().rerank('人才', documents)).toEqual([{ index: 1, score: 0.9 }]);
});

const hanging: RerankBehaviour = () => undefined;
const cut: RerankBehaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"results":[{"index"');
  setTimeout(() => response.destroy(), 20);
};

describe('passing faults are retried', () => {
  test.each<[string, RerankBehaviour]>([
    ['429 with Retry-After', refusing(429, { 'retry-after-ms': '', 'retry-after': '0.05' })],
    ['503', refusing(503)],
    ['a cut body', cut],
    ['no answer', hanging],
  ])('%s, then fine', async (_, fault) => {
    server.always(byLength);
    server.next(fault);
    expect(await opened().rerank('人才', documents)).toEqual(fine);
    expect(server.requests).toHaveLength(2);
  });
});

describe('lasting faults end in rerank-failed', () => {
  test.each<[string, RerankBehaviour, number]>([
    ['500', refusing(500), 3],
    ['401', refusing(401), 1],
    ['404', refusing(404), 1],
    ['429 that asks for an hour', refusing(429, { 'retry-after-ms': '', 'retry-after': '3600' }), 1],
    ['no results', replying({ results: [] }), 1],
    ['something else', replying({ data: [] }), 1],
    ['a place twice', replying({ results: [0, 0].map((index) => ({ index, relevance_score: 1 })) }), 1],
    ['a place that is not there', replying({ results: [{ index: 3, relevance_score: 1 }] }), 1],
    ['a place between two', replying({ results: [{ index: 0.5, relevance_score: 1 }] }), 1],
    ['a score in words', replying({ results: [{ index: 0, relevance_score: 'high' }] }), 1],
    ['no score', replying({ results: [{ index: 0, relevance_score: null }] }), 1],
    ['an infinite score', replying('{"results":[{"index":0,"relevance_score":1e999}]}'), 1],
    ['a web page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 1],
    ['an empty answer', replying(''), 1],
  ])('%s', async (_, fault, attempts) => {
    server.always(fault);
    const error: unknown = await opened()
      .rerank('人才', documents)
      .catch((reason: unknown) => reason);
    expect(isGuidaError(error) && error.code).toBe('rerank-failed');
    expect(server.requests).toHaveLength(attempts);
    const shown = inspect(error, { depth: 10 });
    for (const secret of [KEY, '127.0.0.1', server.baseURL]) expect(shown).not.toContain(secret);
  });

  test('an endpoint that is not there', async () => {
    await server.close();
    const failing = opened({ maxRetries: 0 }).rerank('人才', documents);
    await expect(failing).rejects.toMatchObject({ code: 'rerank-failed' });
  });
});

test('stops when it is told to', async () => {
  const stop = new AbortController();
  server.always(() => {
    stop.abort(new Error('enough'));
  });
  await expect(opened().rerank('人才', documents, stop.signal)).rejects.toThrow('enough');
});
