import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchCorpus } from './corpus-watch.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guida-watch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['a folder', 'a file by itself'])('%s is seen to change', async (kind) => {
  const file = join(folder, '示例市规划.md');
  await writeFile(file, '# 示例市“十四五”科技创新规划\n\n到2025年，企业达到100家。');
  const watch = watchCorpus([kind === 'a folder' ? folder : file]);
  const before = await watch.fingerprint();
  expect(before).toBeDefined();
  expect(await watch.fingerprint()).toBe(before);
  await writeFile(file, '# 示例市“十四五”科技创新规划\n\n到2025年，企业达到2000家。');
  expect(await watch.fingerprint()).toBeUndefined();
  expect(await watch.fingerprint()).not.toBe(before);
});
