import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SHIPPED } from './opened-program.ts';
import type { Row } from './row.ts';

const GUIDA = fileURLToPath(new URL('../../bot/guida.mjs', import.meta.url));

/** Every setting that holds a secret, and words of a question: each holds `canary`. */
const SECRETS = {
  OPENAI_API_KEY: 'sk-canary-openai-0001',
  SLACK_BOT_TOKEN: 'xoxb-canary-slack-0002',
  SLACK_SIGNING_SECRET: 'canary-signing-0003',
  DINGTALK_CLIENT_SECRET: 'canary-dingtalk-0004',
  GUIDA_WEB_SECRET: 'canary-web-secret-0005',
} as const;

/**
 * Starts the program with canaries for secrets against services that refuse it, asks questions, and looks for the
 * canaries in what it writes, tells and keeps, at the most talkative level. Words of questions may stand in the journal only.
 */
export async function measureSecrets(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'guida-secrets-'));
  const refusing = createServer((request, response) => {
    // As careless services do: what was sent comes back in the error.
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error: `bad key ${String(request.headers.authorization)}` }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => refusing.once('listening', resolve));
  const away = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  writeFileSync(
    join(folder, '.env'),
    Object.entries(SECRETS)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const told: string[] = [];
  const runs = [
    { SLACK_API_URL: `${away}/`, SLACK_BOT_TOKEN: SECRETS.SLACK_BOT_TOKEN },
    { DINGTALK_API_URL: away, DINGTALK_CLIENT_ID: 'client', SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' },
    { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', DINGTALK_CLIENT_SECRET: '' },
  ];
  for (const run of runs) {
    told.push(
      await tellingOf(folder, {
        OPENAI_BASE_URL: `${away}/v1`,
        OPENAI_MODEL: 'any',
        GUIDA_LOG_LEVEL: 'debug',
        GUIDA_CORPUS: SHIPPED,
        DINGTALK_CLIENT_ID: '',
        DINGTALK_CLIENT_SECRET: run.DINGTALK_CLIENT_ID === undefined ? '' : SECRETS.DINGTALK_CLIENT_SECRET,
        ...run,
      }),
    );
  }
  refusing.close();
  const spoken = told.join('\n');
  const kept = filesUnder(join(folder, 'data')).map((path) => readFileSync(path));
  const values = Object.values(SECRETS);
  const inText = values.filter((value) => spoken.includes(value)).length;
  const inFiles = values.filter((value) => kept.some((bytes) => bytes.includes(value))).length;
  const wordsTold = spoken.includes('金丝雀问题') ? 1 : 0;
  rmSync(folder, { recursive: true, force: true });
  return {
    promise:
      'Secrets: canaries in log (debug), errors, metrics, pages, journal and index; words of questions in the log',
    figures: { canaries: values.length, charactersTold: spoken.length, found: inText + inFiles, wordsTold },
    kept: inText + inFiles + wordsTold === 0 && spoken.length > 1000,
  };
}

/** Everything a run tells: its streams, its pages for operators, its answers' errors. */
async function tellingOf(folder: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [GUIDA, 'start', '--data', join(folder, 'data'), '--verbose'], {
    cwd: folder,
    env: { PATH, HOME, PORT: '0', ...environment },
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      resolve();
    });
  });
  const address = await Promise.race([ended, addressIn(() => told)]);
  if (typeof address === 'string') {
    try {
      told += await pagesOf(address);
    } catch (error) {
      // It ends when a platform refuses it for good; what it told until then counts.
      told += String(error);
    }
    child.kill('SIGTERM');
  }
  await ended;
  return told;
}

/** What the pages say to an operator and to somebody who asks. */
async function pagesOf(address: string): Promise<string> {
  let told = '';
  const headers = { authorization: `Bearer ${SECRETS.GUIDA_WEB_SECRET}`, 'content-type': 'application/json' };
  for (let attempt = 0; attempt < 300; attempt += 1) {
    // Channels that are refused never get ready; the index does.
    if (/"generation":"/u.test(await (await fetch(`${address}/readyz`, { headers })).text())) break;
    await delay(200);
  }
  for (const path of ['/healthz', '/readyz', '/metrics', '/login', '/nowhere'])
    told += await (await fetch(`${address}${path}`, { headers })).text();
  for (const question of ['合肥市到2025年国家高新技术企业要达到多少户？', '金丝雀问题：有多少？', 'x'.repeat(20_000)]) {
    const body = JSON.stringify({ question, conversationId: 'c' });
    const text = await (await fetch(`${address}/api/ask`, { method: 'POST', headers, body })).text();
    // An answer may repeat the question to whoever asked it.
    told += text.replaceAll('金丝雀问题', '');
  }
  const wrong = { ...headers, authorization: 'Bearer wrong' };
  told += await (await fetch(`${address}/api/plans`, { headers: wrong })).text();
  return told;
}

async function addressIn(told: () => string): Promise<string> {
  for (;;) {
    const address = /The page is at (http:\/\/\S+)\.\n/u.exec(told())?.[1];
    if (address !== undefined) return address;
    await delay(50);
  }
}

function filesUnder(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
