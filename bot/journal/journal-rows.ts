import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { Answer } from '../answer/types.ts';
import type { GivenAnswer, IncomingQuestion, Reader } from '../service/types.ts';
import type { AnswerEntry, JudgedAnswer, RememberedTurn } from './types.ts';

const channelSchema = z.enum(['slack', 'dingtalk', 'web']);

const readerShape = { channel: channelSchema, user_id: z.string(), room_id: z.string().nullable() };

const answerSchema = z.object({
  text: z.string(),
  declined: z.boolean(),
  mode: z.enum(['extractive', 'llm']),
  citations: z.array(
    z.object({
      n: z.int(),
      passageId: z.string(),
      planId: z.string(),
      plan: z.string(),
      section: z.array(z.string()),
      quote: z.string(),
      file: z.string(),
      lines: z.tuple([z.int(), z.int()]),
      draft: z.boolean(),
    }),
  ),
  understood: z.string(),
  model: z.object({ name: z.string(), prompt: z.string() }).optional(),
});

const json = z.string().transform((text): unknown => JSON.parse(text));

const eventSchema = z.object({
  ...readerShape,
  event_id: z.string(),
  conversation_id: z.string(),
  question: z.string(),
  reply_to: json.pipe(z.record(z.string(), z.unknown())),
  state: z.enum(['taken', 'sending']),
});

const turnSchema = z.object({ question: z.string(), answer: json.pipe(answerSchema) });

const givenSchema = z.object({ ...readerShape, answer_id: z.string() });

const entrySchema = z.object({
  ...readerShape,
  answer_id: z.string(),
  conversation_id: z.string(),
  event_id: z.string(),
  question: z.string(),
  answer: json.pipe(answerSchema),
  generation: z.string(),
  waited_ms: z.number(),
  took_ms: z.number(),
  at: z.int(),
});

const judgedSchema = entrySchema.extend({
  n: z.int(),
  judge: z.string(),
  verdict: z.enum(['good', 'bad']),
  reason: z.string().nullable(),
  judged_at: z.int(),
});

/** Whose a conversation is: all who are in a room, or one person. */
export function audienceOf({ roomId, userId }: Reader): string {
  return roomId === undefined ? `user ${userId}` : `room ${roomId}`;
}

/** Limit on `replyTo`, bytes of JSON. */
const LARGEST_REPLY_TO = 4096;

/** `replyTo` as it is kept. @throws GuidaError `journal-failed` when it is too large */
export function replyToText(replyTo: IncomingQuestion['replyTo']): string {
  const text = JSON.stringify(replyTo);
  if (Buffer.byteLength(text) <= LARGEST_REPLY_TO) return text;
  throw new GuidaError('journal-failed', 'What a channel keeps for its reply is larger than 4 kB.');
}

/** An event that is open. */
export function eventOfRow(row: unknown): { readonly incoming: IncomingQuestion; readonly state: 'taken' | 'sending' } {
  const { event_id, conversation_id, question, reply_to, state, ...reader } = eventSchema.parse(row);
  return {
    incoming: {
      reader: readerOf(reader),
      eventId: event_id,
      conversationId: conversation_id,
      text: question,
      replyTo: reply_to,
    },
    state,
  };
}

/** A turn of a conversation. */
export function turnOfRow(row: unknown): RememberedTurn {
  const { question, answer } = turnSchema.parse(row);
  return { question, answer: answer.text, planIds: [...new Set(answer.citations.map(({ planId }) => planId))] };
}

/** An answer that was given. */
export function givenOfRow(row: unknown): GivenAnswer {
  const { answer_id, ...reader } = givenSchema.parse(row);
  return { answerId: answer_id, reader: readerOf(reader) };
}

/** Feedback with its answer, without the turns before it; `n` is the answer's place in the journal. */
export function judgedOfRow(row: unknown): Omit<JudgedAnswer, 'earlier'> & { readonly n: number } {
  const { n, judge, verdict, reason, judged_at, ...rest } = judgedSchema.parse(row);
  const entry = entryOf(rest);
  return {
    n,
    entry,
    at: judged_at,
    feedback: {
      answerId: entry.answerId,
      reader: { ...entry.reader, userId: judge },
      verdict,
      ...(reason === null ? {} : { reason }),
    },
  };
}

function entryOf(row: z.output<typeof entrySchema>): AnswerEntry {
  const { model, ...answer } = row.answer;
  return {
    answerId: row.answer_id,
    reader: readerOf(row),
    conversationId: row.conversation_id,
    eventId: row.event_id,
    question: row.question,
    answer: { ...answer, ...(model ? { model } : {}) } satisfies Answer,
    generation: row.generation,
    waitedMs: row.waited_ms,
    tookMs: row.took_ms,
    at: row.at,
  };
}

function readerOf({ channel, user_id, room_id }: z.output<z.ZodObject<typeof readerShape>>): Reader {
  return { channel, userId: user_id, ...(room_id === null ? {} : { roomId: room_id }) };
}
