import { setImmediate } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { AnswerService, Channel, IncomingQuestion } from '../../service/types.ts';
import { createAccessTokens, createOldTokens } from './access-token.ts';
import { createCards } from './card.ts';
import { recordPress } from './feedback.ts';
import { acknowledge, CARD_TOPIC, readCardPress, readRobotMessage, ROBOT_TOPIC, type Frame } from './frames.ts';
import { createOpenApi } from './open-api.ts';
import { createPacing, pause } from './pacing.ts';
import { createHandouts } from './handouts.ts';
import { createReplies } from './replies.ts';
import { incomingOf, readReplyTo, withAnswer } from './reply-to.ts';
import { createSender } from './sender.ts';
import { createStreamClient } from './stream-client.ts';
import { DINGTALK_TIMINGS, type DingTalkTimings } from './timings.ts';
import { createUploads } from './uploads.ts';

/** What `createDingTalkChannel` takes. */
export interface DingTalkChannelOptions {
  readonly service: AnswerService;
  readonly log: Log;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Default: DingTalk's own, with its older API for files beside it; another address stands for both. With http:, streams
   * need not be encrypted either: for tests on the own machine.
   */
  readonly apiUrl?: string;
  /** Template of the card that shows an answer while it is written; without, answers are Markdown messages. */
  readonly cardTemplateId?: string;
  /** Address of the web viewer, for links under an answer. Default: no links. */
  readonly publicUrl?: string;
  readonly timings?: DingTalkTimings;
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** From 0 to 1, without 1. */
  readonly random?: () => number;
}

const DINGTALK_API = 'https://api.dingtalk.com';
const DINGTALK_OLD_API = 'https://oapi.dingtalk.com';

/** So many events of the last run are answered at the same time after a start. */
const RESUMED_AT_ONCE = 4;

/** DingTalk in Stream mode: messages to the robot in groups and in single chats. */
export function createDingTalkChannel(options: DingTalkChannelOptions): Channel {
  const { service, log, clientId, cardTemplateId, publicUrl, timings = DINGTALK_TIMINGS, now = Date.now } = options;
  const http = {
    apiUrl: options.apiUrl ?? DINGTALK_API,
    oldApiUrl: options.apiUrl ?? DINGTALK_OLD_API,
    clientId,
    clientSecret: options.clientSecret,
    fetch: options.fetch ?? fetch,
    timeout: timings.sendTimeout,
    timings,
    now,
    log,
  };
  const tokens = createAccessTokens(http);
  const openApi = createOpenApi({ ...http, tokens });
  const pacing = createPacing(timings.groupMessages, timings.groupPeriod, now);
  const sender = createSender({ ...http, openApi, pacing });
  const uploads = createUploads({ ...http, tokens: [tokens, createOldTokens(http)] });
  const replies = createReplies({
    service,
    sender,
    log,
    handouts: createHandouts({ service, sender, uploads, log, hasLink: publicUrl !== undefined }),
    ...(cardTemplateId === undefined ? {} : { cards: createCards({ ...http, openApi, templateId: cardTemplateId }) }),
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/u, '') }),
  });
  const running = new Set<Promise<void>>();
  const taking = new Set<Promise<void>>();
  const stopping = new AbortController();
  let takesQuestions = true;

  const run = (work: Promise<void>): Promise<void> => {
    const safe = work
      .catch((error: unknown) => {
        log.warn('dingtalk: a reply failed; it is tried again after the next start', error);
      })
      .finally(() => running.delete(safe));
    running.add(safe);
    return safe;
  };

  const takeMessage = async (frame: Frame, send: (text: string) => void): Promise<void> => {
    const message = readRobotMessage(frame.data);
    if (!message) {
      log.warn('dingtalk: dropped a message that is not of the described form');
      send(acknowledge(frame, 400));
      return;
    }
    const incoming = await withAnswer(incomingOf(message, clientId), service);
    const isNew = await service.take(incoming);
    // Acknowledged before any work; but only what was taken, since DingTalk delivers the rest again.
    send(acknowledge(frame, 200, { response: 'OK' }));
    const replyTo = readReplyTo(incoming);
    if (!isNew || !replyTo) return;
    // What has arrived meanwhile is taken and acknowledged first.
    void run(
      setImmediate().then(() => replies.reply(incoming, replyTo, { signal: stopping.signal, isResumed: false })),
    );
  };

  const takePress = async (frame: Frame, send: (text: string) => void): Promise<void> => {
    const press = readCardPress(frame.data);
    const line = press && (await recordPress(service, press));
    if (line === undefined) log.detail('dingtalk: something was pressed on a card that is no judgement');
    const shown = { cardParamMap: { feedback: line ?? '' } };
    const update = { cardUpdateOptions: { updatePrivateDataByKey: true }, userPrivateData: shown };
    send(acknowledge(frame, press ? 200 : 400, { response: line === undefined ? {} : update }));
  };

  const handle = async (frame: Frame, send: (text: string) => void): Promise<void> => {
    // Not acknowledged while stopping: DingTalk delivers it to the next one.
    if (!takesQuestions) return;
    try {
      if (frame.type === 'EVENT') send(acknowledge(frame, 200, { status: 'SUCCESS' }));
      else if (frame.headers.topic === ROBOT_TOPIC) await takeMessage(frame, send);
      else if (frame.headers.topic === CARD_TOPIC) await takePress(frame, send);
      else send(acknowledge(frame, 404));
    } catch (error) {
      log.warn('dingtalk: a message could not be taken; DingTalk delivers it again', error);
    }
  };

  const client = createStreamClient({
    ...http,
    random: options.random ?? Math.random,
    handle: (frame, send) => {
      const done = handle(frame, send).finally(() => taking.delete(done));
      taking.add(done);
      return done;
    },
  });

  const resume = async (open: Awaited<ReturnType<AnswerService['unfinished']>>): Promise<void> => {
    const { signal } = stopping;
    const rest = [...open];
    const one = async (incoming: IncomingQuestion, state: 'taken' | 'sending'): Promise<void> => {
      const replyTo = readReplyTo(incoming);
      if (state === 'taken' && replyTo) await replies.reply(incoming, replyTo, { signal, isResumed: true });
      else await replies.settle(incoming, replyTo, signal);
    };
    const worker = async (): Promise<void> => {
      for (let next = rest.shift(); next && takesQuestions; next = rest.shift())
        await run(one(next.incoming, next.state));
    };
    await Promise.all(Array.from({ length: RESUMED_AT_ONCE }, worker));
  };

  return {
    name: 'dingtalk',
    async start() {
      // Asked for before the first new question can arrive, which is none of them.
      const open = await service.unfinished('dingtalk');
      await client.start();
      void run(resume(open));
    },
    async stop(graceMs) {
      takesQuestions = false;
      await Promise.race([Promise.all(taking), pause(LAST_WAIT)]);
      client.stop();
      const all = async (): Promise<void> => {
        while (running.size > 0) await Promise.all(running);
      };
      const ended = new AbortController();
      await Promise.race([all(), pause(graceMs, ended.signal)]);
      ended.abort();
      stopping.abort();
      await Promise.race([all(), pause(LAST_WAIT)]);
    },
    health: () => client.health(),
  };
}

/** For what is about to end: acknowledgements that go out, answers that were told to stop. In milliseconds. */
const LAST_WAIT = 1000;
