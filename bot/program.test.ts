import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSession } from './commands/session.ts';
import type { Host } from './host.ts';
import { placesIn, run, temporaryFolder, workingFolder, type Ran } from './program.fixture.ts';

/** One line on stderr that says what is wrong and what to do, and nothing else anywhere. */
function checkRefused(ran: Ran, code: number, message: RegExp): void {
  expect(ran.stderr).toMatch(/^guida: [^\n]+\n$/u);
  expect(ran.stderr).toMatch(message);
  expect(ran.stderr).not.toMatch(/ {4}at |Error:/u);
  expect(ran.stdout).toBe('');
  expect(ran.code).toBe(code);
}

describe('bad usage gets one line and exit 2', () => {
  test.each([
    [[], /There is no command\. Give one: ask/u],
    [['frobnicate'], /Unknown command 'frobnicate'\. See guida --help/u],
    [['aks', '问题'], /Unknown command 'aks'.*Did you mean ask/u],
    [['eval'], /npm run eval/u],
    [['bench', '--check'], /npm run bench/u],
    [['--frobnicate'], /Unknown option '--frobnicate'/u],
    [['ask'], /no question/u],
    [['ask', '--trace', '问题'], /Unknown option '--trace'.*See guida ask --help/u],
    [['ask', '--jsonl', '问题'], /questions come from stdin/u],
    [['ask', '--corpus'], /argument missing.*See guida ask --help/u],
    [['ask', '问题', '--data', ''], /A folder has no name/u],
    [['ask', '问题', '--corpus', ''], /A folder has no name/u],
    [['search'], /no question/u],
    [['search', '--jsonl', '--k', '0'], /'0' is invalid.*from 1 to 100/u],
    [['search', '--jsonl', '--k', '1e1'], /'1e1' is invalid/u],
    [['search', '--jsonl', '--k', '101'], /'101' is invalid/u],
    [['plans', 'extra'], /Too many arguments/u],
    [['indicators', '--jsonl'], /Unknown option '--jsonl'/u],
    [['index', '--force'], /Unknown option '--force'/u],
    [['draft'], /Missing required argument/u],
    [['start', '8080'], /Too many arguments/u],
  ])('guida %j', async (argv, message) => {
    checkRefused(await run(argv), 2, message);
  });
});

describe('settings are checked before anything is done', () => {
  test.each([
    [{ PORT: 'http' }, /PORT must be a port/u],
    [{ GUIDA_PORT: '3000' }, /GUIDA_PORT in the environment is no setting/u],
    [{ DATABASE_URL: 'mysql://me:hush@db/plans' }, /DATABASE_URL must be an address/u],
  ])('%j', async (environment: Record<string, string>, message) => {
    const ran = await run(['ask', '问题'], { environment });
    checkRefused(ran, 2, message);
    expect(ran.stderr).not.toContain('hush');
  });

  test('also those of .env', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), 'GUIDA_DATE=.guida\n');
    checkRefused(await run(['plans'], { folder }), 2, /GUIDA_DATE in \.env is no setting/u);
  });
});

test('help and version need no settings and go to stdout', async () => {
  const environment = { PORT: 'http' };
  for (const argv of [['--help'], ['help'], ['ask', '--help'], ['help', 'ask'], ['--version']]) {
    const ran = await run(argv, { environment });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).not.toBe('');
  }
});

test('each command describes the options that all take', async () => {
  for (const command of ['ask', 'search', 'plans', 'indicators', 'index', 'draft', 'start', 'feedback']) {
    const { stdout } = await run([command, '--help']);
    for (const option of ['--corpus <dir>', '--data <dir>', '--verbose']) expect(stdout).toContain(option);
  }
});

describe('a corpus or a data folder that cannot be used gets one line and exit 1', () => {
  test('no plans', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'plans'));
    checkRefused(await run(['ask', '问题', ...placesIn(folder)]), 1, /plans/u);
  });

  test('a data folder that cannot be written', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, 'data'), 'a file');
    const ran = await run(['ask', '问题', ...placesIn(folder)]);
    const [progress, message, ...rest] = ran.stderr.trimEnd().split('\n');
    expect(progress).toBe('guida: reading 3 files for the index');
    expect(message).toMatch(/^guida: The index could not be written\. Check/u);
    expect(rest).toEqual([]);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
  });

  test('with --verbose it says why', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, 'data'), 'a file');
    const ran = await run(['ask', '问题', '--verbose', ...placesIn(folder)]);
    expect(ran.stderr).toMatch(/caused by Error: .*(?:ENOTDIR|EEXIST)/u);
  });
});

test('the corpus comes from the options, the settings, or the program itself, wherever it is called from', () => {
  const corpusOf = (GUIDA_CORPUS: string, corpus?: readonly string[]): readonly string[] =>
    openSession(
      { environment: { GUIDA_CORPUS }, folder: temporaryFolder() } as unknown as Host,
      corpus ? { corpus } : {},
    ).corpus;
  expect(corpusOf('mine', ['a', 'b'])).toEqual(['a', 'b']);
  expect(corpusOf('mine')).toEqual(['mine']);
  const [shipped = ''] = corpusOf('');
  expect(existsSync(join(shipped, 'hefei-innovation.md'))).toBe(true);
});

test('a model that cannot be reached is told of; the answer comes without it', async () => {
  const folder = workingFolder();
  const environment = {
    OPENAI_API_KEY: 'sk-hush',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_MODEL: 'some-model',
  };
  const ran = await run(['ask', '示例市2025年高新技术企业要达到多少家？', ...placesIn(folder)], {
    folder,
    environment,
  });
  expect(ran.stderr).toContain('The chat endpoint could not be reached. Check OPENAI_BASE_URL.');
  expect(ran.stderr).not.toContain('sk-hush');
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('300家') as string });
});
