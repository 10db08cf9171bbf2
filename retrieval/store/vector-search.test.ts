import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GuidaError } from '../../corpus/errors.ts';
import type { VectorIndex } from '../types.ts';
import { HnswIndex } from '../vectors/hnsw.ts';
import { openVectorProcess } from '../vectors/process.ts';
import { VectorSearch, type VectorSearchOptions } from './vector-search.ts';

let folder = '';
let path = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-vectors-'));
  path = join(folder, 'vectors.hnsw');
  HnswIndex.build(
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    [1, 2, 3],
  ).save(path);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const query = Float32Array.of(1, 0.1);

/** A search, and the causes of its warnings. */
function searchWith(changes: Partial<VectorSearchOptions>): { search: VectorSearch; causes: unknown[] } {
  const causes: unknown[] = [];
  const onWarning = (_: string, cause: unknown) => causes.push(cause);
  return { search: new VectorSearch({ path, dimension: 2, mode: 'process', onWarning, ...changes }), causes };
}

async function check(search: VectorSearch): Promise<void> {
  expect((await search.search(query, 2)).map(({ label }) => label)).toEqual([1, 3]);
  expect((await search.search(query, 2, [[2, 2]])).map(({ label }) => label)).toEqual([2]);
}

test('nothing is opened before the first search, or by a search for nonsense', async () => {
  let opened = 0;
  const open = () => {
    opened += 1;
    return openVectorProcess(path);
  };
  const { search, causes } = searchWith({ open });
  await expect(search.search(Float32Array.of(1), 1)).rejects.toMatchObject({ code: 'vector-invalid' });
  expect(opened).toBe(0);
  await check(search);
  expect(opened).toBe(1);
  expect(causes).toEqual([]);
  await search.close();
});

test('without a process that starts, vectors are compared one by one, and the operator hears of it once', async () => {
  const failure = new GuidaError('vector-process', 'It does not start.');
  let tries = 0;
  const open = () => {
    tries += 1;
    return Promise.reject(failure);
  };
  const { search, causes } = searchWith({ open });
  await check(search);
  await check(search);
  expect(tries).toBe(1);
  expect(causes).toEqual([failure]);
  await search.close();
});

test('a process that is killed costs no answer, and serves again', async () => {
  const opened: Awaited<ReturnType<typeof openVectorProcess>>[] = [];
  const open = async () => {
    const served = await openVectorProcess(path);
    opened.push(served);
    return served;
  };
  const { search } = searchWith({ open });
  await check(search);
  const [served] = opened;
  const first = served?.pid;
  if (first !== undefined) process.kill(first, 'SIGKILL');
  await check(search);
  while (served?.pid === undefined || served.pid === first) await check(search);
  await check(search);
  expect(opened).toHaveLength(1);
  await search.close();
});

test('an error of the caller is no reason to compare one by one', async () => {
  const refusal = new GuidaError('vector-invalid', 'No.');
  const index: VectorIndex = {
    dimension: 2,
    size: 3,
    search: () => Promise.reject(refusal),
    close: () => Promise.resolve(),
  };
  const { search, causes } = searchWith({ open: () => Promise.resolve(index) });
  await expect(search.search(query, 1)).rejects.toBe(refusal);
  expect(causes).toEqual([]);
});

test('a file that has gone is damage, in either mode', async () => {
  for (const mode of ['process', 'exact'] as const) {
    const { search } = searchWith({ mode, path: join(folder, 'gone') });
    await expect(search.search(query, 1)).rejects.toMatchObject({ code: 'index-damaged' });
    await search.close();
  }
});
