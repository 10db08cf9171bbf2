import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../retrieval/embed/seeded-random.ts';
import { CONTENDERS } from './contender.ts';
import { exactNearest } from './exact-nearest.ts';
import { measureSizes } from './main.ts';
import { measureSize } from './measure-size.ts';
import { textOfSize } from './report.ts';
import { residentMegabytes } from './resident.ts';

const SMALL = {
  ...{ passages: 600, dimension: 16, questions: 4, rounds: 1, patienceMs: 120_000 },
  ...{ peers: undefined, note: () => undefined },
};

function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guida-size-'));
  return work(folder).finally(() => {
    rmSync(folder, { recursive: true, force: true });
  });
}

test('contenders are built, opened and searched, and what is not installed is told', async () => {
  const measured = await inFolder((folder) =>
    measureSize({
      ...SMALL,
      ...{ folder, isKept: false, only: ['ours', 'raw FTS5 + hnswlib', 'MiniSearch', 'Orama'] },
    }),
  );
  const [ours, raw, miniSearch, orama] = measured.contenders;
  expect(ours?.recall).toBeGreaterThanOrEqual(0.95);
  expect(raw?.recall).toBe(ours?.recall);
  expect(raw?.both?.p50.ratio).toBe(1);
  for (const own of [ours, raw, miniSearch]) {
    expect(own?.failed).toBeUndefined();
    expect(own?.words?.p50.value).toBeGreaterThan(0);
    expect(own?.disk).toBeGreaterThan(0);
    expect(own?.resident).toBeGreaterThan(10);
  }
  expect(miniSearch?.vectors).toBeUndefined();
  expect(orama?.failed).toBe('not installed');
  expect(measured.filters?.length).toBeGreaterThan(5);
  for (const name of ['ours', 'raw FTS5', 'MiniSearch', 'not installed']) expect(textOfSize(measured)).toContain(name);
});

test('what is kept is not built again', async () => {
  await inFolder(async (folder) => {
    const options = { ...SMALL, folder, isKept: true, only: ['MiniSearch'] };
    const [first] = (await measureSize(options)).contenders;
    const [second] = (await measureSize(options)).contenders;
    expect(second?.buildMs).toBe(first?.buildMs);
    expect(second?.words?.p50.value).toBeGreaterThan(0);
    expect(existsSync(folder)).toBe(true);
  });
});

test('a name that nothing has is refused, and every name can be given in a list', async () => {
  const nothing = { ...SMALL, sizes: [], dimensions: [], folder: '', isKept: false, onMeasured: () => undefined };
  const measured = (only: readonly string[]) => measureSizes({ ...nothing, patience: 1, only });
  await expect(measured(['ours', 'theirs'])).rejects.toThrow(/theirs.*MiniSearch/u);
  const names = CONTENDERS.map(({ name }) => name);
  expect(await measured(names.join(',').split(','))).toEqual([]);
});

test('the nearest are those of sorting all', () => {
  const random = seededRandom(3);
  const vectorOf = () => Float32Array.from({ length: 5 }, () => random() - 0.5);
  const [all, questions] = [Array.from({ length: 200 }, vectorOf), Array.from({ length: 10 }, vectorOf)];
  const dot = (left: Float32Array, right: Float32Array) =>
    left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);
  const flat = Float32Array.from(all.flatMap((vector) => [...vector]));
  const expected = questions.map((question) =>
    all
      .map((vector, at) => ({ at, similarity: dot(vector, question) }))
      .sort((left, right) => right.similarity - left.similarity)
      .slice(0, 7)
      .map(({ at }) => at),
  );
  expect(exactNearest(flat, questions, 7)).toEqual(expected);
});

test('memory is that of the whole family', () => {
  expect(residentMegabytes(process.pid)).toBeGreaterThan(20);
  expect(residentMegabytes(2 ** 22 + 1)).toBe(0);
});
