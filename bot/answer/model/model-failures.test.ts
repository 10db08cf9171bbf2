import { describe, expect, test } from 'vitest';
import { CANARY_KEY, modelAssistant } from './model-assistant.fixture.ts';
import { useModelTestbed } from './model-testbed.fixture.ts';
import { COMPARISON, FIGURE, expectSound, numberOf } from './model-questions.fixture.ts';
import { BROKEN_MODES, sendPiece, startStream } from './stand-in.fixture.ts';

const bed = useModelTestbed();

describe('a broken model', () => {
  test.each(BROKEN_MODES.flatMap((mode) => [FIGURE, COMPARISON].map((question) => [mode, question] as const)))(
    '%s: %s',
    async (mode, question) => {
      const without = await bed.plans.ask(question);
      bed.standIn.always(mode);
      const deadlineMs = 10_000;
      const { answer, events, milliseconds } = await bed
        .open({ deadlineMs, firstPieceMs: 500, idleMs: 300 })
        .ask(question);
      expectSound(answer, events);
      expect(milliseconds).toBeLessThan(deadlineMs);
      expect(answer.declined).toBe(false);
      expect(answer.text).toMatch(/\n（模型[^（）\n]{4,24}）$/u);
      if (answer.mode === 'extractive') expect(answer.text.split('\n').slice(0, -1).join('\n')).toBe(without.text);
    },
  );

  test('nobody listens at the address', async () => {
    const { ask } = modelAssistant(bed.plans.context.store, 'http://127.0.0.1:9/v1');
    const { answer, notices } = await ask(FIGURE);
    expect(answer.text).toMatch(/300家以上[^]*（模型未能应答/u);
    expect(notices.filter(({ type }) => type === 'failed')).toMatchObject([{ failure: { kind: 'unreachable' } }]);
  });

  test('a pause that fits is waited for, a longer one is not', async () => {
    bed.standIn.next('429-soon', 'honest');
    const { answer } = await bed.open().ask(FIGURE);
    expect(answer.mode).toBe('llm');
    const before = bed.standIn.requests.length;
    bed.standIn.next('429', 'honest');
    expect((await bed.open().ask(FIGURE)).answer.mode).toBe('extractive');
    expect(bed.standIn.requests.length - before).toBe(1);
  });

  test('one failure is survived', async () => {
    for (const mode of ['500', 'junk', 'html', 'empty', 'error-in-stream'] as const) {
      bed.standIn.next(mode, 'honest');
      expect((await bed.open().ask(FIGURE)).answer.mode).toBe('llm');
    }
  });

  test('a refused key is not tried again', async () => {
    const before = bed.standIn.requests.length;
    bed.standIn.always('401');
    const { notices } = await bed.open().ask(FIGURE);
    expect(bed.standIn.requests.length - before).toBe(1);
    const [failed] = notices.filter((notice) => notice.type === 'failed');
    expect(failed?.failure.message).toBe('The chat endpoint refused the key. Check OPENAI_API_KEY.');
    expect(String(failed?.failure.cause)).not.toContain(CANARY_KEY);
  });

  test('a dead endpoint is left alone, and found again', async () => {
    const { ask } = bed.open({ failures: 2, restMs: 200 });
    bed.standIn.always('500');
    await ask(FIGURE);
    const before = bed.standIn.requests.length;
    const { answer, notices } = await ask(FIGURE);
    expect(answer.text).toMatch(/（模型未能应答/u);
    expect(notices).toMatchObject([{ type: 'asked' }, { type: 'failed', failure: { kind: 'resting' } }]);
    expect(bed.standIn.requests.length).toBe(before);
    bed.standIn.always('honest');
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await ask(FIGURE)).answer.mode).toBe('llm');
  });

  test('what broke off is completed from the plans', async () => {
    bed.standIn.always(async (request, response) => {
      startStream(response);
      sendPiece(
        response,
        `- 样本省：研发投入强度达到3.0%[${numberOf(request, '研发投入强度达到3.0%')}]。\n- 示例市：研发投入强度达到3.5`,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      response.destroy();
      return undefined;
    });
    const { answer, events } = await bed.open().ask(COMPARISON);
    expectSound(answer, events);
    expect(answer.text).toMatch(/3\.0%\[1\]。\n- \*\*示例市\*\*：.*3\.5%.*\n（模型未能写完，以上内容均已核对原文）$/u);
  });

  test('the caller can stop it; the request is given up', async () => {
    bed.standIn.always('silent');
    const stop = new AbortController();
    const asking = bed.open({ firstPieceMs: 60_000, deadlineMs: 60_000 }).ask(FIGURE, [], stop.signal);
    const before = bed.standIn.requests.length;
    while (bed.standIn.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(new Error('stopped by the caller'));
    await expect(asking).rejects.toThrow('stopped by the caller');
    const request = bed.standIn.requests.at(-1);
    while (!request?.isGone()) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('who stops listening stops the model', async () => {
    bed.standIn.always(async (request, response) => {
      startStream(response);
      sendPiece(response, `到2025年，示例市高新技术企业力争达到300家以上[${numberOf(request, '300家以上')}]。接着`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return undefined;
    });
    for await (const event of bed.open({ idleMs: 60_000, deadlineMs: 60_000 }).assistant.ask(FIGURE))
      if (event.type === 'text') break;
    const request = bed.standIn.requests.at(-1);
    while (!request?.isGone()) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
