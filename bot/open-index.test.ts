import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { KNOWN_WHOLE_FILE } from '../retrieval/store/known-whole.ts';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { currentGeneration, layout } from '../retrieval/store/layout.ts';
import { acquireLock } from '../retrieval/store/lock.ts';
import { createLog } from './log.ts';
import { openIndex, type OpenIndexOptions } from './open-index.ts';
import { workingFolder } from './program.fixture.ts';

const silent = { start: () => undefined, update: () => undefined, stop: () => undefined };

interface Opened {
  readonly reused: boolean;
  readonly titles: readonly string[];
  readonly generation: string;
  readonly failures: readonly string[];
  readonly told: string;
}

async function open(folder: string, options: Partial<OpenIndexOptions> = {}): Promise<Opened> {
  let told = '';
  const log = createLog({ write: (text) => (told += text), verbose: true });
  const index = await openIndex({
    corpus: [join(folder, 'plans')],
    data: join(folder, 'data'),
    log,
    progress: silent,
    ...options,
  });
  try {
    const titles = (await index.store.plans()).map((plan) => plan.title);
    const failures = index.notes.failures.map(({ file }) => file);
    return { reused: index.reused, titles, generation: index.store.generation, failures, told };
  } finally {
    await index.close();
  }
}

test('an index is built once and used until its files change', async () => {
  const folder = workingFolder();
  const first = await open(folder);
  expect(first).toMatchObject({
    reused: false,
    titles: ['示例市“十四五”科技创新规划', '样板县“十四五”人才发展规划', '模板省“十四五”数字经济规划'],
  });
  expect(await open(folder)).toMatchObject({ reused: true, generation: first.generation });

  appendFileSync(join(folder, 'plans/city.txt'), '\n第四章 组织实施\n\n示例市科技局牵头落实本规划。\n');
  const changed = await open(folder);
  expect(changed.reused).toBe(false);
  expect(changed.generation).not.toBe(first.generation);

  rmSync(join(folder, 'plans/county.md'));
  expect((await open(folder)).titles).toHaveLength(2);

  writeFileSync(join(folder, 'plans/plans.yaml'), 'province.html:\n  title: 模板省数字经济规划\n');
  expect((await open(folder)).titles).toContain('模板省数字经济规划');
  expect((await open(folder)).reused).toBe(true);
});

test('a corpus that is moved or named otherwise is the same corpus', async () => {
  const folder = workingFolder();
  await open(folder);
  renameSync(join(folder, 'plans'), join(folder, 'moved'));
  expect(await open(folder, { corpus: [join(folder, 'moved')] })).toMatchObject({ reused: true });
  expect(await open(folder, { corpus: [`${join(folder, 'moved')}/`] })).toMatchObject({ reused: true });
});

test('a file that cannot be read is remembered, and tried again when the corpus is read again', async () => {
  const folder = workingFolder();
  writeFileSync(join(folder, 'plans/empty.txt'), '');
  expect(await open(folder)).toMatchObject({ reused: false, failures: ['empty.txt'] });
  expect(await open(folder)).toMatchObject({ reused: true, failures: ['empty.txt'] });
  expect(await open(folder, { reread: true })).toMatchObject({ reused: true, failures: ['empty.txt'] });
});

test('without its notes an index is looked at again, not built again', async () => {
  const folder = workingFolder();
  const { generation } = await open(folder);
  for (const notes of ['', '{}', 'null', '{"generation":1}']) {
    writeFileSync(join(folder, 'data/corpus.json'), notes);
    expect(await open(folder)).toMatchObject({ reused: true, generation });
  }
});

test('a damaged index is built again', async () => {
  const folder = workingFolder();
  await open(folder);
  const files = (): readonly string[] => {
    const current = layout(join(folder, 'data')).generation(currentGeneration(join(folder, 'data')) ?? '');
    // The note that the files are whole is no part of the index.
    return readdirSync(current).flatMap((name) => (name === KNOWN_WHOLE_FILE ? [] : [join(current, name)]));
  };
  for (const [position] of files().entries()) {
    truncateSync(files()[position] ?? '', 10);
    expect(await open(folder)).toMatchObject({
      reused: false,
      titles: [expect.anything(), expect.anything(), expect.anything()],
    });
  }
  writeFileSync(join(folder, 'data/current'), 'nonsense');
  expect((await open(folder)).titles).toHaveLength(3);
});

test('another process that builds is waited for', async () => {
  const folder = workingFolder();
  mkdirSync(join(folder, 'data'));
  const lock = acquireLock(layout(join(folder, 'data')).lock);
  const opening = open(folder);
  await delay(1000);
  lock.release();
  expect((await opening).told).toContain('Another process is building the index; waiting for it.');
});

test('but not for ever', async () => {
  const folder = workingFolder();
  mkdirSync(join(folder, 'data'));
  const lock = acquireLock(layout(join(folder, 'data')).lock);
  await expect(open(folder, { patienceMs: 0 })).rejects.toMatchObject({ code: 'index-busy' });
  lock.release();
});

test('a data folder that is a file is named as the reason', async () => {
  const folder = workingFolder();
  writeFileSync(join(folder, 'data'), '');
  await expect(open(folder)).rejects.toMatchObject({ code: 'data-unwritable' });
});

test('no plans at all is an error', async () => {
  const folder = workingFolder();
  rmSync(join(folder, 'plans'), { recursive: true });
  await expect(open(folder)).rejects.toMatchObject({ code: 'corpus-empty' });
});
