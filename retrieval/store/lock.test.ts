import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { acquireLock, removeAbandonedLocks } from './lock.ts';
import { identityOf, isAlive } from './process-identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'guida-lock-'));
const path = join(folder, 'index.lock');

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    if (!isGuidaError(error)) throw error;
    return error.code;
  }
}

describe('a lock', () => {
  test('is held by one, and free again after its release', () => {
    const lock = acquireLock(path);
    lock.assertHeld();
    expect(codeOf(() => acquireLock(path))).toBe('index-busy');
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(codeOf(() => acquireLock(path))).toBe('done');
    expect(readdirSync(folder)).toEqual(['index.lock']);
  });

  test('that someone took over is not ours to publish under, nor to release', () => {
    const lock = acquireLock(path);
    rmSync(path);
    const other = acquireLock(path);
    expect(
      codeOf(() => {
        lock.assertHeld();
      }),
    ).toBe('index-busy');
    lock.release();
    other.assertHeld();
  });

  test('of a live process is respected, of a dead one is not', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const holder = identityOf(child.pid);
    writeFileSync(path, JSON.stringify({ ...holder, token: 'x' }));
    expect(codeOf(() => acquireLock(path))).toBe('index-busy');
    expect(readFileSync(path, 'utf8')).toContain('"x"');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(codeOf(() => acquireLock(path))).toBe('done');
  });

  test.runIf(process.platform === 'linux')('of an earlier process with the number of a live one is taken over', () => {
    writeFileSync(path, JSON.stringify({ ...identityOf(), startedAt: '1', token: 'x' }));
    expect(codeOf(() => acquireLock(path))).toBe('done');
  });

  test('goes to one of many processes that find the same stale lock', async () => {
    const program = `
      const { acquireLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
      process.stdin.once('data', () => {
        try { acquireLock(${JSON.stringify(path)}); console.log('done'); } catch (error) { console.log(error.code); }
        process.stdin.once('data', () => process.exit());
      });
      console.log('ready');`;
    const children = Array.from({ length: 4 }, () => {
      const args = ['--import', 'tsx', '--input-type=module', '-e', program];
      return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    });
    const lineOf = async (child: (typeof children)[number]) => {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return line.toString().trim();
    };
    expect(await Promise.all(children.map(lineOf))).toEqual(children.map(() => 'ready'));
    writeFileSync(path, JSON.stringify({ pid: 99_999_999, token: 'stale' }));
    const answers = children.map(lineOf);
    for (const child of children) child.stdin.write('go\n');
    const outcomes = await Promise.all(answers);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'index-busy')).toHaveLength(3);
    for (const child of children) child.stdin.end('stop\n');
    await Promise.all(children.map((child) => once(child, 'exit')));
  });

  test('leaves files beside it only when its process dies, and those are removed', () => {
    writeFileSync(`${path}.0a`, JSON.stringify({ pid: 99_999_999, token: '0a' }));
    writeFileSync(`${path}.0b`, JSON.stringify({ ...identityOf(), token: '0b' }));
    writeFileSync(`${path}.0c`, '');
    removeAbandonedLocks(path);
    expect(readdirSync(folder).sort()).toEqual(['index.lock.0b', 'index.lock.0c']);
    expect(existsSync(path)).toBe(false);
  });
});

describe('isAlive', () => {
  test('knows this process, and none with an impossible number', () => {
    expect(isAlive(identityOf())).toBe(true);
    expect(isAlive({ pid: process.pid })).toBe(true);
    expect(isAlive({ pid: 99_999_999 })).toBe(false);
  });

  test('does not count a process that ended and was not yet collected', async () => {
    const child = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 5'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    // `sleep` does not know that it has a child to collect.
    while (isAlive({ pid })) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive({ pid })).toBe(false);
  });
});
