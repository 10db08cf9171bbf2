import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GuidaError } from '../../corpus/errors.ts';
import type { VectorIndex } from '../types.ts';
import { HnswIndex } from '../vectors/hnsw.ts';
import { openVectorProcess, type VectorProcess } from '../vectors/process.ts';
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

/** Asks until something else has happened, which it can only while nothing is computed here. */
async function checkUntil(search: VectorSearch, done: () => boolean): Promise<void> {
  while (!done()) {
    await check(search);
    await sleep(10);
  }
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

test('a start that fails is tried again after a wait that grows, and the operator hears of it once', async () => {
  const failure = new GuidaError('vector-process', 'It does not start.');
  const tries: number[] = [];
  let time = 0;
  const open = () => {
    tries.push(time);
    return Promise.reject(failure);
  };
  const { search, causes } = searchWith({ open, now: () => time });
  for (; time <= 8000; time += 500) await check(search);
  expect(tries).toEqual([0, 1000, 3000, 7000]);
  for (; time <= 3_600_000; time += 10_000) await check(search);
  expect((tries.at(-1) ?? 0) - (tries.at(-2) ?? 0)).toBe(600_000);
  expect(causes).toEqual([failure]);
  await search.close();
});

test('a process that takes too long to start is started again, and answers go on meanwhile', async () => {
  const opened: VectorProcess[] = [];
  let [tries, time] = [0, 0];
  const open = async (of: string, signal: AbortSignal) => {
    tries += 1;
    const served = await openVectorProcess(of, { signal, ...(tries === 1 && { startTimeoutMs: 1 }) });
    opened.push(served);
    return served;
  };
  const { search, causes } = searchWith({ open, now: () => time });
  await check(search);
  expect(causes).toMatchObject([{ code: 'vector-process' }]);
  time += 999;
  await check(search);
  expect(tries).toBe(1);
  time += 1;
  await check(search);
  expect(tries).toBe(2);
  await checkUntil(search, () => opened.length === 1);
  await check(search);
  // Given up, as after many deaths: opened anew.
  await opened[0]?.close();
  await check(search);
  time += 2000;
  await checkUntil(search, () => opened.length === 2);
  expect(opened[1]?.pid).toBeDefined();
  expect(tries).toBe(3);
  await search.close();
  expect(opened[1]?.isGivenUp).toBe(true);
});

test('of many vectors no process means none, and a search that says so', async () => {
  let time = 0;
  const opened: VectorProcess[] = [];
  const open = async (of: string, signal: AbortSignal) => {
    const served = await openVectorProcess(of, { signal, ...(time === 0 && { startTimeoutMs: 1 }) });
    opened.push(served);
    return served;
  };
  const { search } = searchWith({ open, now: () => time, mostScanned: 100 });
  await expect(search.search(query, 1)).rejects.toMatchObject({ code: 'vector-process' });
  time += 1000;
  await expect(search.search(query, 1)).rejects.toMatchObject({ code: 'vector-process' });
  while (opened.length === 0) await sleep(10);
  await check(search);
  await search.close();
});

test('a start that is under way does not hold up the end', async () => {
  let started: Promise<VectorProcess> | undefined;
  const open = (of: string, signal: AbortSignal) => (started = openVectorProcess(of, { signal }));
  const { search, causes } = searchWith({ open });
  const hits = search.search(query, 2);
  await search.close();
  await expect(started).rejects.toMatchObject({ code: 'vector-process' });
  expect((await hits).map(({ label }) => label)).toEqual([1, 3]);
  expect(causes).toEqual([]);
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
