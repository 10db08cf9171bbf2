import { z } from 'zod';
import type { AnswerService, IncomingQuestion, Reader } from '../../service/types.ts';
import { judgementIn } from './feedback.ts';
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
  /** The answer is out, or may be, and the file of this topic is still to be sent. */
  handout: z.string().optional(),
});

/** Where a reply goes, as it is kept until the reply is settled. */
export type ReplyTo = z.output<typeof replyToSchema>;

/** Reads what was kept; undefined when it is not ours. */
export function readReplyTo(incoming: IncomingQuestion): ReplyTo | undefined {
  return replyToSchema.safeParse(incoming.replyTo).data;
}

/** A message as it is taken. */
export function incomingOf(message: RobotMessage, clientId: string): IncomingQuestion {
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
  const replyTo: ReplyTo = {
    kind: words === undefined ? 'unreadable' : judgementIn(text) ? 'feedback' : 'question',
    robotCode: message.robotCode ?? clientId,
    ...(sessionWebhook === undefined || sessionWebhook.length > LONGEST_WEBHOOK ? {} : { webhook: sessionWebhook }),
    ...(message.sessionWebhookExpiredTime === undefined ? {} : { webhookUntil: message.sessionWebhookExpiredTime }),
    ...(isGroup ? { group: conversationId } : {}),
    ...(staffId === undefined ? {} : { staffId }),
  };
  return { reader, eventId: msgId, conversationId, text, replyTo };
}

/** Feedback in words with the answer that it is about, while that is the last one: another may come before it is recorded. */
export async function withAnswer(
  incoming: IncomingQuestion,
  { lastAnswer }: Pick<AnswerService, 'lastAnswer'>,
): Promise<IncomingQuestion> {
  if (incoming.replyTo['kind'] !== 'feedback') return incoming;
  const given = await lastAnswer(incoming.reader, incoming.conversationId);
  return given ? { ...incoming, replyTo: { ...incoming.replyTo, answerId: given.answerId } } : incoming;
}

/** DingTalk's are about a hundred characters. */
const LONGEST_WEBHOOK = 1500;

/** DingTalk takes the mention of the robot out itself in most clients; in the others it stands first. */
function withoutMention(text: string, isGroup: boolean): string {
  return (isGroup ? text.replace(/^[\s\u2005]*@[^\s\u2005]+(?:[\s\u2005]+|$)/u, '') : text).trim();
}
