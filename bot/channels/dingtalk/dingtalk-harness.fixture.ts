import type { Log } from '../../log.ts';
import type { AnswerService, Channel } from '../../service/types.ts';
import type { ChannelHarness, OpenHarness } from '../channel.contract.ts';
import { createDingTalkChannel, type DingTalkChannelOptions } from './dingtalk.ts';
import { CREDENTIALS, startStandIn, type DingTalkStandIn, type StandInOptions } from './dingtalk-stand-in.fixture.ts';
import { liveIn } from './hostile-answers.fixture.ts';
import { faster, type DingTalkTimings } from './timings.ts';

/** Waits are 50 times shorter in tests, but a call may take its time on a busy machine. */
export const TEST_TIMINGS: DingTalkTimings = {
  ...faster(50),
  connectTimeout: 2000,
  sendTimeout: 2000,
  deafAfter: 1000,
};

/** A channel with its stand-in. */
export interface OpenDingTalk {
  readonly standIn: DingTalkStandIn;
  readonly channel: Channel;
  /** Everything that was logged, causes among it. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** What `openDingTalk` takes besides the service. */
export type OpenDingTalkOptions = Partial<Omit<DingTalkChannelOptions, 'service' | 'log'>> & {
  readonly standIn?: DingTalkStandIn;
  readonly standInOptions?: StandInOptions;
};

/** Starts a channel against a stand-in: its own, or one that is there already, which it then leaves running. */
export async function openDingTalk(service: AnswerService, options: OpenDingTalkOptions = {}): Promise<OpenDingTalk> {
  const { standIn: given, standInOptions, ...rest } = options;
  const standIn = given ?? (await startStandIn(standInOptions));
  const logged: string[] = [];
  const note = (message: string, cause?: unknown): void => {
    logged.push(
      message,
      ...(cause instanceof Error ? [`${cause.message} ${String(cause.stack)} ${String(cause.cause)}`] : []),
    );
  };
  const log: Log = { warn: note, detail: note };
  const channel = createDingTalkChannel({
    ...CREDENTIALS,
    service,
    log,
    apiUrl: standIn.apiUrl,
    timings: TEST_TIMINGS,
    ...rest,
  });
  await channel.start();
  return {
    standIn,
    channel,
    logged,
    async close() {
      await channel.stop(1000);
      if (!given) await standIn.close();
    },
  };
}

/** Waits until something holds; fails after a minute, which a busy machine may need and a right one never does. */
export async function until(holds: () => boolean, what = 'what was waited for'): Promise<void> {
  const end = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The channel for the contract suite, in Markdown messages. */
export const openDingTalkHarness: OpenHarness = (service) => openHarness(service, {});

/** The channel for the contract suite, on cards. */
export const openDingTalkCardHarness: OpenHarness = (service) =>
  openHarness(service, { cardTemplateId: 'template.schema' });

async function openHarness(service: AnswerService, options: OpenDingTalkOptions): Promise<ChannelHarness> {
  const open = new Set<string>();
  const watched: AnswerService = {
    ...service,
    async take(incoming) {
      const isNew = await service.take(incoming);
      if (isNew) open.add(incoming.eventId);
      return isNew;
    },
    async mark(reader, eventId, state, ...replyTo) {
      await service.mark(reader, eventId, state, ...replyTo);
      if (state === 'settled') open.delete(eventId);
    },
  };
  for (const { incoming } of await service.unfinished('dingtalk')) open.add(incoming.eventId);
  const { standIn, channel, close } = await openDingTalk(watched, options);
  const conversations = new Map<string, string>();
  return {
    channel,
    async deliver(question) {
      if (question.roomId === undefined) conversations.set(`single ${question.userId}`, question.conversationId);
      await standIn.deliver(question);
    },
    posted: () =>
      standIn.posts.map(({ conversationId, text }) => ({
        conversationId: conversations.get(conversationId) ?? conversationId,
        text,
      })),
    interpreted: () =>
      standIn.posts.flatMap(({ title, text }) => [title, text].flatMap((words) => liveIn(words) ?? [])),
    settled: () => until(() => open.size === 0, 'settling'),
    close,
  };
}
