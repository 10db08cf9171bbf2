import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CANARY_KEY } from './answer/model/model-assistant.fixture.ts';
import { startStandIn, type StandIn } from './answer/model/stand-in.fixture.ts';
import { placesIn, run, workingFolder } from './program.fixture.ts';

/** The command with a chat model, on invented plans. */

const QUESTION = '示例市到2025年高新技术企业要达到多少家？';

let standIn: StandIn;
let places: readonly string[];
beforeAll(async () => {
  standIn = await startStandIn();
  const folder = workingFolder();
  places = placesIn(folder);
  await run(['index', ...places]);
});
afterAll(() => standIn.close());

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  OPENAI_API_KEY: CANARY_KEY,
  OPENAI_BASE_URL: standIn.baseURL,
  OPENAI_MODEL: 'stand-in',
  GUIDA_DEADLINE_MS: '20000',
  ...more,
});

interface Line {
  readonly mode: string;
  readonly answer: string;
  readonly declined: boolean;
}

async function askJsonl(...turns: readonly string[]): Promise<Line & { readonly stderr: string }> {
  const stdin = `${JSON.stringify({ id: 1, turns })}\n`;
  const { stdout, stderr } = await run(['ask', '--jsonl', '--verbose', ...places], {
    stdin,
    environment: environment(),
  });
  expect(stderr).not.toContain(CANARY_KEY);
  expect(stdout.split('\n')).toHaveLength(2);
  return { ...(JSON.parse(stdout) as Line), stderr };
}

describe('ask --jsonl', () => {
  test('says who wrote the answer', async () => {
    standIn.always('honest');
    expect(await askJsonl(QUESTION)).toMatchObject({ mode: 'llm', declined: false });
    standIn.always('lying');
    const lied = await askJsonl(QUESTION);
    expect(lied.mode).toBe('extractive');
    expect(lied.answer).toMatch(/300家/u);
  });

  test('a failure is told on stderr, without key or address', async () => {
    standIn.always('401');
    const { answer, mode, stderr } = await askJsonl(QUESTION);
    expect(mode).toBe('extractive');
    expect(answer).toMatch(/\n（模型未能应答，以上由规则摘自原文）$/u);
    expect(stderr).toContain('guida: The chat endpoint refused the key. Check OPENAI_API_KEY.');
    expect(stderr).not.toMatch(/127\.0\.0\.1|Incorrect/u);
  });
});

test('ask: the verified text, then its sources', async () => {
  standIn.always('honest');
  const { stdout, code } = await run(['ask', QUESTION, ...places], { environment: environment() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[^\n]*300家[^\n]*\[1\][^\n]*\n\n出处\n\[1\] 示例市“十四五”科技创新规划 › /u);
});

test('a model without an endpoint is told of, and not asked', async () => {
  const before = standIn.requests.length;
  const { stdout, stderr } = await run(['ask', QUESTION, ...places], { environment: { OPENAI_MODEL: 'stand-in' } });
  expect(stderr).toContain('OPENAI_MODEL has no effect without OPENAI_API_KEY or OPENAI_BASE_URL.');
  expect(stdout).toContain('300家');
  expect(standIn.requests.length).toBe(before);
});
