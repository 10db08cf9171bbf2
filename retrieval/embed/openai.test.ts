import { describe, expect, test } from 'vitest';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { answering, failing } from './embeddings-server.fixture.ts';
import { KEY, expected, texts, withEmbeddingsServer } from './openai-embedder.fixture.ts';
import type { OpenAiEmbeddingOptions } from './openai.ts';

const bench = withEmbeddingsServer();
const open = (options?: Partial<OpenAiEmbeddingOptions>) => bench().open(options);
const asked = () => bench().asked();

describe('an honest endpoint', () => {
  test('gets batches, and gives one vector a text in their order', async () => {
    const embedder = await open();
    const seen: number[] = [];
    const vectors = await embedder.embedDocuments(texts, { onProgress: (done, total) => seen.push(done / total) });
    expect(vectors).toEqual(expected(texts));
    expect(asked()).toEqual([64, 64, 22]);
    expect(seen).toEqual([0, 64 / 150, 128 / 150, 1]);
    expect(await embedder.embedQuery('人才')).toEqual(expected(['人才'])[0]);
    expect(embedder.dimension).toBe(8);
    expect(embedder.id).toMatch(/^openai-stand-in-8-[0-9a-f]{8}$/u);
    expect(bench().server.requests[1]?.body).toMatchObject({ model: 'stand-in', encoding_format: 'float' });
    expect(bench().server.requests[1]?.authorization).toBe(`Bearer ${KEY}`);
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
    expect(bench().server.requests.every(({ body }) => body.dimensions === 5)).toBe(true);
  });

  test('answers out of order are put in order; without places they are taken as they come', async () => {
    const embedder = await open();
    bench().server.next(
      answering((body) => ({ ...body, data: body.data.reverse() })),
      answering((body) => ({ data: body.data.map(({ embedding }) => ({ embedding })) })),
    );
    expect(await embedder.embedDocuments(['一', '二二', '三三三'])).toEqual(expected(['一', '二二', '三三三']));
    expect(await embedder.embedDocuments(['四四四四', '五'])).toEqual(expected(['四四四四', '五']));
  });
});

describe('an endpoint that takes only a few texts at once', () => {
  test('batches are halved until they pass, and stay so', async () => {
    const embedder = await open();
    bench().server.always(({ input }) => (input.length > 10 ? failing(400) : undefined));
    expect(await embedder.embedDocuments(texts.slice(0, 50))).toEqual(expected(texts.slice(0, 50)));
    expect(asked()).toEqual([50, 25, 13, 7, 7, 7, 7, 7, 7, 7, 1]);
    await embedder.embedDocuments(texts.slice(50, 60));
    expect(asked().slice(-2)).toEqual([7, 3]);
  });

  test('a text that is too long is sent shorter, and so are those after it', async () => {
    const embedder = await open();
    bench().server.always(({ input }) => (input.some((text) => text.length > 300) ? failing(413) : undefined));
    const long = [...texts.slice(0, 20), '甲'.repeat(480), '乙'.repeat(500)];
    const vectors = await embedder.embedDocuments(long);
    expect(vectors).toEqual(expected([...texts.slice(0, 20), '甲'.repeat(270), '乙'.repeat(270)]));
    const before = asked().length;
    await embedder.embedDocuments(['丙'.repeat(480), ...texts.slice(20, 40)]);
    expect(asked().slice(before)).toEqual([21]);
  });

  test('too many and too long at once', async () => {
    const embedder = await open();
    const refused = (input: readonly string[]) => input.length > 10 || input.some((text) => text.length > 300);
    bench().server.always(({ input }) => (refused(input) ? failing(422) : undefined));
    const mixed = texts.map((text, at) => (at % 40 === 0 ? '长'.repeat(400 + at) : text));
    const vectors = await embedder.embedDocuments(mixed);
    expect(vectors.map(([length]) => length)).toEqual(texts.map((text, at) => (at % 40 === 0 ? 300 : text.length)));
  });

  test('no text is cut in the middle of a character', async () => {
    const embedder = await open();
    bench().server.always(({ input }) => (input.some((text) => text.length > 300) ? failing(413) : undefined));
    await embedder.embedDocuments([`${'甲'.repeat(299)}${'😀'.repeat(50)}`]);
    expect(bench().server.requests.at(-1)?.input).toEqual(['甲'.repeat(299)]);
  });

  test('a single text that is refused ends it', async () => {
    const embedder = await open();
    bench().server.always(({ input }) => (input.includes('坏') ? failing(400) : undefined));
    expect(await rejectionCode(embedder.embedDocuments(['好', '坏', '也好']))).toBe('embedding-failed');
  });
});

describe('stopping', () => {
  test('ends a request under way with the reason of the signal', async () => {
    const embedder = await open();
    const stop = new AbortController();
    bench().server.always(() => () => {
      stop.abort(new Error('enough'));
    });
    await expect(embedder.embedDocuments(texts, { signal: stop.signal })).rejects.toThrow('enough');
    await expect(embedder.embedQuery('甲', { signal: stop.signal })).rejects.toThrow('enough');
  });

  test('does not sit out the wait before a retry', async () => {
    const embedder = await open({ maxRetryAfterMs: 1e6 });
    const stop = new AbortController();
    bench().server.always(() => (request, response) => {
      failing(429, { 'retry-after-ms': '20000' })(request, response);
      setTimeout(() => {
        stop.abort(new Error('enough'));
      }, 100);
    });
    await expect(embedder.embedQuery('甲', { signal: stop.signal })).rejects.toThrow('enough');
  }, 10_000);
});
