import type { Answer, Turn } from '../answer/types.ts';
import type { ChannelName, EventState, Feedback, GivenAnswer, IncomingQuestion, Reader } from '../service/types.ts';

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

/** A turn as the journal remembers it. */
export interface RememberedTurn extends Turn {
  readonly answer: string;
  /** Plans that the answer cites: whoever may not see one of them any more is not reminded of the turn. */
  readonly planIds: readonly string[];
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
  /**
   * Keeps an event, so that neither a crash of the program nor of the machine loses it.
   * @returns false when the channel's event is there already
   */
  take(incoming: IncomingQuestion, at: number): Promise<boolean>;
  /**
   * An unknown event is passed over. A settled one stays settled; its text and `replyTo` are erased.
   * @param replyTo takes the place of what was kept; absent: that stays
   */
  mark(channel: ChannelName, eventId: string, state: EventState, replyTo?: IncomingQuestion['replyTo']): Promise<void>;
  unfinished(
    channel: ChannelName,
  ): Promise<readonly { readonly incoming: IncomingQuestion; readonly state: 'taken' | 'sending' }[]>;
  /**
   * Whether every earlier question of its conversation that another living process has taken has its answer. Absent where
   * only one process can have the journal open.
   */
  isNext?(incoming: IncomingQuestion): Promise<boolean>;
  /** Records an answer and makes it a turn of its conversation. */
  record(entry: AnswerEntry): Promise<void>;
  /**
   * The last `count` turns, oldest first. A conversation in a room is one for all its members; one in private belongs
   * to its person. Never turns of another room, nor of the same person elsewhere.
   */
  turns(reader: Reader, conversationId: string, count: number): Promise<readonly RememberedTurn[]>;
  knowsConversation(reader: Reader, conversationId: string): Promise<boolean>;
  /** The last answer to an event; undefined when there is none. */
  answerTo(channel: ChannelName, eventId: string): Promise<GivenAnswer | undefined>;
  /** The last answer to the reader among the latest ten of a conversation, else the last of these. */
  lastAnswer(reader: Reader, conversationId: string): Promise<GivenAnswer | undefined>;
  /** @returns false when no such answer was given to this reader */
  feedback(feedback: Feedback, at: number): Promise<boolean>;
  /** Feedback since a time, oldest first. */
  judged(since: number): AsyncIterable<JudgedAnswer>;
  /** Erases what is older than a time, events that are still open among it, so that it cannot be read back. */
  forget(before: number): Promise<void>;
  close(): Promise<void>;
}
