import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paraphrase } from './answer/draft/prose/stand-in-prose.fixture.ts';
import { CANARY_KEY } from './answer/model/model-assistant.fixture.ts';
import { startStandIn, type StandIn } from './answer/model/stand-in.fixture.ts';
import { placesIn, run, workingFolder } from './program.fixture.ts';
import { openAnswerProcess } from './service/answer-process.ts';

/** Drafts with a chat model, by each way on which they are ordered. */

const TOPIC = '起草一份示例市高新技术企业和示例科学城要点';
const MODEL = { OPENAI_API_KEY: CANARY_KEY, OPENAI_MODEL: 'stand-in' };

let standIn: StandIn;
let folder: string;
let places: readonly string[];
beforeAll(async () => {
  standIn = await startStandIn();
  folder = workingFolder();
  places = placesIn(folder);
  await run(['index', ...places]);
});
afterAll(() => standIn.close());

const environment = (): Record<string, string> => ({ ...MODEL, OPENAI_BASE_URL: standIn.baseURL });

test('guida draft: a model words it, and the draft says so', async () => {
  standIn.always(paraphrase);
  const { code, stdout } = await run(['draft', TOPIC, ...places], { environment: environment() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# [^\n]+\n\n根据《示例市“十四五”科技创新规划》[^\n]*由模型撰写，[^\n]*每句注明出处。\n/u);
  expect(stdout).toContain('高新技术企业');
});

test('guida draft: without an answer of the model it comes from the plans, and says so', async () => {
  standIn.always('401');
  const { code, stdout, stderr } = await run(['draft', TOPIC, ...places], { environment: environment() });
  expect(code).toBe(0);
  expect(stdout).toContain('摘编，');
  expect(stdout).toContain('模型未能应答，正文由规则摘自原文。');
  expect(stderr).toContain('The chat endpoint refused the key. Check OPENAI_API_KEY. The draft comes without it.');
  expect(stdout + stderr).not.toContain(CANARY_KEY);
});

test('ask: a draft that is asked for in a chat is worded by the model too, and can be had as a file', async () => {
  standIn.always(paraphrase);
  const stdin = `${JSON.stringify({ id: 1, turns: [TOPIC] })}\n`;
  const { stdout } = await run(['ask', '--jsonl', ...places], { stdin, environment: environment() });
  expect(JSON.parse(stdout)).toMatchObject({ mode: 'llm', declined: false });
  standIn.always('lying');
  const lied = await run(['ask', '--jsonl', ...places], { stdin, environment: environment() });
  expect(JSON.parse(lied.stdout)).toMatchObject({
    mode: 'extractive',
    answer: expect.stringContaining('模型所写未通过核对，正文由规则摘自原文。') as string,
  });
});

test('the process that answers for the channels words drafts with the model', async () => {
  standIn.always(paraphrase);
  const warnings: string[] = [];
  const answering = await openAnswerProcess({
    data: join(folder, 'data'),
    settings: { ...MODEL, OPENAI_BASE_URL: standIn.baseURL, GUIDA_DEADLINE_MS: 20_000 },
    log: { warn: (message) => warnings.push(message), detail: () => undefined },
  });
  try {
    const drafted = await answering.drafter.draft({ topic: TOPIC, formats: ['docx'] });
    expect(drafted).toMatchObject({ type: 'drafted', preview: { mode: 'llm' }, files: [{ format: 'docx' }] });
    standIn.always('500');
    expect(await answering.drafter.draft({ topic: TOPIC, formats: [] })).toMatchObject({
      preview: { mode: 'extractive' },
    });
    expect(warnings).toEqual(['The chat endpoint answered with an error of its own. The draft comes without it.']);
  } finally {
    await answering.close();
  }
});
