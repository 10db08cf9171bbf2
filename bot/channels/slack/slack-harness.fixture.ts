import { pino } from 'pino';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import type { AnswerService, Channel } from '../../service/types.ts';
import type { ChannelHarness, DeliveredQuestion, OpenHarness } from '../channel.contract.ts';
import { createSlackChannel } from './slack-channel.ts';
import { liveParts, readAloud, textsOfBlocks, wordsOfBlocks } from './slack-limits.fixture.ts';
import type { SlackTiming } from './slack-options.ts';
import { eventBody, openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT, type StandInMessage } from './slack-web-api.fixture.ts';

/** Waits short enough for tests. */
export const QUICK: Partial<SlackTiming> = {
  streamAfter: 20,
  streamEvery: 20,
  statusAfter: 5,
  pace: 0,
  callTimeout: 2_000,
  retryFirst: 10,
  retryMost: 40,
  giveUpAfter: 4_000,
  helloWithin: 500,
  pingAfter: 60,
  deafAfter: 250,
  connectEvery: 40,
  closeAfter: 20,
};

/** The service, with what is open noted. */
export function watched(service: AnswerService): { service: AnswerService; settled: () => Promise<void> } {
  const open = new Set<string>();
  const overrides: Partial<AnswerService> = {
    async take(incoming) {
      const isNew = await service.take(incoming);
      if (isNew) open.add(incoming.eventId);
      return isNew;
    },
    async unfinished(channel) {
      const events = await service.unfinished(channel);
      for (const { incoming } of events) open.add(incoming.eventId);
      return events;
    },
    async mark(reader, eventId, state, ...replyTo) {
      await service.mark(reader, eventId, state, ...replyTo);
      if (state === 'settled') open.delete(eventId);
    },
  };
  const proxy = new Proxy(service, {
    get(target, name, receiver) {
      const override = Reflect.get(overrides, name) as unknown;
      if (override !== undefined) return override;
      const value = Reflect.get(target, name, receiver) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { service: proxy, settled: () => until(() => open.size === 0, 'that every question is settled') };
}

/** The message of a person, as Slack tells of it: a mention in a room, else a direct message in a thread. */
export function messageEvent(question: DeliveredQuestion, ts: string, thread: string): Record<string, unknown> {
  const { roomId, userId, text } = question;
  const place = { user: userId, team: 'T1', ts, thread_ts: thread };
  const escaped = text.replace(/[&<>]/gu, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
  return roomId === undefined
    ? { type: 'message', channel: `D${userId}`, channel_type: 'im', text: escaped, ...place }
    : { type: 'app_mention', channel: roomId, text: `<@${BOT.user}> ${escaped}`, ...place };
}

/** What a person reads of a message. */
export function seen(message: StandInMessage): string {
  if (message.blocks.length === 0) return readAloud(message.text);
  const isStream = message.pieces > 1 || !message.blocks.some(({ type }) => type === 'section');
  const words = wordsOfBlocks(message.blocks);
  return isStream ? `${readAloud(message.text)}\n${words}` : words;
}

/** Opens the channel over Socket Mode against the stand-in. */
export const openSlackHarness: OpenHarness = async (service) => openHarnessOn(await openSlackStandIn(), service);

/** The same against a stand-in that is there already: what was posted before a restart is still there after it. */
export function openHarnessOn(
  standIn: SlackStandIn,
  service: AnswerService,
  timing: Partial<SlackTiming> = {},
): ChannelHarness {
  const { service: noted, settled } = watched(service);
  const { workspace, sockets } = standIn;
  const { channel, close } = slackChannelOn(standIn, { ...QUICK, ...timing }, noted);
  const threads = new Map<string, string>();
  const timestamps = new Map<string, string>();
  const conversations = new Map<string, string>();

  const once = (map: Map<string, string>, key: string): string => {
    const known = map.get(key) ?? workspace.nextTs();
    map.set(key, known);
    return known;
  };

  return {
    channel,
    async deliver(question) {
      const thread = once(threads, `${question.roomId ?? question.userId} ${question.conversationId}`);
      conversations.set(thread, question.conversationId);
      const ts = once(timestamps, question.eventId);
      await sockets.deliver('events_api', eventBody(messageEvent(question, ts, thread)));
    },
    posted: () =>
      workspace.messages
        .filter(({ user }) => user === BOT.user)
        .map((message) => ({
          conversationId: conversations.get(message.thread ?? '') ?? message.channel,
          text: seen(message),
        })),
    interpreted: () =>
      workspace.messages
        .filter(({ user }) => user === BOT.user)
        .flatMap(({ text, blocks }) => [text, ...textsOfBlocks(blocks)].flatMap(liveParts)),
    settled,
    close,
  };
}

/** The channel over Socket Mode, not started. */
export function slackChannelOn(
  standIn: SlackStandIn,
  timing: Partial<SlackTiming>,
  service: AnswerService = scriptedService(),
): { channel: Channel; close: () => Promise<void> } {
  const { apiUrl, botToken, appToken } = standIn;
  const channel = createSlackChannel({ service, log: pino({ level: 'silent' }), botToken, appToken, apiUrl, timing });
  return {
    channel,
    async close() {
      await channel.stop(0);
      await standIn.close();
    },
  };
}
