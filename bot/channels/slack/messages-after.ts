import { z } from 'zod';
import type { SlackCalls } from './slack-calls.ts';

/** Where messages are looked through. */
export interface Stretch {
  readonly channel: string;
  /** Absent: the channel or direct message itself. */
  readonly thread?: string;
  /** Timestamp of the message after which they stand; absent: the latest. */
  readonly after?: string;
}

const HISTORY = z.object({
  messages: z.array(z.unknown()).default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

/** A thread that is longer than this after a question is not looked through. */
const MOST_PAGES = 5;
const PAGE = 200;

/** The messages of a stretch, as Slack tells them. @throws SlackCallError when Slack does not let us look */
export async function* messagesAfter(calls: SlackCalls, { channel, thread, after }: Stretch): AsyncGenerator {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages, response_metadata } = HISTORY.parse(
      await calls.call(thread === undefined ? 'conversations.history' : 'conversations.replies', {
        channel,
        ...(thread === undefined ? {} : { ts: thread }),
        ...(after === undefined ? {} : { oldest: after }),
        include_all_metadata: true,
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    yield* messages;
    cursor = response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return;
  }
}
