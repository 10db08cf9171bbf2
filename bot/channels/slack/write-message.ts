import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { withPlainButtons, type SlackMessage } from './answer-layout.ts';
import { findReply, metadataOf, type FoundReply, type ReplyMark } from './find-reply.ts';
import type { ThreadTarget } from './incoming.ts';
import { SlackCallError, type SlackCalls } from './slack-calls.ts';
import type { Identity, SlackTiming } from './slack-options.ts';

const TS = z.looseObject({ ts: z.string() });

/** Slack says so of blocks or texts that it does not take, and of kinds of blocks that it does not know. */
const NOT_TAKEN = /^(?:invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|invalid_arguments)/u;
/** The message is gone or may not be edited any more: it is posted again. */
const NOT_THERE = /^(?:message_not_found|cant_update_message|edit_window_closed)$/u;

/** Writes messages of one reply. */
export interface MessageWriter {
  /** Posts a message once, also when Slack's answer is lost. @returns its timestamp @throws SlackCallError */
  post(message: SlackMessage, mark: Omit<ReplyMark, 'event_id'>): Promise<string>;
  /** Puts other words in place of a message's; posts them when it is gone. @throws SlackCallError */
  update(ts: string, message: SlackMessage, mark: Omit<ReplyMark, 'event_id'>): Promise<string>;
  /** What of the reply stands in Slack. @throws SlackCallError */
  find(): Promise<FoundReply>;
}

/** @param eventId of the question that is answered */
export function messageWriter(
  calls: SlackCalls,
  target: ThreadTarget,
  eventId: string,
  me: Identity,
  timing: SlackTiming,
): MessageWriter {
  const find = (): Promise<FoundReply> => findReply(calls, target, eventId, me);
  const place = {
    channel: target.channel,
    ...(target.thread === undefined ? {} : { thread_ts: target.thread }),
    unfurl_links: false,
    unfurl_media: false,
  };

  async function postOnce(message: SlackMessage, mark: Omit<ReplyMark, 'event_id'>): Promise<string> {
    const metadata = metadataOf({ event_id: eventId, ...mark });
    const until = Date.now() + timing.giveUpAfter;
    for (let failures = 0; ; failures += 1) {
      try {
        return TS.parse(await calls.call('chat.postMessage', { ...place, ...bodyOf(message), metadata })).ts;
      } catch (error) {
        if (!(error instanceof SlackCallError) || error.kind !== 'unsure' || Date.now() > until) throw error;
        await wait(Math.min(timing.retryMost, timing.retryFirst * 2 ** failures));
        // It may stand there although the answer was lost.
        const there = (await find()).messages[mark.part];
        if (there !== undefined) return there;
      }
    }
  }

  const writer: MessageWriter = {
    find,
    post: (message, mark) => withSimplerBlocks(message, (simpler) => postOnce(simpler, mark)),
    async update(ts, message, mark) {
      try {
        return await withSimplerBlocks(message, async (simpler) => {
          const metadata = metadataOf({ event_id: eventId, ...mark });
          await calls.call('chat.update', { channel: target.channel, ts, ...bodyOf(simpler), metadata });
          return ts;
        });
      } catch (error) {
        if (error instanceof SlackCallError && NOT_THERE.test(error.reason)) return await writer.post(message, mark);
        throw error;
      }
    },
  };
  return writer;
}

function bodyOf({ text, blocks }: SlackMessage): Record<string, unknown> {
  return blocks.length === 0 ? { text } : { text, blocks };
}

/** A message that Slack does not take is tried without its rarer blocks, then as text alone: better plain than lost. */
export async function withSimplerBlocks<T>(
  message: SlackMessage,
  send: (message: SlackMessage) => Promise<T>,
): Promise<T> {
  const versions = [message, withPlainButtons(message), { text: message.text, blocks: [] }];
  for (const [at, version] of versions.entries()) {
    try {
      return await send(version);
    } catch (error) {
      const isLast = at === versions.length - 1;
      if (isLast || !(error instanceof SlackCallError) || !NOT_TAKEN.test(error.reason)) throw error;
    }
  }
  throw new SlackCallError('chat.postMessage', 'refused', 'no version was taken');
}
