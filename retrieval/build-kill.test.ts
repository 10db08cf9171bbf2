/**
 * The index after kill -9 of the process that builds it: just before every point at which that changes the disk, for a
 * first build and for one that takes the place of another, and at moments that nobody chose.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isGuidaError } from '../corpus/errors.ts';
import { openStore } from './store/open.ts';
import { countingEmbedder } from './store/store.fixture.ts';
import { corpusOfVersion } from './store/versions.fixture.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FIXTURE = join(ROOT, 'retrieval/store/build.fixture.ts');

/** More than twice what a busy machine needs for some fifty builds, in milliseconds. */
const TIMEOUT_MS = 300_000;

let folder = '';
let program = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-kill-'));
  program = bundled(join(folder, 'program'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * The building program as one file of JavaScript, so that a hundred starts do not compile it a hundred times. Lies as
 * deep as its source, below a package.json and modules as that does.
 */
function bundled(root: string): string {
  const program = join(root, 'retrieval/store/build.mjs');
  mkdirSync(dirname(program), { recursive: true });
  copyFileSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  const tsx = createRequire(createRequire(import.meta.url).resolve('tsx'));
  const esbuild = join(dirname(tsx.resolve('esbuild/package.json')), 'bin/esbuild');
  const external = ['better-sqlite3', 'hnswlib-node', 'nodejieba', 'tsx'].map((name) => `--external:${name}`);
  execFileSync(esbuild, [FIXTURE, '--bundle', '--platform=node', '--format=esm', ...external, `--outfile=${program}`], {
    stdio: 'ignore',
  });
  return program;
}

/** Runs the builder; the point at which it kills itself, 0: none. */
async function build(dataDir: string, version: number, point: number): Promise<{ killed: boolean; points: number }> {
  const child = spawn(process.execPath, [program, dataDir, String(version), String(point)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal ?? code).toBe(point === 0 || output !== '' ? 0 : 'SIGKILL');
  return { killed: signal === 'SIGKILL', points: Number(output) };
}

/**
 * The version that readers get, after making sure that it is that version and nothing else; 0: no index yet.
 * @param warnings filled with what the operator is told
 */
async function served(dataDir: string, warnings: string[] = []): Promise<number> {
  const embedder = countingEmbedder();
  try {
    const onWarning = (message: string) => warnings.push(message);
    const store = await openStore(dataDir, { embedderId: embedder.id, vectorSearch: 'exact', onWarning });
    const version = Number((await store.plans())[0]?.id.slice(1));
    const { passages } = corpusOfVersion(version).documents[0] ?? { passages: [] };
    expect(await store.passages(passages.map(({ id }) => id))).toEqual(passages);
    expect(await store.searchWords([`v${version}`], {}, 1000)).toHaveLength(passages.length);
    expect(await store.searchVectors(await embedder.embedQuery('任务'), {}, 1000)).toHaveLength(passages.length);
    await store.close();
    return version;
  } catch (error) {
    if (isGuidaError(error) && error.code === 'index-missing') return 0;
    throw error;
  }
}

/** What a data folder holds when nothing is under way: the generation that is served, and the one before. */
function checkTidy(dataDir: string): void {
  expect(readdirSync(dataDir).sort()).toEqual(['current', 'generations']);
  expect(readdirSync(join(dataDir, 'generations')).every((name) => /^\d+-[0-9a-f]+$/u.test(name))).toBe(true);
  expect(readdirSync(join(dataDir, 'generations')).length).toBeLessThanOrEqual(2);
}

test.concurrent(
  'a build that is killed at any point leaves the index of before, or the new one',
  { timeout: TIMEOUT_MS },
  async () => {
    const dataDir = join(folder, 'rebuilt');
    await build(dataDir, 1, 0);
    await build(dataDir, 2, 0);
    let before = await served(dataDir);
    expect(before).toBe(2);
    let version = 2;
    const outcomes = new Set<string>();
    for (let point = 1; ; point += 1) {
      version += 1;
      const { killed } = await build(dataDir, version, point);
      const warnings: string[] = [];
      const now = await served(dataDir, warnings);
      expect(warnings).toEqual([]);
      expect([before, version]).toContain(now);
      outcomes.add(now === version ? 'new' : 'old');
      before = now;
      if (killed) continue;
      expect(now).toBe(version);
      expect(point).toBeGreaterThan(40);
      break;
    }
    expect(outcomes).toEqual(new Set(['old', 'new']));
    checkTidy(dataDir);
  },
);

test.concurrent(
  'a first build that is killed at any point leaves no index, or a whole one',
  { timeout: TIMEOUT_MS },
  async () => {
    const { points } = await build(join(folder, 'measured'), 1, 0);
    expect(points).toBeGreaterThan(40);
    for (let point = 1; point <= points; point += 1) {
      const dataDir = join(folder, `first-${point}`);
      await build(dataDir, 1, point);
      const now = existsSync(dataDir) ? await served(dataDir) : 0;
      expect([0, 1]).toContain(now);
      if (point % 10 !== 0) continue;
      await build(dataDir, 2, 0);
      expect(await served(dataDir)).toBe(2);
      checkTidy(dataDir);
    }
  },
);

test.concurrent(
  'so does one that is killed with its vector process, at a moment nobody chose',
  { timeout: TIMEOUT_MS },
  async () => {
    const dataDir = join(folder, 'by-time');
    await build(dataDir, 1, 0);
    let before = 1;
    for (let turn = 0; turn < 6; turn += 1) {
      const version = turn + 2;
      const child = spawn(process.execPath, ['--import', 'tsx', FIXTURE, dataDir, String(version), '0', 'child'], {
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      // From before the program is loaded to after the vector process has been started, on a machine of our kind.
      await Promise.race([ended, sleep(400 + turn * 200)]);
      child.kill('SIGKILL');
      await ended;
      const now = await served(dataDir);
      expect([before, version]).toContain(now);
      before = now;
    }
    await build(dataDir, 100, 0);
    expect(await served(dataDir)).toBe(100);
  },
);
