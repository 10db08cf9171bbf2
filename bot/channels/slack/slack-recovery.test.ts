import { afterEach, expect, test } from 'vitest';
import { scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import type { IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import type { ChannelHarness } from '../channel.contract.ts';
import { layoutAnswer } from './answer-layout.ts';
import { metadataOf } from './find-reply.ts';
import { questionOf } from './incoming.ts';
import { openHarnessOn } from './slack-harness.fixture.ts';
import { eventBody, openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

const opened: ChannelHarness[] = [];
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
});

const THREAD = '1700000001.000100';
const EVENT = {
  type: 'app_mention',
  channel: 'C1',
  user: 'U1',
  team: 'T1',
  ts: '1700000002.000100',
  thread_ts: THREAD,
};

function incomingOf(event: Record<string, unknown>): IncomingQuestion {
  const candidate = questionOf(eventBody(event), { userId: BOT.user, botId: BOT.bot });
  if (!candidate) throw new Error('the event is no question');
  return candidate.incoming;
}

/** What the last run left behind: a question in a state, and what stands in Slack. */
async function restart(
  state: 'taken' | 'sending',
  left: (standIn: SlackStandIn, incoming: IncomingQuestion) => void,
  script: Readonly<Record<string, readonly ServiceEvent[]>> = {},
): Promise<{ standIn: SlackStandIn; service: ReturnType<typeof scriptedService>; harness: ChannelHarness }> {
  const standIn = await openSlackStandIn();
  for (let at = 0; at < 10; at += 1) standIn.workspace.nextTs();
  const incoming = incomingOf({ ...EVENT, text: `<@${BOT.user}> 高企目标` });
  const service = scriptedService({ script });
  await service.take(incoming);
  await service.mark(incoming.reader, incoming.eventId, state);
  left(standIn, incoming);
  const harness = openHarnessOn(standIn, service);
  opened.push(harness);
  await harness.channel.start();
  await harness.settled();
  return { standIn, service, harness };
}

const place = { channel: 'C1', thread_ts: THREAD, unfurl_links: 'false', unfurl_media: 'false' };
const ours = (standIn: SlackStandIn) => standIn.workspace.messages.filter(({ user }) => user === BOT.user);

test('a question that was only taken is answered after a restart', async () => {
  const { standIn, service } = await restart('taken', () => undefined);
  expect(ours(standIn)).toHaveLength(1);
  expect(service.answered).toHaveLength(1);
});

test('a reply that was on its way and arrived is found, and not given again', async () => {
  const { standIn, service } = await restart('sending', ({ workspace }, { eventId }) => {
    const metadata = metadataOf({ event_id: eventId, part: 0, parts: 1, whole: true });
    workspace.run('chat.postMessage', { ...place, text: '答案', metadata });
  });
  expect(service.answered).toHaveLength(0);
  expect(ours(standIn).map(({ text }) => text)).toEqual(['答案']);
  expect(service.marks.at(-1)).toMatchObject({ state: 'settled' });
});

test('a reply that was on its way and did not arrive is given', async () => {
  const { standIn, service } = await restart('sending', ({ workspace }) => {
    // Another answer in the same thread is not this one.
    const metadata = metadataOf({ event_id: 'C1:1', part: 0, parts: 1, whole: true });
    workspace.run('chat.postMessage', { ...place, text: '另一个答案', metadata });
  });
  expect(service.answered).toHaveLength(1);
  expect(ours(standIn)).toHaveLength(2);
});

test('a stream that was cut off is finished in its own message', async () => {
  const { standIn, harness } = await restart('sending', ({ workspace }) => {
    workspace.run('chat.startStream', {
      ...place,
      recipient_user_id: 'U1',
      recipient_team_id: 'T1',
      markdown_text: '**300',
    });
  });
  expect(ours(standIn)).toHaveLength(1);
  expect(ours(standIn)[0]?.isStreaming).toBe(false);
  expect(harness.posted()[0]?.text).toMatch(/^300家以上 \[1\]/u);
});

test('of a reply in several messages only what is missing is added', async () => {
  const text = Array.from({ length: 1200 }, (_, at) => `第${at + 1}项任务是建设示例科学城。[1]`).join('\n');
  const answer = scriptedAnswer('高企目标', { text });
  const messages = layoutAnswer(answer, 'long');
  const { standIn } = await restart(
    'sending',
    ({ workspace }, { eventId }) => {
      const metadata = metadataOf({ event_id: eventId, part: 0, parts: messages.length, whole: true });
      workspace.run('chat.postMessage', { ...place, ...messages[0], metadata });
    },
    { 高企目标: [{ type: 'answered', answerId: 'long', answer }] },
  );
  expect(messages.length).toBeGreaterThan(1);
  expect(ours(standIn).map(({ metadata }) => metadata)).toMatchObject(
    messages.map((_, part) => ({ event_payload: { part, parts: messages.length, whole: true } })),
  );
});

test('a message whose confirmation was lost is found instead of posted twice', async () => {
  const { standIn } = await restart('taken', ({ workspace }) => {
    workspace.failures.set('chat.postMessage', [{ kind: 'lost' }]);
  });
  expect(ours(standIn)).toHaveLength(1);
});

for (const [what, failure] of [
  ['rate limits', { kind: 'rate-limit', retryAfter: 0 }],
  ['errors of the server', { kind: 'status', status: 503 }],
  ['errors inside Slack', { kind: 'error', error: 'internal_error' }],
] as const) {
  test(`an answer outlasts ${what}`, async () => {
    const { standIn, service } = await restart('taken', ({ workspace }) => {
      workspace.failures.set('chat.postMessage', [failure, failure, failure]);
    });
    expect(ours(standIn)).toHaveLength(1);
    expect(service.marks.at(-1)).toMatchObject({ state: 'settled' });
  });
}

test('blocks that Slack does not know are left away rather than the answer', async () => {
  const { harness } = await restart('taken', ({ workspace }) => {
    workspace.failures.set('chat.postMessage', [
      { kind: 'error', error: 'invalid_blocks' },
      { kind: 'error', error: 'invalid_blocks' },
    ]);
  });
  expect(harness.posted()[0]?.text).toContain('300家以上');
});

test('a channel that is gone is given up and settled', async () => {
  const { standIn, service } = await restart('taken', ({ workspace }) => {
    workspace.failures.set('chat.postMessage', [{ kind: 'error', error: 'channel_not_found' }]);
  });
  expect(ours(standIn)).toHaveLength(0);
  expect(service.marks.at(-1)).toMatchObject({ state: 'settled' });
});

test('what is being answered at a stop is left to the next run, which answers it once', async () => {
  const standIn = await openSlackStandIn();
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const answer = scriptedAnswer('慢');
  const events: readonly ServiceEvent[] = [
    { type: 'text', text: answer.text },
    { type: 'answered', answerId: 'slow', answer },
  ];
  const service = scriptedService({ script: { 慢: { events, gate } } });
  const first = openHarnessOn(standIn, service);
  await first.channel.start();
  await first.deliver({ eventId: 'e1', conversationId: 'c1', userId: 'U1', roomId: 'C1', text: '慢' });
  await until(() => ours(standIn).length === 1, 'a stream');
  await first.channel.stop(0);
  expect(service.givenUp).toHaveLength(1);
  expect(await service.unfinished('slack')).toMatchObject([{ state: 'sending' }]);
  release();
  const second = openHarnessOn(standIn, service);
  opened.push(second);
  await second.channel.start();
  await second.settled();
  expect(ours(standIn)).toHaveLength(1);
  expect(second.posted()[0]?.text).toMatch(/^300家以上 \[1\]/u);
});
