import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { cardIdOf } from './card-id.ts';
import { describeReply, type HttpReply } from './http.ts';
import { isPutOff, type OpenApi } from './open-api.ts';
import { pause } from './pacing.ts';
import type { ReplyTo } from './reply-to.ts';
import type { DingTalkTimings } from './timings.ts';

/** Cards of one template, whose variable `content` is streamed. */
export interface Cards {
  /** Shows a card for an event, or takes up the one that is there already; undefined when there can be none now. */
  open(eventId: string, replyTo: ReplyTo, isResumed: boolean): Promise<Card | undefined>;
  /** Takes up a card that was shown before; undefined when there is none. */
  resume(eventId: string): Promise<Card | undefined>;
}

/** One card on show. */
export interface Card {
  /** Replaces the text, not at once: only the last of several that come quickly is shown. */
  show(text: string): void;
  /** Sets the last text. `unknown`: it was tried often, and nobody knows whether it is shown. */
  finish(text: string): Promise<'finished' | 'failed' | 'unknown'>;
}

/** What `createCards` takes. */
export interface CardOptions {
  readonly openApi: OpenApi;
  readonly templateId: string;
  readonly timings: DingTalkTimings;
  readonly now: () => number;
  readonly log: Log;
}

/** Longer texts have been seen to leave a card blank; in UTF-16 units. */
export const LONGEST_CARD_TEXT = 2_500;

/** The template's variable that holds the Markdown. */
const CONTENT = 'content';

const deliveredSchema = z.looseObject({
  result: z.looseObject({ deliverResults: z.array(z.looseObject({ success: z.boolean() })).default([]) }).optional(),
});

/** Cards by the OpenAPI, with the permissions Card.Instance.Write and Card.Streaming.Write. */
export function createCards({ openApi, templateId, timings, now, log }: CardOptions): Cards {
  let pausedUntil = -Infinity;

  const stream = (outTrackId: string, text: string, isFinal: boolean): Promise<HttpReply> => {
    const body = {
      outTrackId,
      guid: randomUUID(),
      key: CONTENT,
      content: text,
      isFull: true,
      isFinalize: isFinal,
      isError: false,
    };
    return openApi.call('/v1.0/card/streaming', body, 'PUT');
  };

  /** The same text once more changes nothing, so an unknown outcome is tried again too. */
  const streamUntilKnown = async (outTrackId: string, text: string, isFinal: boolean): Promise<HttpReply> => {
    let reply = await stream(outTrackId, text, isFinal);
    for (const wait of timings.resendAfter) {
      if (!isPutOff(reply) && reply.outcome !== 'unknown') break;
      await pause(wait);
      reply = await stream(outTrackId, text, isFinal);
    }
    return reply;
  };

  const cardOf = (outTrackId: string): Card => {
    let shownAt = now();
    let waiting: string | undefined;
    let running: Promise<void> | undefined;
    let isFinished = false;
    const mayShow = (): boolean => !isFinished;
    const showWaiting = async (): Promise<void> => {
      while (waiting !== undefined && mayShow()) {
        await pause(Math.max(0, shownAt + timings.cardUpdateEvery - now()));
        const text = waiting;
        waiting = undefined;
        if (!mayShow()) break;
        // One that fails is made good by the next: each holds the whole text.
        await stream(outTrackId, text, false);
        shownAt = now();
      }
      running = undefined;
    };
    return {
      show(text) {
        waiting = text;
        running ??= showWaiting();
      },
      async finish(text) {
        isFinished = true;
        await running;
        const reply = await streamUntilKnown(outTrackId, text, true);
        if (reply.outcome === 'done') return 'finished';
        log.warn(`dingtalk: a card could not be finished (${describeReply(reply)})`);
        return reply.outcome === 'unknown' ? 'unknown' : 'failed';
      },
    };
  };

  const resume = async (eventId: string): Promise<Card | undefined> => {
    const outTrackId = cardIdOf(eventId);
    const reply = await streamUntilKnown(outTrackId, '', false);
    return reply.outcome === 'done' ? cardOf(outTrackId) : undefined;
  };

  return {
    resume,
    async open(eventId, replyTo, isResumed) {
      const hasSpace = replyTo.group !== undefined || replyTo.staffId !== undefined;
      if (!hasSpace || now() < pausedUntil) return undefined;
      if (isResumed) {
        const card = await resume(eventId);
        if (card) return card;
      }
      const outTrackId = cardIdOf(eventId);
      const reply = await openApi.call(
        '/v1.0/card/instances/createAndDeliver',
        deliveryOf(outTrackId, templateId, replyTo),
      );
      const delivered = reply.outcome === 'done' ? deliveredSchema.safeParse(reply.body).data : undefined;
      if (delivered && (delivered.result?.deliverResults ?? []).every(({ success }) => success))
        return cardOf(outTrackId);
      if (reply.outcome === 'unknown') {
        const card = await resume(eventId);
        if (card) return card;
      }
      pausedUntil = now() + (isPutOff(reply) ? timings.cardRest : timings.cardPause);
      log.warn(`dingtalk: a card could not be shown (${describeReply(reply)}); answering in Markdown for a while`);
      return undefined;
    },
  };
}

function deliveryOf(outTrackId: string, cardTemplateId: string, { group, staffId, robotCode }: ReplyTo): object {
  const space = group === undefined ? `IM_ROBOT.${staffId ?? ''}` : `IM_GROUP.${group}`;
  return {
    cardTemplateId,
    outTrackId,
    cardData: { cardParamMap: { [CONTENT]: '' } },
    callbackType: 'STREAM',
    userIdType: 1,
    openSpaceId: `dtv1.card//${space}`,
    imGroupOpenSpaceModel: { supportForward: true },
    imRobotOpenSpaceModel: { supportForward: true },
    ...(group === undefined
      ? { imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode } }
      : { imGroupOpenDeliverModel: { robotCode } }),
  };
}
