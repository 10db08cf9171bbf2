import { afterEach, describe, expect, test } from 'vitest';
import { answeredWith, draftedAs, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import type { IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import type { ChannelHarness } from '../channel.contract.ts';
import { layoutAnswer } from './answer-layout.ts';
import { metadataOf } from './find-reply.ts';
import { questionOf, withFiles } from './incoming.ts';
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

/** What is asked, and the ids of files that are noted of its answer. */
interface Left {
  readonly text?: string;
  readonly files?: readonly string[];
}

/** What the last run left behind: a question in a state, and what stands in Slack. */
async function restart(
  state: 'taken' | 'sending',
  left: (standIn: SlackStandIn, incoming: IncomingQuestion) => void,
  { text = '高企目标', files, ...scripted }: Parameters<typeof scriptedService>[0] & Left = {},
): Promise<{ standIn: SlackStandIn; service: ReturnType<typeof scriptedService>; harness: ChannelHarness }> {
  const standIn = await openSlackStandIn();
  for (let at = 0; at < 10; at += 1) standIn.workspace.nextTs();
  const incoming = incomingOf({ ...EVENT, text: `<@${BOT.user}> ${text}` });
  const service = scriptedService(scripted);
  await service.take(incoming);
  await service.mark(incoming.reader, incoming.eventId, state, files && withFiles(incoming, files));
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
    { script: { 高企目标: [{ type: 'answered', answerId: 'long', answer }] } },
  );
  expect(messages.length).toBeGreaterThan(1);
  expect(ours(standIn).map(({ metadata }) => metadata)).toMatchObject(
    messages.map((_, part) => ({ event_payload: { part, parts: messages.length, whole: true } })),
  );
});

describe('files of an answer', () => {
  const DRAFT = '起草一份要点';
  const answer = scriptedAnswer(DRAFT, { handout: DRAFT });
  const drafted = () => draftedAs('要点.docx', Buffer.from('PK a document'));
  const shown = ({ workspace }: SlackStandIn) => workspace.files.filter(({ shared }) => shared);

  /** Restarts after a reply that is whole in Slack, with the files that are noted of it. */
  const after = (files: readonly string[] | undefined, left: (standIn: SlackStandIn) => void = () => undefined) =>
    restart(
      'sending',
      (standIn, { eventId }) => {
        const metadata = metadataOf({ event_id: eventId, part: 0, parts: 1, whole: true });
        standIn.workspace.run('chat.postMessage', { ...place, text: '答案', metadata });
        left(standIn);
      },
      { script: { [DRAFT]: answeredWith(answer) }, drafted, text: DRAFT, ...(files ? { files } : {}) },
    );
  /** What an earlier run has uploaded, and perhaps shown. */
  const uploaded =
    (isShown: boolean) =>
    ({ workspace }: SlackStandIn): void => {
      workspace.files.push({ id: 'F1', name: '要点.docx', length: 2, content: Buffer.from('PK') });
      if (isShown)
        workspace.run('files.completeUploadExternal', { files: '[{"id":"F1"}]', channel_id: 'C1', thread_ts: THREAD });
    };

  test('are sent when nothing of them was, and the answer is not given again', async () => {
    const { standIn, service } = await after([]);
    expect(ours(standIn).map(({ text }) => text)).toEqual(['答案']);
    expect(shown(standIn)).toMatchObject([{ name: '要点.docx', shared: { channel: 'C1', thread: THREAD } }]);
    expect(service.marks.at(-1)).toMatchObject({ state: 'settled' });
  });

  test('are sent when they were uploaded and nobody sees them', async () => {
    const { standIn } = await after(['F1'], uploaded(false));
    expect(shown(standIn)).toHaveLength(1);
    expect(shown(standIn)[0]?.id).not.toBe('F1');
  });

  test('are not sent again when they are there', async () => {
    const { standIn, service } = await after(['F1'], uploaded(true));
    expect(standIn.workspace.files.map(({ id }) => id)).toEqual(['F1']);
    expect(service.drafts).toEqual([]);
    expect(service.marks.at(-1)).toMatchObject({ state: 'settled' });
  });

  test('are sent again where it cannot be looked up whether they are there', async () => {
    const { standIn } = await after(['F1'], (opened) => {
      uploaded(true)(opened);
      // The first look is for the answer.
      const refused = { kind: 'error', error: 'missing_scope' } as const;
      opened.workspace.failures.set('conversations.replies', [{ kind: 'rate-limit', retryAfter: 0 }, refused, refused]);
    });
    expect(shown(standIn).length).toBeGreaterThanOrEqual(1);
  });

  test('whose confirmation was lost are found instead of reported missing', async () => {
    const { standIn } = await after([], ({ workspace }) => {
      workspace.failures.set('files.completeUploadExternal', [{ kind: 'lost' }]);
    });
    expect(shown(standIn)).toHaveLength(1);
    expect(ours(standIn).map(({ text }) => text)).toEqual(['答案']);
  });

  test('of an earlier answer are not taken for a reply that was cut off', async () => {
    const { standIn } = await restart('sending', uploaded(true));
    expect(ours(standIn)).toHaveLength(1);
    expect(standIn.workspace.calls.map(({ method }) => method)).not.toContain('chat.update');
  });

  test('are left to the next run by a stop', async () => {
    const standIn = await openSlackStandIn();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const scripted = scriptedService({ script: { [DRAFT]: answeredWith(answer) }, drafted });
    const service = {
      ...scripted,
      draft: (...order: Parameters<typeof scripted.draft>) => gate.then(() => scripted.draft(...order)),
    };
    const first = openHarnessOn(standIn, service);
    await first.channel.start();
    await first.deliver({ eventId: 'e1', conversationId: 'c1', userId: 'U1', roomId: 'C1', text: DRAFT });
    await until(() => ours(standIn).length === 1, 'an answer');
    const stopped = first.channel.stop(50);
    await stopped;
    release();
    expect(await service.unfinished('slack')).toMatchObject([{ state: 'sending' }]);
    const second = openHarnessOn(standIn, service);
    opened.push(second);
    await second.channel.start();
    await second.settled();
    expect(shown(standIn)).toHaveLength(1);
    expect(ours(standIn)).toHaveLength(1);
  });
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
    // A channel that is gone refuses whatever is posted: a line that asks to wait, too, on a slow machine.
    const gone = { kind: 'error', error: 'channel_not_found' } as const;
    workspace.failures.set('chat.postMessage', [gone, gone, gone, gone, gone]);
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
