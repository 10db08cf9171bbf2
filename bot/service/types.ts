import type { IndicatorRecord, Passage, Section, Table } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import type { Answer, AnswerEvent, AnswerPicture, Turn } from '../answer/types.ts';
import type { Drafted, DraftOrder } from '../draft/types.ts';

/** Where questions come from. */
export type ChannelName = 'slack' | 'dingtalk' | 'web';

/** Who reads an answer: this decides which plans it may rest on. */
export interface Reader {
  readonly channel: ChannelName;
  /** The person, as the channel knows them; on the web, the name that the login gives. */
  readonly userId: string;
  /**
   * The room whose members all read the answer: a channel or a group chat. Absent when only the person reads it
   * (a direct message, a slash command's reply, the web page). With a room, only what the whole room may see is used.
   */
  readonly roomId?: string;
}

/** One question as a channel received it. */
export interface IncomingQuestion {
  readonly reader: Reader;
  /** The platform's id of the event. The same id is answered once, also after a restart. */
  readonly eventId: string;
  /** Questions of one conversation are answered one after another, in the order in which they were taken. */
  readonly conversationId: string;
  /** As typed, without the mention of the bot. */
  readonly text: string;
  /**
   * Earlier turns as the asker's own client holds them, oldest first. When given, they take the place of the remembered
   * ones; they are not kept for a restart. Only for clients that send the whole conversation with each question.
   */
  readonly history?: readonly Turn[];
  /**
   * What the channel needs to reply after a restart (where, with which token of the event): plain JSON, at most 4 kB.
   * It is erased once the reply is settled, and holds no secret of the installation.
   */
  readonly replyTo: Readonly<Record<string, unknown>>;
}

/** How far the reply to an event has come. */
export type EventState =
  /** Taken, not answered yet: a restart answers it. */
  | 'taken'
  /** The reply is on its way: after a restart the channel has to find out whether it arrived. */
  | 'sending'
  /** Replied, or given up. */
  | 'settled';

/** Why a question is not answered now. Each has one polite line in Chinese, in `text` of the event. */
export type RefusalReason = 'too-many-questions' | 'queue-full' | 'not-ready' | 'stopping' | 'failed';

/** What `answer` yields, in order. The last event is `answered` or `refused`, exactly one of them. */
export type ServiceEvent =
  /** Others are ahead; `text` says so in Chinese. At most once, and only when there is a wait. */
  | { readonly type: 'queued'; readonly ahead: number; readonly text: string }
  | Extract<AnswerEvent, { type: 'status' | 'text' }>
  | {
      readonly type: 'answered';
      readonly answerId: string;
      readonly answer: Answer;
      /** Its charts, as the channel shows them. */
      readonly pictures?: readonly AnswerPicture[];
    }
  | { readonly type: 'refused'; readonly reason: RefusalReason; readonly text: string };

/** What became of an order for a draft. `text` is one polite line in Chinese. */
export type DraftOutcome =
  | Extract<Drafted, { type: 'drafted' }>
  | (Exclude<Drafted, { type: 'drafted' }> & { readonly text: string })
  | { readonly type: 'refused'; readonly reason: RefusalReason; readonly text: string };

/** What a reader thought of an answer. */
export interface Feedback {
  readonly answerId: string;
  readonly reader: Reader;
  readonly verdict: 'good' | 'bad';
  /** In the reader's own words; at most 1,000 characters are kept. */
  readonly reason?: string;
}

/** An answer that was given, and to whom. */
export interface GivenAnswer {
  readonly answerId: string;
  readonly reader: Reader;
}

/** A passage in its surroundings, for whoever checks a source. */
export interface SourceView {
  readonly plan: PlanSummary;
  readonly passage: Passage;
  /** Passages before and after it in the plan, in order. */
  readonly before: readonly Passage[];
  readonly after: readonly Passage[];
  /** Address of the passage in the web viewer; absent without `PUBLIC_URL`. */
  readonly url?: string;
}

/**
 * What a channel may ask of the program. A plan that the reader may not see does not exist for them: it is in no answer,
 * count, list or refusal, and its passages are `undefined` like those that never were.
 */
export interface AnswerService {
  /**
   * Takes an event, durably, before any work is done for it. Fast: a channel calls it before it acknowledges.
   * @returns false when the event was taken before: it is acknowledged and otherwise ignored
   */
  take(incoming: IncomingQuestion): Promise<boolean>;
  /**
   * Answers a question that was taken. Waits its turn; never throws for anything a user or a model can do. Ending the
   * iteration early, or the signal, gives the answer up.
   */
  answer(incoming: IncomingQuestion, options?: { readonly signal?: AbortSignal }): AsyncIterable<ServiceEvent>;
  /**
   * Drafts what was ordered from the plans the reader may see, in its turn among the questions and counted as one. Never
   * throws for anything a user can do.
   */
  draft(reader: Reader, order: DraftOrder): Promise<DraftOutcome>;
  /**
   * Records how far the reply has come. `settled` erases `replyTo`.
   * @param replyTo takes the place of what was kept, so that a restart knows what is done of a reply in several steps
   */
  mark(reader: Reader, eventId: string, state: EventState, replyTo?: IncomingQuestion['replyTo']): Promise<void>;
  /** Events of a channel that a stop or a crash left open, oldest first, with how far each had come. */
  unfinished(
    channel: ChannelName,
  ): Promise<readonly { readonly incoming: IncomingQuestion; readonly state: 'taken' | 'sending' }[]>;
  /**
   * Records feedback; a second one of the same reader on the same answer takes the place of the first.
   * @returns false when there is no such answer for this reader
   */
  feedback(feedback: Feedback): Promise<boolean>;
  /** The answer to an event, for a platform whose messages know no more than that; of several, the last. */
  answerTo(channel: ChannelName, eventId: string): Promise<GivenAnswer | undefined>;
  /**
   * The answer that somebody means who says what they think of "it": the last one in the conversation to them, where it
   * is among the latest there, else the last one to anybody.
   */
  lastAnswer(reader: Reader, conversationId: string): Promise<GivenAnswer | undefined>;
  /** Whether a conversation is known, so that a message in its thread is a follow-up although nobody is mentioned. */
  knowsConversation(reader: Reader, conversationId: string): Promise<boolean>;

  /**
   * The plans the reader may see. Like the pages that follow, it throws `GuidaError` while there is no index or the access
   * rules cannot be read; its message may be shown to the reader, and 503 is what it means over HTTP.
   */
  plans(reader: Reader): Promise<readonly PlanSummary[]>;
  /** The outline of a plan; undefined when there is none for this reader. */
  sections(reader: Reader, planId: string): Promise<readonly Section[] | undefined>;
  /** Passages of a plan, in order, `from` and `to` inclusive; undefined when there is none for this reader. */
  passages(reader: Reader, planId: string, from: number, to: number): Promise<readonly Passage[] | undefined>;
  tables(reader: Reader, planId: string): Promise<readonly Table[] | undefined>;
  /** Indicator records of all plans the reader may see, or of one. */
  records(reader: Reader, planId?: string): Promise<readonly IndicatorRecord[]>;
  /** @param around how many passages before and after; default 2 */
  source(reader: Reader, passageId: string, around?: number): Promise<SourceView | undefined>;
}

/** A channel while it runs. */
export interface Channel {
  readonly name: ChannelName;
  /** Connects, then answers what the last run left open. Resolves once questions can arrive. */
  start(): Promise<void>;
  /** Takes no more questions, finishes those being answered within `graceMs`, disconnects. */
  stop(graceMs: number): Promise<void>;
  /** Whether questions arrive at the moment, for readiness; `detail` is for an operator and holds no secret. */
  health(): { readonly ready: boolean; readonly detail: string };
}
