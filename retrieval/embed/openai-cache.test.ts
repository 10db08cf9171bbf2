import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { failing } from './embeddings-server.fixture.ts';
import { KEY, expected, texts, withEmbeddingsServer } from './openai-embedder.fixture.ts';
import type { OpenAiEmbeddingOptions } from './openai.ts';

const bench = withEmbeddingsServer();
const open = (options?: Partial<OpenAiEmbeddingOptions>) => bench().open(options);
const asked = () => bench().asked();

describe('the cache', () => {
  test('after a failure half-way only what is missing is asked for again', async () => {
    const first = await open();
    bench().server.next(undefined, undefined, failing(401));
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
    bench().server.always(() => ((count += 1) === 8 ? failing(401) : undefined));
    expect(await rejectionCode(embedder.embedDocuments(texts))).toBe('embedding-failed');
    bench().server.always(() => undefined);
    const before = asked().length;
    expect(await embedder.embedDocuments(texts)).toEqual(expected(texts));
    expect(asked().length - before).toBeLessThanOrEqual(15 - 5);
  });

  test('another model, length of vector or endpoint does not share it', async () => {
    const first = await open();
    await first.embedDocuments(['甲']);
    await (await open({ model: 'other' })).embedDocuments(['甲']);
    await (await open({ dimensions: 4 })).embedDocuments(['甲']);
    const elsewhere = await open({ baseURL: `${bench().server.baseURL}/elsewhere` });
    await elsewhere.embedDocuments(['甲']);
    expect(bench().server.requests).toHaveLength(8);
    expect(elsewhere.id).not.toBe(first.id);
  });

  test('holds neither text nor key', async () => {
    const embedder = await open();
    await embedder.embedDocuments(['一段不该留下的话']);
    embedder.close();
    const bytes = readFileSync(bench().cacheFile);
    for (const secret of ['一段不该留下的话', KEY]) expect(bytes.includes(secret)).toBe(false);
  });

  test('a broken file is replaced, an unsound entry asked for again', async () => {
    const file = bench().cacheFile;
    writeFileSync(file, 'not a database at all'.repeat(100));
    const first = await open();
    await first.embedDocuments(['甲', '乙']);
    first.close();
    const database = new Database(file);
    for (const bytes of ["X'0000C07F'", "X'00'"]) {
      database.exec(`UPDATE embeddings SET vector = ${bytes}`);
      const before = bench().server.requests.length;
      const next = await open();
      expect(await next.embedDocuments(['甲', '乙'])).toEqual(expected(['甲', '乙']));
      expect(bench().server.requests.length - before).toBe(2);
    }
    database.close();
  });

  test('a folder that is not there is reported', async () => {
    expect(await rejectionCode(open({ cacheFile: join(bench().folder, 'nowhere', 'cache') }))).toBe('data-unwritable');
  });
});
