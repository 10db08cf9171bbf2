import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questionOf } from './questions.fixture.ts';

const PLAN = `# 示例市科技创新规划

## 第一章 主要目标

到2025年，示例市高新技术企业达到800家，全社会研发投入占地区生产总值比重达到2.6%。

## 第二章 重点任务

建设示例谷科技园，引进科研院所12家。
`;

let folder = '';
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guida-eval-test-'));
  await writeFile(file('plan.md'), PLAN);
  const evidence = [{ plan: '示例市科技创新规划', section: '第一章 主要目标', contains: ['800家'] }];
  const lines = [
    questionOf({ id: 'own-1', turns: ['示例市2025年高新技术企业要达到多少家？'], evidence }),
    questionOf({ id: 'own-2', turns: ['示例市2025年高新技术企业要达到多少家？'], expect: [['999']], evidence }),
  ].map((question) => JSON.stringify(question));
  await writeFile(file('own.jsonl'), lines.join('\n'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the program as `npm run eval` does. */
function run(...argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const main = path.join(import.meta.dirname, 'main.ts');
  const environment = { ...process.env, PLAN_TEXTS: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...argv], { env: environment }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('eval', () => {
  test('takes questions and plans of your own, and writes a page and JSON', async () => {
    const html = file('report/index.html');
    const json = file('report.json');
    const own = ['--questions', file('own.jsonl'), '--corpus', file('plan.md')];
    const { code, stdout, stderr } = await run(...own, '--data', file('data'), '--html', html, '--json', json);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^corpus\/own +n +right/u);
    expect(stdout).toMatch(/^all +2 +50\.0% +50\.0% +100\.0%/mu);
    expect(await readFile(html, 'utf8')).toContain('own-2');
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject([{ edition: 'corpus', set: 'own' }]);
  });

  test('says what is wrong in one line: exit 2 for usage, 1 for the rest', async () => {
    const wrong = await run('--chek');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^error: unknown option '--chek'[^\n]*\n$/u);
    const missing = await run('--questions', file('own.jsonl'), '--corpus', file('none'));
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^[^\n]*none[^\n]*\n$/u);
  });
});
