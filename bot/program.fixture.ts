import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Host } from './host.ts';
import { runProgram } from './program.ts';

/** What came of a command line. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const GUIDA = fileURLToPath(new URL('./guida.mjs', import.meta.url));

const CITY_TEXT = `示例市“十四五”科技创新规划

二〇二一年六月

第一章 发展基础

第一节 主要成效

2020年，示例市高新技术企业达到120家，全社会研发经费投入18.5亿元。全市建成省级重点实验室6个。

第二章 总体要求

第一节 发展目标

到2025年，示例市高新技术企业力争达到300家，全社会研发经费投入达到40亿元左右。到2025年，技术合同成交额突破60亿元。

第三章 重点任务

第一节 建设示例科学城

示例科学城规划面积25平方公里，由湖东片区和湖西片区组成。到2023年，引进高层次创新团队12个。
`;

const COUNTY_MARKDOWN = `---
title: 样板县“十四五”人才发展规划
region: 样板县
level: 县
period: 2021-2025
---

# 样板县“十四五”人才发展规划

## 一、主要目标

到2025年，样板县人才总量达到8.6万人，其中高技能人才1.2万人。

## 二、保障措施

样板县每年安排人才专项资金3000万元，用于引进和奖励。
`;

const PROVINCE_HTML = `<!doctype html><html><head><meta charset="utf-8"><title>模板省“十四五”数字经济规划</title></head><body>
<h1>模板省“十四五”数字经济规划</h1>
<h2>第一章 发展目标</h2>
<p>到2025年，模板省数字经济增加值占生产总值的比重达到50%。</p>
<table><tr><th>指标</th><th>2020年</th><th>2025年</th></tr><tr><td>5G基站数（万个）</td><td>2.4</td><td>9.5</td></tr></table>
</body></html>
`;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guida-'));
  folders.push(folder);
  return folder;
}

/** A working folder with three invented plans in `plans`, one of each kind. */
export function workingFolder(): string {
  const folder = temporaryFolder();
  const plans = join(folder, 'plans');
  mkdirSync(plans);
  writeFileSync(join(plans, 'city.txt'), CITY_TEXT);
  writeFileSync(join(plans, 'county.md'), COUNTY_MARKDOWN);
  writeFileSync(join(plans, 'province.html'), PROVINCE_HTML);
  return folder;
}

/** The options that point a command at a working folder. */
export function placesIn(folder: string): readonly string[] {
  return ['--corpus', join(folder, 'plans'), '--data', join(folder, 'data')];
}

/** Runs a command line in this process. */
export async function run(
  argv: readonly string[],
  options: { readonly stdin?: string; readonly environment?: Host['environment']; readonly folder?: string } = {},
): Promise<Ran> {
  const output = { stdout: '', stderr: '' };
  const into = (name: keyof typeof output): Writable =>
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        output[name] += chunk;
        done();
      },
    });
  const host: Host = {
    environment: options.environment ?? {},
    folder: options.folder ?? temporaryFolder(),
    stdin: toStream(options.stdin ?? ''),
    stdout: into('stdout'),
    stderr: into('stderr'),
    now: () => performance.now(),
  };
  const code = await runProgram(argv, host);
  return { code, ...output };
}

/** Runs the real command in a process of its own. */
export function runProcess(
  argv: readonly string[],
  options: {
    readonly stdin?: string;
    readonly environment?: Host['environment'];
    readonly folder: string;
    readonly kill?: Kill;
  },
): Promise<Ran & { readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [GUIDA, ...argv], {
      cwd: options.folder,
      env: { PATH, HOME, ...options.environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const { kill } = options;
      if (kill !== undefined && stderr.includes(kill.when)) setTimeout(() => child.kill(kill.signal), kill.afterMs);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
    child.stdin.on('error', () => undefined); // it may end without reading
    child.stdin.end(options.stdin ?? '');
  });
}

/** Ends a process from outside. */
export interface Kill {
  readonly signal: NodeJS.Signals;
  /** What it must have written to stderr. */
  readonly when: string;
  /** How long after that, milliseconds. */
  readonly afterMs: number;
}

async function* toStream(text: string): AsyncGenerator<Buffer> {
  await Promise.resolve();
  // In small pieces, so that characters and lines are cut anywhere.
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
}
