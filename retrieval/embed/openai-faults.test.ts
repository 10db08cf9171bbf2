import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { sendJson } from '../loopback-endpoint.fixture.ts';
import { answering, failing, honestBody } from './embeddings-server.fixture.ts';
import type { Misbehaviour } from './embeddings-server.fixture.ts';
import { KEY, expected, withEmbeddingsServer } from './openai-embedder.fixture.ts';
import type { OpenAiEmbeddingOptions } from './openai.ts';

const bench = withEmbeddingsServer();
const open = (options?: Partial<OpenAiEmbeddingOptions>) => bench().open(options);
const asked = () => bench().asked();

describe('passing faults are retried', () => {
  const cutBody: Misbehaviour = (request, response) => {
    const whole = JSON.stringify(honestBody(request.input));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(whole.length) });
    response.write(whole.slice(0, 40));
    setTimeout(() => response.destroy(), 20);
  };
  const cutConnection: Misbehaviour = (_, response) => {
    response.destroy();
  };

  test.each([
    ['429 with Retry-After', failing(429, { 'retry-after-ms': '', 'retry-after': '0.05' })],
    ['500', failing(500)],
    ['503', failing(503)],
    ['a cut body', cutBody],
    ['a cut connection', cutConnection],
  ])('%s, then fine', async (_, fault) => {
    const embedder = await open();
    bench().server.next(fault);
    expect(await embedder.embedDocuments(['甲', '乙'])).toEqual(expected(['甲', '乙']));
    expect(asked()).toEqual([2, 2]);
  });

  test('a body that hangs is given up after the time limit and asked for again', async () => {
    const embedder = await open({ timeoutMs: 300 });
    bench().server.next((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":[');
    });
    expect(await embedder.embedQuery('甲')).toEqual(expected(['甲'])[0]);
  });
});

describe('lasting faults end in embedding-failed', () => {
  test.each([
    ['500', failing(500), 3],
    ['401', failing(401), 1],
    ['404', failing(404), 1],
    ['429 that asks for an hour', failing(429, { 'retry-after-ms': '', 'retry-after': '3600' }), 1],
    [
      'another dimension',
      answering(({ data }) => ({ data: data.map((item) => ({ ...item, embedding: [1, 2, 3] })) })),
      1,
    ],
    [
      'lengths that differ',
      answering(({ data }) => ({ data: data.map((item, i) => ({ ...item, embedding: item.embedding.slice(i) })) })),
      1,
    ],
    ['a short list', answering(({ data }) => ({ data: data.slice(1) })), 1],
    ['a long list', answering(({ data }) => ({ data: [...data, ...data] })), 1],
    ['a place twice', answering(({ data }) => ({ data: data.map((item) => ({ ...item, index: 0 })) })), 1],
    [
      'a place that is not there',
      answering(({ data }) => ({ data: data.map((item) => ({ ...item, index: item.index + 5 })) })),
      1,
    ],
    [
      'null in a vector',
      answering(({ data }) => ({
        data: data.map((item) => ({ ...item, embedding: [null, ...item.embedding.slice(1)] })),
      })),
      1,
    ],
    ['null for a vector', answering(({ data }) => ({ data: data.map((item) => ({ ...item, embedding: null })) })), 1],
    [
      'strings in a vector',
      answering(({ data }) => ({ data: data.map((item) => ({ ...item, embedding: item.embedding.map(String) })) })),
      1,
    ],
    [
      'base64 for a vector',
      answering(({ data }) => ({ data: data.map((item) => ({ ...item, embedding: 'AAAA' })) })),
      1,
    ],
    [
      '1e39, infinite as a float',
      answering(({ data }) => ({ data: data.map((item) => ({ ...item, embedding: item.embedding.fill(1e39) })) })),
      1,
    ],
    [
      'NaN, which is not JSON',
      (request: { input: readonly string[] }, response: Parameters<Misbehaviour>[1]) => {
        sendJson(
          response,
          200,
          JSON.stringify(honestBody(request.input)).replace(/"embedding":\[[^,]*/u, '"embedding":[NaN'),
        );
      },
      1,
    ],
    ['something else', answering(() => ({ error: 'no' })), 1],
    [
      'an empty answer',
      (_: unknown, response: Parameters<Misbehaviour>[1]) => {
        sendJson(response, 200, '');
      },
      1,
    ],
    [
      'no content',
      (_: unknown, response: Parameters<Misbehaviour>[1]) => {
        response.writeHead(204).end();
      },
      1,
    ],
    [
      'a web page',
      (_: unknown, response: Parameters<Misbehaviour>[1]) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      },
      1,
    ],
  ])('%s', async (_, fault, attempts) => {
    const embedder = await open();
    bench().server.always(() => fault);
    const error: unknown = await embedder.embedDocuments(['甲', '乙乙']).catch((reason: unknown) => reason);
    expect(isGuidaError(error) && error.code).toBe('embedding-failed');
    expect(asked()).toHaveLength(attempts);
    const shown = inspect(error, { depth: 10 });
    for (const secret of [KEY, '127.0.0.1', bench().server.baseURL]) expect(shown).not.toContain(secret);
  });

  test('an endpoint that is not there: no key, no address in the error, the system error in the cause', async () => {
    await bench().server.close();
    const error: unknown = await open({ maxRetries: 0 }).catch((reason: unknown) => reason);
    expect(isGuidaError(error) && error.code).toBe('embedding-failed');
    const shown = inspect(error, { depth: 10 });
    expect(shown).toContain('ECONNREFUSED');
    for (const secret of [KEY, '127.0.0.1']) expect(shown).not.toContain(secret);
  });

  test('opening does not try for long', async () => {
    bench().server.always(() => failing(500));
    expect(await rejectionCode(open({ maxRetries: 9 }))).toBe('embedding-failed');
    expect(bench().server.requests).toHaveLength(3);
  });

  test('a wrong key shows when the embedder is opened', async () => {
    bench().server.always(() => failing(401));
    expect(await rejectionCode(open())).toBe('embedding-failed');
    expect(bench().server.requests).toHaveLength(1);
  });

  test.each([{ batchSize: 0 }, { concurrency: 1.5 }, { dimensions: -1 }, { batchCharacters: Number.NaN }])(
    'refuses the options %o',
    async (options) => {
      expect(await rejectionCode(open(options))).toBe('settings');
    },
  );
});
