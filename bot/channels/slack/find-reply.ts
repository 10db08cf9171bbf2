import { z } from 'zod';
import type { ThreadTarget } from './incoming.ts';
import { messagesAfter } from './messages-after.ts';
import type { SlackCalls } from './slack-calls.ts';
import type { Identity } from './slack-options.ts';

/** Type of the metadata that every message of ours carries. */
export const METADATA_TYPE = 'guida_answer';

/** Says of a message which question it answers, so that it is found again after a crash. */
export interface ReplyMark {
  readonly event_id: string;
  /** 0-based, of `parts` messages. */
  readonly part: number;
  readonly parts: number;
  /** False while it is still being written. */
  readonly whole: boolean;
}

/** What of a reply stands in Slack already. */
export interface FoundReply {
  /** Timestamps of its messages by part; one whose part is unknown is a stream that was cut off, and comes first. */
  readonly messages: readonly string[];
  readonly isWhole: boolean;
}

const OURS = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  files: z.array(z.unknown()).default([]),
  metadata: z
    .looseObject({
      event_type: z.string(),
      event_payload: z
        .looseObject({
          event_id: z.string(),
          part: z.coerce.number(),
          parts: z.coerce.number(),
          whole: z.coerce.boolean(),
        })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

/** As `metadata` of a message. */
export function metadataOf(mark: ReplyMark): {
  event_type: string;
  event_payload: Record<string, string | number | boolean>;
} {
  return { event_type: METADATA_TYPE, event_payload: { ...mark } };
}

/**
 * Looks for the reply to a question among the messages after it. A stream carries its mark only from its end on, so a
 * message of ours without one is a stream that was cut off: replies in a thread follow one another, hence it is this one.
 * @throws SlackCallError when Slack does not let us look
 */
export async function findReply(
  calls: SlackCalls,
  target: ThreadTarget,
  eventId: string,
  me: Identity,
): Promise<FoundReply> {
  const marked = new Map<number, { ts: string; parts: number; whole: boolean }>();
  let unmarked: string | undefined;
  const { channel, thread } = target;
  const stretch = { channel, after: target.ts, ...(thread === undefined ? {} : { thread }) };
  for await (const message of messagesAfter(calls, stretch)) {
    const parsed = OURS.safeParse(message);
    if (!parsed.success || !isOurs(parsed.data, me) || Number(parsed.data.ts) <= Number(target.ts)) continue;
    const { ts, metadata, files } = parsed.data;
    const mark = metadata?.event_type === METADATA_TYPE ? metadata.event_payload : undefined;
    if (mark?.event_id === eventId) marked.set(mark.part, { ts, parts: mark.parts, whole: mark.whole });
    // Files of an earlier answer are no stream.
    else if (metadata === undefined && files.length === 0) unmarked = ts;
  }
  const parts = [...marked.entries()].toSorted(([left], [right]) => left - right).map(([, part]) => part);
  const isWhole = parts.length > 0 && parts.every((part) => part.whole && part.parts === parts.length);
  return { messages: [...(parts.length === 0 && unmarked ? [unmarked] : []), ...parts.map(({ ts }) => ts)], isWhole };
}

function isOurs(message: z.output<typeof OURS>, me: Identity): boolean {
  return message.user === me.userId || message.bot_id === me.botId;
}
