import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { currentGeneration, layout } from './store/layout.ts';
import { openStore } from './store/open.ts';

const FIXTURE = fileURLToPath(new URL('./disk-full.fixture.ts', import.meta.url));

/** @param blocks largest file that may be written, in units of 512 bytes (POSIX ulimit) */
function build(dataDir: string, version: number, blocks: number | 'unlimited'): string {
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const args = ['-c', command, process.execPath, '--import', 'tsx', FIXTURE, dataDir, String(version)];
  // The limit would stop the loader's cache as well.
  const child = spawnSync('sh', args, { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } });
  expect(child.signal).toBeNull();
  return child.stdout;
}

test.skipIf(process.platform === 'win32')('a full disk is noticed, whichever file it stops', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'guida-full-'));
  expect(build(dataDir, 1, 'unlimited')).toBe('built');
  const generation = currentGeneration(dataDir) ?? '';
  const folder = layout(dataDir).generation(generation);
  const names = readdirSync(folder);
  const blocks = names.map((name) => Math.ceil(statSync(join(folder, name)).size / 512));
  // A limit just below each file's size stops that file or a larger one; the largest passes all.
  const limits = [...new Set(blocks)].sort((left, right) => left - right).map((size) => size - 1);
  for (const limit of limits) expect(build(dataDir, 2, limit)).toBe('data-unwritable');
  expect(currentGeneration(dataDir)).toBe(generation);
  expect(readdirSync(dataDir).sort()).toEqual(['current', 'generations']);
  expect(readdirSync(layout(dataDir).generations)).toEqual([generation]);
  const store = await openStore(dataDir, { vectorSearch: 'exact' });
  expect((await store.plans()).map(({ id }) => id)).toEqual(['v1']);
  await store.close();
  expect(build(dataDir, 2, Math.max(...limits) + 64)).toBe('built');
  rmSync(dataDir, { recursive: true });
});
