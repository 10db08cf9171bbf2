import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { placesIn, run, runProcess, temporaryFolder, workingFolder } from '../program.fixture.ts';

const GUIDA = fileURLToPath(new URL('../guida.mjs', import.meta.url));
const SECRET = 'web-secret-canary-0001';
const QUESTION = '示例市到2025年高新技术企业要达到多少家？';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  readonly stderr: () => string;
}

/** Starts the program on a free port and waits until it listens. */
async function started(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [GUIDA, 'start', ...placesIn(folder)], {
    cwd: folder,
    env: { PATH, HOME, PORT: '0', GUIDA_WEB_SECRET: SECRET, ...environment },
  });
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  for (;;) {
    const address = /http:\/\/\S+(?=\.\n)/u.exec(stdout)?.[0];
    if (address !== undefined) return { child, address, stderr: () => stderr };
    if (child.exitCode !== null) throw new Error(stderr);
    await delay(20);
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };

async function ask(address: string, question: string): Promise<string> {
  const body = JSON.stringify({ question, conversationId: 'talk' });
  const response = await fetch(`${address}/api/ask`, { method: 'POST', headers, body });
  return await response.text();
}

async function ready(address: string): Promise<void> {
  while (!(await fetch(`${address}/readyz`, { headers })).ok) await delay(100);
}

test('it serves at once, is ready when its index is built, and ends after the answers under way', async () => {
  const folder = workingFolder();
  const { child, address, stderr } = await started(folder);
  expect((await fetch(`${address}/healthz`)).ok).toBe(true);
  expect(await ask(address, QUESTION)).toMatch(/准备|300家/u);
  await ready(address);
  const answers = [1, 2, 3, 4].map(() => ask(address, QUESTION));
  await delay(20);
  child.kill('SIGTERM');
  const texts = await Promise.all(answers);
  expect(texts.every((text) => text.includes('300家') || text.includes('重启'))).toBe(true);
  expect(texts.some((text) => text.includes('300家'))).toBe(true);
  expect(await exitOf(child)).toBe(0);
  const metricsAndLog = stderr();
  expect(metricsAndLog).not.toMatch(/canary|高新技术|300家/u);
  expect(
    metricsAndLog
      .trim()
      .split('\n')
      .every((line) => line.startsWith('{"level":')),
  ).toBe(true);
});

test('a second signal ends it at once', async () => {
  const { child } = await started(workingFolder());
  child.kill('SIGTERM');
  child.kill('SIGINT');
  expect([0, 130, 143]).toContain(await exitOf(child));
});

describe('what keeps it from starting is told in one line', () => {
  const check = async (
    folder: string,
    environment: Readonly<Record<string, string>>,
    code: number,
    message: RegExp,
  ): Promise<void> => {
    const ran = await runProcess(['start', ...placesIn(folder)], {
      folder,
      environment: { PORT: '0', ...environment },
    });
    const lines = ran.stderr
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('guida: '));
    expect({ code: ran.code, lines: lines.length }).toEqual({ code, lines: 1 });
    expect(lines[0]).toMatch(message);
    expect(ran.stderr).not.toMatch(/^\s+at /mu);
  };

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await check(workingFolder(), { PORT: String(port) }, 1, /cannot listen on 127\.0\.0\.1:\d+\. Set HOST and PORT\./u);
    server.close();
  });

  test('an address for all without a login', async () => {
    await check(workingFolder(), { HOST: '0.0.0.0' }, 2, /Set GUIDA_WEB_SECRET or GUIDA_WEB_USER_HEADER/u);
  });

  test('access rules that are wrong', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, 'access.yaml'), 'public: [a]\neveryone: true\n');
    await check(folder, { GUIDA_ACCESS: 'access.yaml' }, 1, /the file has “everyone”, which means nothing here/u);
  });

  test('a data folder that is a file, and no plans', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, 'data'), '');
    await check(folder, {}, 1, /The journal cannot be read or written/u);
    const empty = temporaryFolder();
    mkdirSync(join(empty, 'plans'));
    const ran = await run(['start', ...placesIn(empty)], { folder: empty, environment: { PORT: '0' } });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toMatch(/^guida: .+\n$/u);
  });
});
