import { z } from 'zod';
import type { IncomingQuestion, Reader } from '../../service/types.ts';
import { wordsOf, type RobotMessage } from './frames.ts';

const replyToSchema = z.object({
  /** A question; feedback on an answer in words; or something that cannot be read. */
  kind: z.enum(['question', 'feedback', 'unreadable']),
  webhook: z.string().optional(),
  /** Milliseconds since the epoch. */
  webhookUntil: z.number().optional(),
  /** The group; absent in a single chat. */
  group: z.string().optional(),
  /** The person's staff id, which the OpenAPI takes; absent for people outside the organisation. */
  staffId: z.string().optional(),
  robotCode: z.string(),
  /** What feedback is about. */
  answerId: z.string().optional(),
});

/** Where a reply goes, as it is kept until the reply is settled. */
export type ReplyTo = z.output<typeof replyToSchema>;

/** Reads what was kept; undefined when it is not ours. */
export function readReplyTo(incoming: IncomingQuestion): ReplyTo | undefined {
  return replyToSchema.safeParse(incoming.replyTo).data;
}

/** A message as it is taken. `answerId` is known for feedback only. */
export function incomingOf(
  message: RobotMessage,
  clientId: string,
  isFeedback: (reader: Reader, text: string) => string | undefined,
): IncomingQuestion {
  const { msgId, conversationId, conversationType, senderStaffId, senderId, sessionWebhook } = message;
  const staffId = senderStaffId === undefined || senderStaffId === '' ? undefined : senderStaffId;
  const isGroup = conversationType === '2';
  const reader: Reader = {
    channel: 'dingtalk',
    userId: staffId ?? senderId,
    ...(isGroup ? { roomId: conversationId } : {}),
  };
  const words = wordsOf(message);
  const text = withoutMention(words ?? '', isGroup);
  const answerId = isFeedback(reader, text);
  const replyTo: ReplyTo = {
    kind: words === undefined ? 'unreadable' : answerId === undefined ? 'question' : 'feedback',
    robotCode: message.robotCode ?? clientId,
    ...(sessionWebhook === undefined || sessionWebhook.length > LONGEST_WEBHOOK ? {} : { webhook: sessionWebhook }),
    ...(message.sessionWebhookExpiredTime === undefined ? {} : { webhookUntil: message.sessionWebhookExpiredTime }),
    ...(isGroup ? { group: conversationId } : {}),
    ...(staffId === undefined ? {} : { staffId }),
    ...(answerId === undefined ? {} : { answerId }),
  };
  return { reader, eventId: msgId, conversationId, text, replyTo };
}

/** DingTalk's are about a hundred characters. */
const LONGEST_WEBHOOK = 1500;

/** DingTalk takes the mention of the robot out itself in most clients; in the others it stands first. */
function withoutMention(text: string, isGroup: boolean): string {
  return (isGroup ? text.replace(/^[\s\u2005]*@[^\s\u2005]+(?:[\s\u2005]+|$)/u, '') : text).trim();
}
