import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-example-'));
  writeFileSync(
    join(folder, 'plan.md'),
    '# 示例市“十四五”科技创新规划\n\n## 一、目标\n\n到2025年，示例市高新技术企业达到300家。\n',
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the example as its README says. */
async function run(environment: Record<string, string> = {}): Promise<{ code: number | null; stdout: string }> {
  const { PATH, HOME } = process.env;
  const places = { GUIDA_CORPUS: join(folder, 'plan.md'), GUIDA_DATA: join(folder, 'data') };
  const script = join(import.meta.dirname, 'chain.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, '示例市2025年高新技术企业要达到多少家？'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH, HOME, ...places, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

test('without a model it prints the passages', async () => {
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toBe(
    '[1] 《示例市“十四五”科技创新规划》一、目标（plan.md:5-5）\n到2025年，示例市高新技术企业达到300家。\n',
  );
});

test('with one, the model answers from them', async () => {
  const seen: string[] = [];
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    seen.push(Buffer.concat(await message.toArray()).toString('utf8'));
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '300家[1]。' } };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: '1', object: 'chat.completion', created: 0, model: 'm', choices: [choice] }));
  };
  const server = createServer((message, response) => {
    void answer(message, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    expect(await run({ OPENAI_BASE_URL: baseURL, OPENAI_MODEL: 'stand-in' })).toEqual({
      code: 0,
      stdout: '300家[1]。\n',
    });
    expect(seen.join('')).toContain('高新技术企业达到300家');
  } finally {
    server.close();
  }
});
