import { expect, test } from 'vitest';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import type { ServiceEvent } from '../../service/types.ts';
import { eventBody, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { ours, useSlack } from './slack-testbed.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

type Script = Parameters<typeof scriptedService>[0];

const open = useSlack();

const methods = (standIn: SlackStandIn): readonly string[] => standIn.workspace.calls.map(({ method }) => method);

/** An answer that comes in pieces, the last event held back until `release` is called. */
function slowly(text: string, question = text): { script: Script; release: () => void } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const answer = scriptedAnswer(question, { text });
  const half = Math.ceil(text.length / 2);
  const events: readonly ServiceEvent[] = [
    { type: 'status', text: '正在查找规划原文' },
    { type: 'text', text: text.slice(0, half) },
    { type: 'text', text: text.slice(half) },
    { type: 'answered', answerId: 'slow', answer },
  ];
  return {
    script: { script: { [question]: { events, gate } } },
    release: () => {
      release();
    },
  };
}

const QUESTION = { eventId: 'e1', conversationId: 'c1', userId: 'U1', text: '高企目标', roomId: 'C1' };

test('a mention is answered in its thread, in one call, with sources, buttons and the mark of its question', async () => {
  const { standIn, harness, service } = await open();
  await harness.deliver(QUESTION);
  await harness.settled();
  const [message] = ours(standIn);
  expect(service.takes[0]).toMatchObject({
    reader: { channel: 'slack', userId: 'U1', roomId: 'C1' },
    text: '高企目标',
  });
  expect(methods(standIn).filter((method) => method.startsWith('chat.'))).toEqual(['chat.postMessage']);
  expect(message?.thread).toBeDefined();
  expect(message?.metadata).toMatchObject({ event_type: 'guida_answer', event_payload: { whole: true, parts: 1 } });
  expect(message?.blocks.map(({ type }) => type)).toEqual(['section', 'context', 'actions', 'context_actions']);
  expect(harness.posted()[0]?.text).toContain(
    '“到2025年，示例市高新技术企业力争达到300家以上，研发投入强度达到3.5%左右。”',
  );
});

test('a slow answer is streamed, and ends whole with its sources', async () => {
  const { script, release } = slowly('示例市2025年的目标是300家以上[1]。\n另有说明若干。', '慢');
  const { standIn, harness } = await open(script);
  await harness.deliver({ ...QUESTION, text: '慢' });
  await until(() => ours(standIn)[0]?.isStreaming === true, 'a stream');
  release();
  await harness.settled();
  expect(methods(standIn)).toContain('chat.stopStream');
  expect(ours(standIn)).toHaveLength(1);
  expect(harness.posted()[0]?.text).toMatch(/^示例市2025年的目标是300家以上\[1\]。\n另有说明若干。\n\[1\] 示例市/u);
  expect(standIn.workspace.calls.find(({ method }) => method === 'chat.startStream')?.parameters).toMatchObject({
    recipient_user_id: 'U1',
    recipient_team_id: 'T1',
  });
});

for (const [what, prepare] of [
  // It becomes a message that is edited.
  ...(['unknown_method', 'channel_type_not_supported', 'missing_scope'] as const).map(
    (error) =>
      [
        `is refused with ${error}`,
        (standIn: SlackStandIn) => standIn.workspace.failures.set('chat.startStream', [{ kind: 'error', error }]),
      ] as const,
  ),
  ['Slack closes', (standIn: SlackStandIn) => (standIn.workspace.streamPieces = 1)],
  [
    'is cut off at its end',
    (standIn: SlackStandIn) => standIn.workspace.failures.set('chat.stopStream', [{ kind: 'lost' }]),
  ],
  [
    'whose start is not confirmed',
    (standIn: SlackStandIn) => standIn.workspace.failures.set('chat.startStream', [{ kind: 'lost' }]),
  ],
] as const) {
  test(`a stream that ${what} still ends as one whole message`, async () => {
    const { script, release } = slowly('第一句话在这里[1]。\n第二句话在这里[1]。', '慢');
    const { standIn, harness } = await open(script);
    prepare(standIn);
    await harness.deliver({ ...QUESTION, text: '慢' });
    await until(() => ours(standIn).length === 1, 'a message');
    release();
    await harness.settled();
    expect(ours(standIn)).toHaveLength(1);
    expect(harness.posted()[0]?.text).toMatch(/^第一句话在这里\[1\]。\n第二句话在这里\[1\]。\n\[1\]/u);
  });
}

test('a mention that arrives as two events and four times each is answered once', async () => {
  const { standIn, harness, service } = await open();
  const message = { channel: 'C1', user: 'U1', team: 'T1', ts: '1700000500.000100', text: `<@${BOT.user}> 高企目标` };
  const bodies = Array.from({ length: 4 }, () => [
    eventBody({ type: 'app_mention', ...message }, 'Ev1'),
    eventBody({ type: 'message', channel_type: 'channel', ...message }, 'Ev2'),
  ]).flat();
  await Promise.all(bodies.map((body) => standIn.sockets.deliver('events_api', body)));
  await harness.settled();
  expect(service.answered).toHaveLength(1);
  expect(ours(standIn)).toHaveLength(1);
});

test('what is no question is acknowledged and left alone', async () => {
  const { standIn, service } = await open();
  const base = {
    type: 'message',
    channel: 'C1',
    channel_type: 'channel',
    user: 'U1',
    ts: '1700000501.000100',
    text: '大家好',
  };
  const others = [
    base,
    { ...base, thread_ts: '1700000400.000100' },
    { ...base, text: `<@${BOT.user}> 高企`, subtype: 'message_changed' },
    { ...base, text: `<@${BOT.user}> 高企`, subtype: 'message_deleted' },
    { ...base, text: `<@${BOT.user}> 高企`, subtype: 'bot_message', bot_id: 'B2' },
    { ...base, text: `<@${BOT.user}> 高企`, bot_id: 'B2' },
    { ...base, text: `<@${BOT.user}> 高企`, user: BOT.user },
    { type: 'reaction_added', user: 'U1', item: { channel: 'C1', ts: '1' }, event_ts: '1' },
  ];
  for (const event of others) await standIn.sockets.deliver('events_api', eventBody(event));
  expect(standIn.sockets.acks).toHaveLength(others.length);
  expect(service.takes).toHaveLength(0);
});

test('a follow-up in a known thread needs no mention, unless it calls somebody else', async () => {
  const { standIn, harness, service } = await open();
  await harness.deliver(QUESTION);
  await harness.settled();
  const thread = ours(standIn)[0]?.thread;
  const follow = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', team: 'T1', thread_ts: thread };
  const say = (ts: string, text: string) => standIn.sockets.deliver('events_api', eventBody({ ...follow, ts, text }));
  await say('1700000600.000100', '那2020年呢');
  await say('1700000601.000100', '<@U2> 你看一下');
  await harness.settled();
  expect(service.answered.map(({ text }) => text)).toEqual(['高企目标', '那2020年呢']);
});

test('a follow-up that comes before the answer is one as well', async () => {
  const { script, release } = slowly('第一句话在这里[1]。', '慢');
  const { standIn, harness, service } = await open(script);
  await harness.deliver({ ...QUESTION, text: '慢' });
  const thread = String(service.takes[0]?.replyTo['thread']);
  const follow = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', team: 'T1', thread_ts: thread };
  await standIn.sockets.deliver('events_api', eventBody({ ...follow, ts: '1700000602.000100', text: '那2020年呢' }));
  release();
  await harness.settled();
  expect(service.answered.map(({ text }) => text)).toEqual(['慢', '那2020年呢']);
});

test('a stream that Slack has no room for now becomes a message at once', async () => {
  const { script, release } = slowly('第一句话在这里[1]。\n第二句话在这里[1]。', '慢');
  const { standIn, harness } = await open(script);
  standIn.workspace.failures.set('chat.startStream', [{ kind: 'rate-limit', retryAfter: 60 }]);
  await harness.deliver({ ...QUESTION, text: '慢' });
  await until(() => ours(standIn).length === 1, 'a message');
  release();
  await harness.settled();
  expect(harness.posted()[0]?.text).toMatch(/^第一句话在这里\[1\]。\n第二句话在这里\[1\]。\n\[1\]/u);
});

test('a direct message that is no thread is answered beside it, without a stream', async () => {
  const { script, release } = slowly('第一句话在这里[1]。\n第二句话在这里[1]。', '慢');
  const { standIn, harness, service } = await open(script);
  const message = {
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    ts: '1700000700.000100',
    text: '慢',
  };
  await standIn.sockets.deliver('events_api', eventBody(message));
  await until(() => ours(standIn).length === 1, 'a message');
  release();
  await harness.settled();
  expect(service.takes[0]?.reader).toEqual({ channel: 'slack', userId: 'U1' });
  expect(ours(standIn).map(({ thread }) => thread)).toEqual([undefined]);
  expect(methods(standIn)).not.toContain('chat.startStream');
});

test('the assistant offers questions, says what it does and names the thread', async () => {
  const { script, release } = slowly('第一句话在这里[1]。', '慢');
  const { standIn, harness } = await open(script);
  const thread = { user_id: 'U1', channel_id: 'DU1', thread_ts: '1700000800.000100', context: {} };
  await standIn.sockets.deliver(
    'events_api',
    eventBody({ type: 'assistant_thread_started', assistant_thread: thread, event_ts: '1700000800.000100' }),
  );
  await until(() => methods(standIn).includes('assistant.threads.setSuggestedPrompts'), 'suggestions');
  const { text, eventId, conversationId, userId } = { ...QUESTION, text: '慢' };
  await harness.deliver({ text, eventId, conversationId, userId });
  await until(() => methods(standIn).includes('assistant.threads.setTitle'), 'a title');
  release();
  await harness.settled();
  const offered = standIn.workspace.calls.find(({ method }) => method === 'assistant.threads.setSuggestedPrompts');
  const message = '示例市“十四五”科技创新规划的主要指标有哪些？';
  expect(offered?.parameters['prompts']).toContainEqual({ title: message, message });
});

test('a refusal of the service is one polite line', async () => {
  const refused: readonly ServiceEvent[] = [
    { type: 'refused', reason: 'too-many-questions', text: '您问得有点快，请稍等一会儿再问。' },
  ];
  const { harness } = await open({ script: { 高企目标: refused } });
  await harness.deliver(QUESTION);
  await harness.settled();
  expect(harness.posted().map(({ text }) => text)).toEqual(['您问得有点快，请稍等一会儿再问。']);
});

test('a note that others are ahead becomes the answer', async () => {
  const queued: ServiceEvent = { type: 'queued', ahead: 3, text: '前面还有3个问题，请稍候。' };
  const answer = scriptedAnswer('高企目标');
  const { harness, standIn } = await open({ script: { 高企目标: [queued, ...answeredWith(answer)] } });
  await harness.deliver(QUESTION);
  await harness.settled();
  expect(ours(standIn)).toHaveLength(1);
  expect(harness.posted()[0]?.text).toContain('300家以上');
});
