import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assistantOver, inventedPlans, type Asked as Invented } from '../invented-plans.fixture.ts';
import { CANARY_KEY, modelAssistant } from './model-assistant.fixture.ts';
import { COMPARISON, FIGURE, expectSound, numberOf } from './model-questions.fixture.ts';
import { BROKEN_MODES, sendPiece, startStandIn, startStream, type StandIn } from './stand-in.fixture.ts';

let plans: Invented;
let standIn: StandIn;
beforeAll(async () => {
  [plans, standIn] = await Promise.all([assistantOver(inventedPlans()), startStandIn()]);
});
afterEach(() => {
  standIn.always('honest');
});
afterAll(async () => {
  await Promise.all([plans.close(), standIn.close()]);
});

const open = (options: Parameters<typeof modelAssistant>[2] = {}) =>
  modelAssistant(plans.context.store, standIn.baseURL, options);

describe('a broken model', () => {
  test.each(BROKEN_MODES.flatMap((mode) => [FIGURE, COMPARISON].map((question) => [mode, question] as const)))(
    '%s: %s',
    async (mode, question) => {
      const without = await plans.ask(question);
      standIn.always(mode);
      const deadlineMs = 10_000;
      const { answer, events, milliseconds } = await open({ deadlineMs, firstPieceMs: 500, idleMs: 300 }).ask(question);
      expectSound(answer, events);
      expect(milliseconds).toBeLessThan(deadlineMs);
      expect(answer.declined).toBe(false);
      expect(answer.text).toMatch(/\n（模型[^（）\n]{4,24}）$/u);
      if (answer.mode === 'extractive') expect(answer.text.split('\n').slice(0, -1).join('\n')).toBe(without.text);
    },
  );

  test('nobody listens at the address', async () => {
    const { ask } = modelAssistant(plans.context.store, 'http://127.0.0.1:9/v1');
    const { answer, notices } = await ask(FIGURE);
    expect(answer.text).toMatch(/300家以上[^]*（模型未能应答/u);
    expect(notices.filter(({ type }) => type === 'failed')).toMatchObject([{ failure: { kind: 'unreachable' } }]);
  });

  test('a pause that fits is waited for, a longer one is not', async () => {
    standIn.next('429-soon', 'honest');
    const { answer } = await open().ask(FIGURE);
    expect(answer.mode).toBe('llm');
    const before = standIn.requests.length;
    standIn.next('429', 'honest');
    expect((await open().ask(FIGURE)).answer.mode).toBe('extractive');
    expect(standIn.requests.length - before).toBe(1);
  });

  test('one failure is survived', async () => {
    for (const mode of ['500', 'junk', 'html', 'empty', 'error-in-stream'] as const) {
      standIn.next(mode, 'honest');
      expect((await open().ask(FIGURE)).answer.mode).toBe('llm');
    }
  });

  test('a refused key is not tried again', async () => {
    const before = standIn.requests.length;
    standIn.always('401');
    const { notices } = await open().ask(FIGURE);
    expect(standIn.requests.length - before).toBe(1);
    const [failed] = notices.filter((notice) => notice.type === 'failed');
    expect(failed?.failure.message).toBe('The chat endpoint refused the key. Check OPENAI_API_KEY.');
    expect(String(failed?.failure.cause)).not.toContain(CANARY_KEY);
  });

  test('a dead endpoint is left alone, and found again', async () => {
    const { ask } = open({ failures: 2, restMs: 200 });
    standIn.always('500');
    await ask(FIGURE);
    const before = standIn.requests.length;
    const { answer, notices } = await ask(FIGURE);
    expect(answer.text).toMatch(/（模型未能应答/u);
    expect(notices).toMatchObject([{ type: 'asked' }, { type: 'failed', failure: { kind: 'resting' } }]);
    expect(standIn.requests.length).toBe(before);
    standIn.always('honest');
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await ask(FIGURE)).answer.mode).toBe('llm');
  });

  test('what broke off is completed from the plans', async () => {
    standIn.always(async (request, response) => {
      startStream(response);
      sendPiece(
        response,
        `- 样本省：研发投入强度达到3.0%[${numberOf(request, '研发投入强度达到3.0%')}]。\n- 示例市：研发投入强度达到3.5`,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      response.destroy();
      return undefined;
    });
    const { answer, events } = await open().ask(COMPARISON);
    expectSound(answer, events);
    expect(answer.text).toMatch(/3\.0%\[1\]。\n- \*\*示例市\*\*：.*3\.5%.*\n（模型未能写完，以上内容均已核对原文）$/u);
  });

  test('the caller can stop it; the request is given up', async () => {
    standIn.always('silent');
    const stop = new AbortController();
    const asking = open({ firstPieceMs: 60_000, deadlineMs: 60_000 }).ask(FIGURE, [], stop.signal);
    const before = standIn.requests.length;
    while (standIn.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(new Error('stopped by the caller'));
    await expect(asking).rejects.toThrow('stopped by the caller');
    const request = standIn.requests.at(-1);
    while (!request?.isGone()) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('who stops listening stops the model', async () => {
    standIn.always(async (request, response) => {
      startStream(response);
      sendPiece(response, `到2025年，示例市高新技术企业力争达到300家以上[${numberOf(request, '300家以上')}]。接着`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return undefined;
    });
    for await (const event of open({ idleMs: 60_000, deadlineMs: 60_000 }).assistant.ask(FIGURE))
      if (event.type === 'text') break;
    const request = standIn.requests.at(-1);
    while (!request?.isGone()) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
