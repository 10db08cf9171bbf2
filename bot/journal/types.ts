import type { Answer, Turn } from '../answer/types.ts';
import type { EventState, Feedback, IncomingQuestion, Reader, ChannelName } from '../service/types.ts';

/** One finished answer, for the audit trail and for feedback. */
export interface AnswerEntry {
  readonly answerId: string;
  readonly reader: Reader;
  readonly conversationId: string;
  readonly eventId: string;
  readonly question: string;
  readonly answer: Answer;
  /** Generation of the index it rests on. */
  readonly generation: string;
  /** Milliseconds it waited its turn, and took. */
  readonly waitedMs: number;
  readonly tookMs: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Feedback together with the answer it is about. */
export interface JudgedAnswer {
  readonly feedback: Feedback;
  readonly at: number;
  readonly entry: AnswerEntry;
  /** Earlier turns of the conversation, oldest first. */
  readonly earlier: readonly Turn[];
}

/**
 * What outlives a restart: which events were taken, conversations, answers given, feedback. The embedded journal and the
 * PostgreSQL one implement it, and one contract suite runs on both. Methods throw `GuidaError` `journal-failed`.
 */
export interface Journal {
  /** @returns false when the channel's event is there already */
  take(incoming: IncomingQuestion, at: number): Promise<boolean>;
  mark(channel: ChannelName, eventId: string, state: EventState): Promise<void>;
  unfinished(
    channel: ChannelName,
  ): Promise<readonly { readonly incoming: IncomingQuestion; readonly state: 'taken' | 'sending' }[]>;
  /** Records an answer and makes it a turn of its conversation. */
  record(entry: AnswerEntry): Promise<void>;
  /** The last `count` turns, oldest first. Only those that this reader, person and room alike, had. */
  turns(reader: Reader, conversationId: string, count: number): Promise<readonly Turn[]>;
  knowsConversation(reader: Reader, conversationId: string): Promise<boolean>;
  /** @returns false when no such answer was given to this reader */
  feedback(feedback: Feedback, at: number): Promise<boolean>;
  /** Feedback since a time, oldest first. */
  judged(since: number): AsyncIterable<JudgedAnswer>;
  /** Erases what is older, events that are still open among it. */
  forget(before: number): Promise<void>;
  close(): Promise<void>;
}
