import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { currentGeneration } from '../retrieval/store/layout.ts';
import { placesIn, runProcess, workingFolder } from './program.fixture.ts';

/** The real command, from question to answer, on invented plans. */

const QUESTION = '示例市到2025年高新技术企业要达到多少家？';

interface Line {
  readonly [field: string]: unknown;
}

function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

function jsonl(...lines: readonly (string | object)[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

test('ask: the first question builds the index and is answered with its source; the second uses it', async () => {
  const folder = workingFolder();
  const first = await runProcess(['ask', QUESTION, ...placesIn(folder)], { folder });
  expect(first.stderr).toBe('guida: reading 3 files for the index\n');
  expect(first.stdout).toMatch(/^[^\n]*\*\*[^\n]*300家[^\n]*\*\*[^\n]*\[1\]\n/u);
  expect(first.stdout).toMatch(
    /\n出处\n\[1\] 示例市“十四五”科技创新规划 › 第二章 总体要求 › 第一节 发展目标 › “[^\n]*300家[^\n]*” （city\.txt:\d+(?:-\d+)?）\n/u,
  );
  expect(first.code).toBe(0);
  const second = await runProcess(['ask', QUESTION, ...placesIn(folder)], { folder });
  expect(second).toMatchObject({ code: 0, stderr: '', stdout: first.stdout });
});

test('settings of .env point at the corpus and the data folder', async () => {
  const folder = workingFolder();
  writeFileSync(join(folder, '.env'), 'GUIDA_CORPUS=plans\nGUIDA_DATA=elsewhere\n');
  const ran = await runProcess(['plans', '--json'], { folder });
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.stdout)).toHaveLength(3);
  expect(existsSync(join(folder, 'elsewhere/current'))).toBe(true);
});

test('bad usage ends the real command with 2 and one line', async () => {
  const folder = workingFolder();
  const ran = await runProcess(['ask', '--frobnicate'], { folder });
  expect(ran).toMatchObject({
    code: 2,
    stdout: '',
    stderr: "guida: Unknown option '--frobnicate'. See guida ask --help.\n",
  });
});

describe('on an index at hand', () => {
  let folder: string;
  let places: readonly string[];

  beforeAll(async () => {
    folder = workingFolder();
    places = placesIn(folder);
    expect((await runProcess(['index', ...places], { folder })).stdout).toMatch(
      /^Built in [\d.]+ s: 3 plans, \d+ passages, 1 tables, \d+ indicator records\.\n$/u,
    );
  });

  test('ask --jsonl: one line for each line, in order, with just the fields that scripts depend on', async () => {
    const stdin = jsonl(
      { id: 'a', turns: [QUESTION] },
      'not json',
      { id: 7, turns: ['样板县的人才专项资金每年多少？'] },
      { id: 'b', turns: [] },
      '',
      { id: 'c', turns: ['？？'] },
    );
    const ran = await runProcess(['ask', '--jsonl', ...places], { folder, stdin });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const lines = linesOf(ran.stdout);
    expect(lines.map(({ id }) => id)).toEqual(['a', null, 7, 'b', 'c']);
    const [first, notJson, second, noTurns, nothing] = lines;
    for (const line of [first, second, nothing]) {
      expect(Object.keys(line ?? {})).toEqual(['id', 'answer', 'declined', 'mode', 'citations', 'ms']);
      expect(line).toMatchObject({ mode: 'extractive', ms: expect.any(Number) as number });
    }
    expect(first).toMatchObject({ answer: expect.stringContaining('300家') as string, declined: false });
    expect(second).toMatchObject({ answer: expect.stringContaining('3000万元') as string, declined: false });
    expect(nothing).toMatchObject({ declined: true, citations: [] });
    for (const line of [notJson, noTurns]) expect(Object.keys(line ?? {})).toEqual(['id', 'error']);
    const [citation] = (first?.['citations'] ?? []) as readonly Line[];
    expect(Object.keys(citation ?? {})).toEqual(['n', 'plan', 'section', 'quote', 'file', 'lines']);
    expect(citation).toMatchObject({
      n: 1,
      plan: '示例市“十四五”科技创新规划',
      section: ['第二章 总体要求', '第一节 发展目标'],
      file: 'city.txt',
    });
    const [from, to] = citation?.['lines'] as readonly [number, number];
    const cited = readFileSync(join(folder, 'plans/city.txt'), 'utf8')
      .split('\n')
      .slice(from - 1, to)
      .join('');
    expect(cited).toContain('300家');
  });

  test('search --jsonl: passages with just the fields that scripts depend on, at most k', async () => {
    const ran = await runProcess(['search', '--jsonl', '--k', '2', ...places], {
      folder,
      stdin: jsonl({ id: 1, turns: [QUESTION] }, '{}'),
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const [found, refused] = linesOf(ran.stdout);
    expect(Object.keys(found ?? {})).toEqual(['id', 'passages', 'ms']);
    const passages = (found?.['passages'] ?? []) as readonly Line[];
    expect(passages).toHaveLength(2);
    for (const passage of passages)
      expect(Object.keys(passage)).toEqual(['plan', 'section', 'text', 'file', 'lines', 'score']);
    expect(passages[0]).toMatchObject({ file: 'city.txt', text: expect.stringContaining('300家') as string });
    expect(refused).toEqual({ id: null, error: 'id must be a string or a number' });
  });

  test('search for a person', async () => {
    const ran = await runProcess(['search', '--k', '1', '示例科学城规划面积', ...places], { folder });
    expect(ran.stdout).toMatch(
      /^1\. 示例市“十四五”科技创新规划 › 第三章 重点任务 › 第一节 建设示例科学城（city\.txt:[^\n]+\n {3}[^\n]*25平方公里[^\n]*\n$/u,
    );
  });

  test('plans --json', async () => {
    const ran = await runProcess(['plans', '--json', ...places], { folder });
    const plans = JSON.parse(ran.stdout) as readonly Line[];
    expect(plans.map(({ file }) => file)).toEqual(['city.txt', 'county.md', 'province.html']);
    expect(plans[1]).toEqual({
      id: expect.any(String) as string,
      title: '样板县“十四五”人才发展规划',
      region: '样板县',
      level: '县',
      issuer: null,
      date: null,
      period: { from: 2021, to: 2025 },
      status: 'final',
      edition: 'full',
      file: 'county.md',
      lines: expect.any(Array) as unknown[],
      counts: {
        sections: expect.any(Number) as number,
        passages: expect.any(Number) as number,
        tables: 0,
        records: expect.any(Number) as number,
      },
      inferred: expect.any(Array) as unknown[],
      warnings: expect.any(Array) as unknown[],
    });
  });

  test('indicators --json', async () => {
    const ran = await runProcess(['indicators', '--json', ...places], { folder });
    expect(ran.code).toBe(0);
    for (const record of JSON.parse(ran.stdout) as readonly Line[]) {
      expect(Object.keys(record)).toEqual([
        'indicator',
        'canonical',
        'raw',
        'value',
        'bound',
        'unit',
        'time',
        'kind',
        'plan',
        'section',
        'file',
        'lines',
      ]);
    }
  });

  test('no questions, no answers', async () => {
    expect(await runProcess(['ask', '--jsonl', ...places], { folder, stdin: '' })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});

test('index: a bad file is named and the others are indexed; --strict makes it an error', async () => {
  const folder = workingFolder();
  writeFileSync(join(folder, 'plans/broken.docx'), 'no archive');
  const ran = await runProcess(['index', ...placesIn(folder)], { folder });
  expect(ran.stderr).toMatch(/\nguida: broken\.docx: [^\n]+\n$/u);
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('3 plans') as string });
  const strict = await runProcess(['index', '--strict', ...placesIn(folder)], { folder });
  expect(strict).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Up to date .*3 plans/u) as string });
});

describe('interrupted while indexing, the old index is intact', () => {
  test.each([
    ['SIGINT', 1500],
    ['SIGKILL', 1500],
  ] as const)('%s after %i ms', async (signal, afterMs) => {
    const folder = workingFolder();
    const { stdout: answer } = await runProcess(['ask', QUESTION, ...placesIn(folder)], { folder });
    const generation = currentGeneration(join(folder, 'data'));
    const plan = join(folder, 'plans/city.txt');
    const before = readFileSync(plan);
    // Enough text for the build to take longer than it is given.
    appendFileSync(
      plan,
      '\n第四章 其他\n\n' +
        Array.from({ length: 4000 }, (_, n) => `第${n}项任务由示例市第${n}科室在${n}天内完成。\n\n`).join(''),
    );
    const killed = await runProcess(['index', ...placesIn(folder)], {
      folder,
      kill: { signal, when: 'reading', afterMs },
    });
    expect(killed).toMatchObject({ signal, stdout: '', stderr: 'guida: reading 3 files for the index\n' });
    expect(currentGeneration(join(folder, 'data'))).toBe(generation);
    writeFileSync(plan, before);
    expect(await runProcess(['ask', QUESTION, ...placesIn(folder)], { folder })).toMatchObject({
      code: 0,
      stderr: '',
      stdout: answer,
    });
  });
});
