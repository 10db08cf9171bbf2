import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { answering, failing, honestBody, send, startEmbeddingsServer, vectorOf } from './embeddings-server.fixture.ts';
import type { EmbeddingsServer, Misbehaviour } from './embeddings-server.fixture.ts';
import { openOpenAiEmbedder, type OpenAiEmbedder, type OpenAiEmbeddingOptions } from './openai.ts';

const KEY = 'sk-canary-7f3a91';
const texts = Array.from({ length: 150 }, (_, i) => `示例市第${i}条`);

let folder: string;
let server: EmbeddingsServer;
let opened: OpenAiEmbedder[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guida-openai-'));
  server = await startEmbeddingsServer();
  opened = [];
});
afterEach(async () => {
  for (const embedder of opened) embedder.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<OpenAiEmbeddingOptions> = {}): Promise<OpenAiEmbedder> {
  const embedder = await openOpenAiEmbedder({
    apiKey: KEY,
    baseURL: server.baseURL,
    model: 'stand-in',
    cacheFile: join(folder, 'cache.sqlite'),
    concurrency: 1,
    maxRetries: 2,
    timeoutMs: 2000,
    ...options,
  });
  opened.push(embedder);
  return embedder;
}

const expected = (all: readonly string[], dimension = 8) =>
  all.map((text) => Float32Array.from(vectorOf(text, dimension)));

/** Requests after the first, which asks for the dimension. */
const asked = () => server.requests.slice(1).map(({ input }) => input.length);

describe('an honest endpoint', () => {
  test('gets batches, and gives one vector a text in their order', async () => {
    const embedder = await open();
    const seen: number[] = [];
    const vectors = await embedder.embedDocuments(texts, { onProgress: (done, total) => seen.push(done / total) });
    expect(vectors).toEqual(expected(texts));
    expect(asked()).toEqual([64, 64, 22]);
    expect(seen).toEqual([0, 64 / 150, 128 / 150, 1]);
    expect(await embedder.embedQuery('人才')).toEqual(expected(['人才'])[0]);
    expect([embedder.dimension, embedder.id]).toEqual([8, 'openai-stand-in-8']);
    expect(server.requests[1]?.body).toMatchObject({ model: 'stand-in', encoding_format: 'float' });
    expect(server.requests[1]?.authorization).toBe(`Bearer ${KEY}`);
  });

  test('several requests at once give the same', async () => {
    const embedder = await open({ concurrency: 4, batchSize: 7 });
    expect(await embedder.embedDocuments(texts)).toEqual(expected(texts));
  });

  test('batches are cut by characters too, but a long text still goes', async () => {
    const embedder = await open({ batchCharacters: 100 });
    const long = ['甲'.repeat(60), '乙'.repeat(60), '丙'.repeat(300), '丁'.repeat(30), '戊'.repeat(30)];
    expect(await embedder.embedDocuments(long)).toEqual(expected(long));
    expect(asked()).toEqual([1, 1, 1, 2]);
  });

  test('equal texts are asked for once, blank ones not at all', async () => {
    const embedder = await open();
    const vectors = await embedder.embedDocuments(['甲', '', '甲', ' \n', '乙']);
    expect(vectors).toEqual([
      ...expected(['甲']),
      new Float32Array(8),
      ...expected(['甲']),
      new Float32Array(8),
      ...expected(['乙']),
    ]);
    expect(asked()).toEqual([2]);
    expect(await embedder.embedQuery('  ')).toEqual(new Float32Array(8));
    expect(await embedder.embedDocuments([])).toEqual([]);
    expect(asked()).toEqual([2]);
  });

  test('a length of vector can be asked for', async () => {
    const embedder = await open({ dimensions: 5 });
    expect(await embedder.embedDocuments(['甲'])).toEqual(expected(['甲'], 5));
    expect(server.requests.every(({ body }) => body.dimensions === 5)).toBe(true);
  });

  test('answers out of order are put in order; without places they are taken as they come', async () => {
    const embedder = await open();
    server.next(
      answering((body) => ({ ...body, data: body.data.reverse() })),
      answering((body) => ({ data: body.data.map(({ embedding }) => ({ embedding })) })),
    );
    expect(await embedder.embedDocuments(['一', '二二', '三三三'])).toEqual(expected(['一', '二二', '三三三']));
    expect(await embedder.embedDocuments(['四四四四', '五'])).toEqual(expected(['四四四四', '五']));
  });
});

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
    server.next(fault);
    expect(await embedder.embedDocuments(['甲', '乙'])).toEqual(expected(['甲', '乙']));
    expect(asked()).toEqual([2, 2]);
  });

  test('a body that hangs is given up after the time limit and asked for again', async () => {
    const embedder = await open({ timeoutMs: 300 });
    server.next((_, response) => {
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
        send(
          response,
          200,
          JSON.stringify(honestBody(request.input))
            .replace('[', '[')
            .replace(/"embedding":\[[^,]*/u, '"embedding":[NaN'),
        );
      },
      1,
    ],
    ['something else', answering(() => ({ error: 'no' })), 1],
    [
      'an empty answer',
      (_: unknown, response: Parameters<Misbehaviour>[1]) => {
        send(response, 200, '');
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
    server.always(() => fault);
    const error: unknown = await embedder.embedDocuments(['甲', '乙乙']).catch((reason: unknown) => reason);
    expect(isGuidaError(error) && error.code).toBe('embedding-failed');
    expect(asked()).toHaveLength(attempts);
    const shown = inspect(error, { depth: 10 });
    for (const secret of [KEY, '127.0.0.1', server.baseURL]) expect(shown).not.toContain(secret);
  });

  test('an endpoint that is not there: no key, no address in the error, the system error in the cause', async () => {
    await server.close();
    const error: unknown = await open({ maxRetries: 0 }).catch((reason: unknown) => reason);
    server = await startEmbeddingsServer();
    expect(isGuidaError(error) && error.code).toBe('embedding-failed');
    const shown = inspect(error, { depth: 10 });
    expect(shown).toContain('ECONNREFUSED');
    for (const secret of [KEY, '127.0.0.1']) expect(shown).not.toContain(secret);
  });

  test('a wrong key shows when the embedder is opened', async () => {
    server.always(() => failing(401));
    expect(await rejectionCode(open())).toBe('embedding-failed');
    expect(server.requests).toHaveLength(1);
  });

  test.each([{ batchSize: 0 }, { concurrency: 1.5 }, { dimensions: -1 }, { batchCharacters: Number.NaN }])(
    'refuses the options %o',
    async (options) => {
      expect(await rejectionCode(open(options))).toBe('settings');
    },
  );
});

describe('an endpoint that takes only a few texts at once', () => {
  test('batches are halved until they pass, and stay so', async () => {
    const embedder = await open();
    server.always(({ input }) => (input.length > 10 ? failing(400) : undefined));
    expect(await embedder.embedDocuments(texts.slice(0, 50))).toEqual(expected(texts.slice(0, 50)));
    expect(asked()).toEqual([50, 25, 13, 7, 7, 7, 7, 7, 7, 7, 1]);
    await embedder.embedDocuments(texts.slice(50, 60));
    expect(asked().slice(-2)).toEqual([7, 3]);
  });

  test('a single text that is refused ends it', async () => {
    const embedder = await open();
    server.always(({ input }) => (input.includes('坏') ? failing(400) : undefined));
    expect(await rejectionCode(embedder.embedDocuments(['好', '坏', '也好']))).toBe('embedding-failed');
  });
});

describe('the cache', () => {
  test('after a failure half-way only what is missing is asked for again', async () => {
    const first = await open();
    server.next(undefined, undefined, failing(401));
    expect(await rejectionCode(first.embedDocuments(texts))).toBe('embedding-failed');
    expect(asked()).toEqual([64, 64, 22]);
    first.close();

    const second = await open();
    expect(await second.embedDocuments(texts)).toEqual(expected(texts));
    // Opening asked for nothing, since the dimension is known; then the 22 that were missing.
    expect(asked()).toEqual([64, 64, 22, 22]);
    expect(await second.embedDocuments([...texts].reverse())).toEqual(expected([...texts].reverse()));
    expect(asked()).toHaveLength(4);
  });

  test('what other requests under way bring home is kept too', async () => {
    const embedder = await open({ concurrency: 3, batchSize: 10 });
    let count = 0;
    server.always(() => ((count += 1) === 8 ? failing(401) : undefined));
    expect(await rejectionCode(embedder.embedDocuments(texts))).toBe('embedding-failed');
    server.always(() => undefined);
    const before = asked().length;
    expect(await embedder.embedDocuments(texts)).toEqual(expected(texts));
    expect(asked().length - before).toBeLessThanOrEqual(15 - 5);
  });

  test('another model or length of vector does not share it', async () => {
    await (await open()).embedDocuments(['甲']);
    await (await open({ model: 'other' })).embedDocuments(['甲']);
    await (await open({ dimensions: 4 })).embedDocuments(['甲']);
    expect(server.requests).toHaveLength(6);
  });

  test('holds neither text nor key', async () => {
    const embedder = await open();
    await embedder.embedDocuments(['一段不该留下的话']);
    embedder.close();
    const bytes = readFileSync(join(folder, 'cache.sqlite'));
    for (const secret of ['一段不该留下的话', KEY]) expect(bytes.includes(secret)).toBe(false);
  });

  test('a broken file is replaced, an unsound entry asked for again', async () => {
    const file = join(folder, 'cache.sqlite');
    writeFileSync(file, 'not a database at all'.repeat(100));
    const first = await open();
    await first.embedDocuments(['甲', '乙']);
    first.close();
    const database = new Database(file);
    for (const bytes of ["X'0000C07F'", "X'00'"]) {
      database.exec(`UPDATE embeddings SET vector = ${bytes}`);
      const before = server.requests.length;
      const next = await open();
      expect(await next.embedDocuments(['甲', '乙'])).toEqual(expected(['甲', '乙']));
      expect(server.requests.length - before).toBe(2);
    }
    database.close();
  });

  test('a folder that is not there is reported', async () => {
    expect(await rejectionCode(open({ cacheFile: join(folder, 'nowhere', 'cache') }))).toBe('data-unwritable');
  });
});

describe('stopping', () => {
  test('ends a request under way with the reason of the signal', async () => {
    const embedder = await open();
    const stop = new AbortController();
    server.always(() => () => {
      stop.abort(new Error('enough'));
    });
    await expect(embedder.embedDocuments(texts, { signal: stop.signal })).rejects.toThrow('enough');
    await expect(embedder.embedQuery('甲', { signal: stop.signal })).rejects.toThrow('enough');
  });

  test('does not sit out the wait before a retry', async () => {
    const embedder = await open({ maxRetryAfterMs: 1e6 });
    const stop = new AbortController();
    server.always(() => (request, response) => {
      failing(429, { 'retry-after-ms': '20000' })(request, response);
      setTimeout(() => {
        stop.abort(new Error('enough'));
      }, 100);
    });
    await expect(embedder.embedQuery('甲', { signal: stop.signal })).rejects.toThrow('enough');
  }, 10_000);
});
