import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { HnswIndex } from './hnsw.ts';
import { manifestName } from './hnsw-file.ts';
import { buildHnswFile } from './process-build.ts';
import { openVectorProcess, startTimeoutFor, type VectorProcess, type VectorProcessOptions } from './process.ts';
import { clusteredVectors, rangesOf, rejectionCode } from './vectors.fixture.ts';

const vectors = clusteredVectors({ count: 600, dimension: 16, seed: 14 });
const labels = vectors.map((_, position) => position + 100);
const question = vectors[3] as Float32Array;
const opened: VectorProcess[] = [];
let folder: string;
let path: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guida-process-'));
  path = join(folder, 'index.hnsw');
  await buildHnswFile(path, vectors, labels);
});
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: VectorProcessOptions = {}): Promise<VectorProcess> {
  const index = await openVectorProcess(path, { backOffMs: 10, ...options });
  opened.push(index);
  return index;
}

function kill(index: VectorProcess, signal: NodeJS.Signals): void {
  if (index.pid === undefined) throw new Error('there is no process');
  process.kill(index.pid, signal);
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

async function untilGone(processId: number): Promise<void> {
  while (isAlive(processId)) await sleep(20);
}

test('the process answers as the index in this one does, filters included', async () => {
  const here = HnswIndex.load(path);
  const there = await open();
  expect([there.dimension, there.size]).toEqual([16, 600]);
  const filters = [undefined, rangesOf(labels.slice(0, 300)), rangesOf([...labels.slice(0, 20), -1, 0.5]), []];
  for (const allowed of filters) {
    const asked = vectors.slice(0, 30);
    const answers = await Promise.all(asked.map((vector) => there.search(vector, 10, allowed)));
    expect(answers).toEqual(asked.map((vector) => here.searchNow(vector, 10, allowed)));
  }
});

test('a bad question does not reach the process', async () => {
  const index = await open();
  const before = index.pid;
  expect(await rejectionCode(index.search([1, Number.NaN], 5))).toBe('vector-invalid');
  expect(await rejectionCode(index.search(question, -1))).toBe('vector-invalid');
  expect(await index.search(question, 5)).toHaveLength(5);
  expect(index.pid).toBe(before);
});

test('killed in the middle of a search: that one fails, the next works', async () => {
  const index = await open();
  const before = index.pid;
  // Stopped first, so that the search is surely under way when the process dies.
  kill(index, 'SIGSTOP');
  const searches = [index.search(question, 5), index.search(question, 6)];
  const codes = Promise.all(searches.map(rejectionCode));
  await sleep(50);
  kill(index, 'SIGKILL');
  expect(await codes).toEqual(['vector-process', 'vector-process']);
  expect(await index.search(question, 5)).toHaveLength(5);
  expect(index.pid).not.toBe(before);
});

test('an abort inside the process costs no more than a kill', async () => {
  const index = await open();
  kill(index, 'SIGABRT');
  await untilGone(index.pid ?? 0);
  expect(await index.search(question, 5)).toHaveLength(5);
});

test('a process that does not answer is killed and replaced', async () => {
  const index = await open({ requestTimeoutMs: 1000 });
  const before = index.pid;
  kill(index, 'SIGSTOP');
  expect(await rejectionCode(index.search(question, 5))).toBe('vector-process');
  // On a busy machine the new process may take longer to start than a search may wait.
  while ((await rejectionCode(index.search(question, 5))) !== undefined) await sleep(20);
  expect(index.pid).not.toBe(before);
});

test('a process that keeps dying is given up, and that is what a search says', async () => {
  const index = await open({ restarts: 2 });
  for (let death = 0; death < 3; death += 1) {
    await index.search(question, 1);
    const before = index.pid ?? 0;
    kill(index, 'SIGKILL');
    while (index.pid === before) await sleep(5);
  }
  expect(await rejectionCode(index.search(question, 5))).toBe('vector-process');
  expect(index.pid).toBeUndefined();
  expect(index.isGivenUp).toBe(true);
});

test('the larger the file, the longer a start may take; one that takes longer is ended', async () => {
  const check = (bytes: number, seconds: number) => {
    expect(startTimeoutFor(bytes)).toBe(seconds * 1000);
  };
  check(0, 60);
  check(1_200_000_000, 180);
  check(2_000_000_000, 260);
  expect(await rejectionCode(openVectorProcess(path, { startTimeoutMs: 1 }))).toBe('vector-process');
});

test('a signal ends a start that is under way, and the process', async () => {
  const stopping = new AbortController();
  const starting = rejectionCode(openVectorProcess(path, { signal: stopping.signal }));
  stopping.abort();
  expect(await starting).toBe('vector-process');
  expect(await rejectionCode(openVectorProcess(path, { signal: stopping.signal }))).toBe('vector-process');
  const later = new AbortController();
  const index = await openVectorProcess(path, { signal: later.signal });
  const processId = index.pid ?? 0;
  later.abort();
  await untilGone(processId);
  expect(await rejectionCode(index.search(question, 5))).toBe('vector-process');
});

test('deaths outside the window are forgiven', async () => {
  let time = 0;
  const index = await open({ restarts: 1, restartWindowMs: 1000, now: () => time });
  for (let death = 0; death < 3; death += 1) {
    time += 2000;
    kill(index, 'SIGKILL');
    await untilGone(index.pid ?? 0);
    while ((await rejectionCode(index.search(question, 5))) !== undefined) await sleep(5);
  }
});

test('a file that is damaged when the process starts again is reported as such', async () => {
  const own = join(folder, 'own');
  await buildHnswFile(own, vectors, labels);
  const index = await openVectorProcess(own, { backOffMs: 10 });
  opened.push(index);
  truncateSync(own, 100);
  const before = index.pid ?? 0;
  kill(index, 'SIGKILL');
  while (index.pid === before) await sleep(5);
  expect(await rejectionCode(index.search(question, 5))).toBe('index-damaged');
  expect(await rejectionCode(openVectorProcess(own))).toBe('index-damaged');
});

test('closing answers what is under way and leaves no process behind', async () => {
  const index = await openVectorProcess(path);
  const processId = index.pid ?? 0;
  kill(index, 'SIGSTOP');
  const search = rejectionCode(index.search(question, 5));
  await index.close();
  expect(await search).toBe('vector-process');
  expect(isAlive(processId)).toBe(false);
  expect(await rejectionCode(index.search(question, 5))).toBe('vector-process');
  await index.close();
});

test('the process ends with the one that opened it, even when that one is killed', async () => {
  const holder = fileURLToPath(new URL('./hold-process.fixture.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', holder, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const processId = Number(printed.toString());
  expect(isAlive(processId)).toBe(true);
  parent.kill('SIGKILL');
  await untilGone(processId);
});

test('a signal to the whole group does not take the process from under the answers', async () => {
  const index = await open();
  kill(index, 'SIGINT');
  kill(index, 'SIGTERM');
  expect(await index.search(question, 5)).toHaveLength(5);
});

test('a build reports progress, and two agree byte for byte', async () => {
  const again = join(folder, 'again');
  const seen: number[] = [];
  await buildHnswFile(again, vectors, labels, {}, (done, total) => {
    expect(total).toBe(600);
    seen.push(done);
  });
  expect(seen).toEqual([256, 512, 600]);
  expect(readFileSync(again)).toEqual(readFileSync(path));
  expect(readFileSync(manifestName(again))).toEqual(readFileSync(manifestName(path)));
});

test.each([
  ['a bad vector', [...vectors.slice(0, 3), Float32Array.of(1)], [1, 2, 3, 4], 'vector-invalid'],
  ['a string in a vector', [[...question].map(String) as unknown as number[]], [1], 'vector-invalid'],
  ['a label twice', vectors.slice(0, 2), [1, 1], 'vector-invalid'],
  ['a label out of range', vectors.slice(0, 2), [1, -1], 'vector-invalid'],
  ['too few labels', vectors.slice(0, 2), [1], 'vector-invalid'],
])('a build refuses %s and leaves the old file', async (_, bad, badLabels, expected) => {
  const before = readFileSync(path);
  expect(await rejectionCode(buildHnswFile(path, bad, badLabels))).toBe(expected);
  expect(readFileSync(path)).toEqual(before);
});

test('a build that is stopped, or cannot write, leaves no file', async () => {
  const stopped = new AbortController();
  const target = join(folder, 'stopped');
  const build = buildHnswFile(target, vectors, labels, { signal: stopped.signal }, () => {
    stopped.abort(new Error('enough'));
  });
  await expect(build).rejects.toThrow('enough');
  expect(await rejectionCode(buildHnswFile(join(folder, 'nowhere', 'x'), vectors, labels))).toBe('data-unwritable');
  expect(readdirSync(folder).filter((name) => name.startsWith('stopped') || name.endsWith('.tmp'))).toEqual([]);
});

test('messages hold no path and no signal; the cause does', async () => {
  const error: unknown = await openVectorProcess(join(folder, 'nowhere')).catch((reason: unknown) => reason);
  expect(isGuidaError(error) && error.message.includes(folder)).toBe(false);
  expect(isGuidaError(error) && String(error.cause)).toContain('nowhere');
});
