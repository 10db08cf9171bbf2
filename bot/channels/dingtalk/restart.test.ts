import { afterEach, describe, expect, test } from 'vitest';
import {
  answeredWith,
  draftedAs,
  scriptedAnswer,
  scriptedService,
  type ScriptedService,
} from '../../service/scripted-service.fixture.ts';
import {
  openDingTalk,
  TEST_TIMINGS,
  until,
  type OpenDingTalk,
  type OpenDingTalkOptions,
} from './dingtalk-harness.fixture.ts';
import { startStandIn, type DingTalkStandIn } from './dingtalk-stand-in.fixture.ts';
import { killable } from './killable.fixture.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const question = { eventId: 'e1', conversationId: 'c1', userId: 'u1', text: '高企多少家' };
const WITH_CARD = { cardTemplateId: 'template.schema' };

async function standInOf(): Promise<DingTalkStandIn> {
  const standIn = await startStandIn();
  closing.push(() => standIn.close());
  return standIn;
}

/** Starts, and ends as by kill −9 when `when` holds. */
async function killedWhen(
  service: ScriptedService,
  standIn: DingTalkStandIn,
  when: () => boolean,
  options: OpenDingTalkOptions = {},
  asked = question,
): Promise<void> {
  const process = killable(service);
  const timings = { ...TEST_TIMINGS, cardUpdateEvery: 1 };
  await openDingTalk(process.service, { standIn, fetch: process.fetch, timings, ...options });
  void standIn.deliver(asked);
  await until(when);
  process.kill();
  standIn.stream.cut();
}

async function restart(
  service: ScriptedService,
  standIn: DingTalkStandIn,
  options: OpenDingTalkOptions = {},
): Promise<OpenDingTalk> {
  const dingTalk = await openDingTalk(service, { standIn, ...options });
  closing.push(() => dingTalk.close());
  await until(() => service.state('dingtalk', 'e1') === 'settled');
  return dingTalk;
}

function gated(): { service: ScriptedService; open: () => void } {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const service = scriptedService({
    script: { [question.text]: { events: answeredWith(scriptedAnswer('问')), gate } },
  });
  return { service, open };
}

test('a question that was taken before kill −9 is answered once after it, by the OpenAPI when the webhook is dead', async () => {
  const { service, open } = gated();
  const standIn = await standInOf();
  await killedWhen(service, standIn, () => service.answered.length === 1);
  expect(standIn.posts).toHaveLength(0);
  standIn.killWebhooks();
  open();
  await restart(service, standIn);
  expect(standIn.posts).toMatchObject([{ way: 'single' }]);
});

test('a message that may have arrived before kill −9 is not sent again, and that is logged', async () => {
  const service = scriptedService();
  const standIn = await standInOf();
  standIn.fault('webhook', { status: 200, body: {}, posts: true, hang: true });
  await killedWhen(service, standIn, () => standIn.posts.length === 1);
  const { logged } = await restart(service, standIn);
  expect(standIn.posts).toHaveLength(1);
  expect(logged).toContainEqual(expect.stringContaining('not sent again'));
});

test('a message that was put off before kill −9 is sent after it', async () => {
  const service = scriptedService();
  const standIn = await standInOf();
  standIn.fault('webhook', { status: 429, body: {} }, 2);
  await killedWhen(service, standIn, () => service.state('dingtalk', 'e1') === 'taken' && service.marks.length >= 2);
  await restart(service, standIn);
  expect(standIn.posts).toHaveLength(1);
});

test('a card that was being written before kill −9 is finished after it', async () => {
  const { service, open } = gated();
  const standIn = await standInOf();
  await killedWhen(service, standIn, () => standIn.posts[0]?.text.includes('300家') === true, WITH_CARD);
  expect(standIn.posts).toMatchObject([{ way: 'card', isFinal: false }]);
  open();
  await restart(service, standIn, WITH_CARD);
  expect(standIn.posts).toMatchObject([
    { way: 'card', isFinal: true, text: expect.stringContaining('出处') as string },
  ]);
});

test('a card that may have been finished before kill −9 is set to the same again', async () => {
  const service = scriptedService();
  const standIn = await standInOf();
  await killedWhen(service, standIn, () => standIn.posts[0]?.isFinal === true, WITH_CARD);
  await restart(service, standIn, WITH_CARD);
  expect(standIn.posts).toMatchObject([{ way: 'card', isFinal: true }]);
});

test('a Markdown message in place of a card is not followed by a card', async () => {
  const service = scriptedService();
  const standIn = await standInOf();
  standIn.fault('/v1.0/card/instances/createAndDeliver', { status: 403, body: { code: 'Forbidden' } });
  standIn.fault('webhook', { status: 200, body: {}, posts: true, hang: true });
  await killedWhen(service, standIn, () => standIn.posts.length === 1, WITH_CARD);
  await restart(service, standIn, WITH_CARD);
  expect(standIn.posts).toMatchObject([{ way: 'webhook' }]);
});

describe('the Word file of a draft', () => {
  const WORD = Buffer.from('PK a document');
  const ask = { ...question, text: '起草一份要点' };
  const filesIn = ({ posts }: DingTalkStandIn): number => posts.filter(({ file }) => file?.equals(WORD)).length;

  /** Whether all of the answer is shown. */
  const isOut = ({ posts }: DingTalkStandIn): boolean => posts[0] !== undefined && posts[0].isFinal !== false;

  function drafting(gate: Promise<void> = Promise.resolve()): ScriptedService {
    const answer = scriptedAnswer(ask.text, { handout: ask.text });
    const service = scriptedService({
      script: { [ask.text]: answeredWith(answer) },
      drafted: () => draftedAs('要点.docx', WORD),
    });
    return { ...service, draft: (...order) => gate.then(() => service.draft(...order)) };
  }

  test.each([
    ['Markdown', {}],
    ['a card', WITH_CARD],
  ])('is sent after kill −9 between the answer in %s and the file, without the answer', async (_, options) => {
    let open = (): void => undefined;
    const service = drafting(new Promise<void>((resolve) => (open = resolve)));
    const standIn = await standInOf();
    await killedWhen(service, standIn, () => service.drafts.length === 0 && isOut(standIn), options, ask);
    open();
    await restart(service, standIn, options);
    expect(filesIn(standIn)).toBe(1);
    expect(standIn.posts).toHaveLength(2);
  });

  test.each([
    ['Markdown', {}],
    ['a card', WITH_CARD],
  ])('is not sent again when it may have arrived before kill −9, behind %s', async (_, options) => {
    const service = drafting();
    const standIn = await standInOf();
    standIn.fault('/v1.0/robot/oToMessages/batchSend', { status: 200, body: {}, posts: true, hang: true });
    await killedWhen(service, standIn, () => filesIn(standIn) === 1, options, ask);
    await restart(service, standIn, options);
    expect(filesIn(standIn)).toBe(1);
    expect(standIn.posts).toHaveLength(2);
  });

  test('is sent after kill −9 while it was put off', async () => {
    const service = drafting();
    const standIn = await standInOf();
    const path = '/v1.0/robot/oToMessages/batchSend';
    standIn.fault(path, { status: 429, body: {} }, 2);
    const isDue = (): boolean => service.marks.at(-1)?.state === 'sending' && service.marks.length >= 3;
    await killedWhen(service, standIn, () => standIn.calls.some((call) => call.path === path) && isDue(), {}, ask);
    await restart(service, standIn);
    expect(filesIn(standIn)).toBe(1);
  });
});

test('stopping finishes what is being answered, and leaves the rest for the next start', async () => {
  const { service, open } = gated();
  const standIn = await standInOf();
  const first = await openDingTalk(service, { standIn });
  await standIn.deliver(question);
  await until(() => service.answered.length === 1);
  const stopped = first.channel.stop(2000);
  open();
  await stopped;
  expect(standIn.posts).toHaveLength(1);
  expect(first.channel.health().ready).toBe(false);

  const other = gated();
  const second = await openDingTalk(other.service, { standIn });
  await standIn.deliver(question);
  await until(() => other.service.answered.length === 1);
  await second.channel.stop(10);
  expect(other.service.state('dingtalk', 'e1')).toBe('taken');
  expect(other.service.givenUp).toHaveLength(1);
});

test('many questions of the last run are all answered', async () => {
  const service = scriptedService();
  const events = Array.from({ length: 30 }, (_, at) => `e${at}`);
  for (const eventId of events) {
    await service.take({
      reader: { channel: 'dingtalk', userId: 'u1' },
      eventId,
      conversationId: 'c1',
      text: '问',
      replyTo: { kind: 'question', staffId: 'u1', robotCode: 'dingexample' },
    });
  }
  const foreign = {
    reader: { channel: 'dingtalk', userId: 'u1' },
    eventId: 'x',
    conversationId: 'c1',
    text: '问',
    replyTo: { a: 1 },
  } as const;
  await service.take(foreign);
  const standIn = await standInOf();
  await restart(service, standIn);
  await until(() => [...events, 'x'].every((eventId) => service.state('dingtalk', eventId) === 'settled'));
  expect(standIn.posts).toHaveLength(30);
});
