import type { Answer } from '../answer/types.ts';
import type { IncomingQuestion, Reader } from '../service/types.ts';
import type { AnswerEntry, JudgedAnswer, Journal } from './types.ts';

/** A journal for the contract suite, and a way to open it again as after a crash. */
export interface OpenedJournal {
  readonly journal: Journal;
  /** Opens what lies there once more, without closing the first. */
  reopen(): Promise<Journal>;
  /** Whether any byte that is kept holds a text. */
  holds(text: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A person in a room. */
export const IN_ROOM: Reader = { channel: 'slack', userId: 'U1', roomId: 'C1' };
/** The other person in the same room. */
export const OTHER_IN_ROOM: Reader = { channel: 'slack', userId: 'U2', roomId: 'C1' };
/** The first person in another room. */
export const IN_OTHER_ROOM: Reader = { channel: 'slack', userId: 'U1', roomId: 'C2' };
/** The first person in private. */
export const PRIVATE: Reader = { channel: 'slack', userId: 'U1' };
/** The other person in private. */
export const OTHER_PRIVATE: Reader = { channel: 'slack', userId: 'U2' };
/** Somebody of the same name in another channel. */
export const ON_THE_WEB: Reader = { channel: 'web', userId: 'U1' };

/** A question as a channel takes it. */
export function incomingOf(changes: Partial<IncomingQuestion> = {}): IncomingQuestion {
  return { reader: IN_ROOM, eventId: 'e1', conversationId: 't1', text: '问题一', replyTo: { at: '1.5' }, ...changes };
}

/** An answer as it is recorded. */
export function entryOf(answerId: string, changes: Partial<AnswerEntry> = {}): AnswerEntry {
  const answer: Answer = {
    text: `**300家**[1]（${answerId}）`,
    declined: false,
    mode: 'extractive',
    citations: [
      {
        n: 1,
        passageId: 'p-1',
        planId: 'city',
        plan: '示例市规划',
        section: ['一、目标'],
        quote: '到2025年达到300家。',
        file: 'city.md',
        lines: [3, 4],
        draft: false,
      },
    ],
    understood: '问题',
  };
  return {
    answerId,
    reader: IN_ROOM,
    conversationId: 't1',
    eventId: `event-${answerId}`,
    question: `问 ${answerId}`,
    answer,
    generation: '000001-00000000',
    waitedMs: 0.5,
    tookMs: 21.25,
    at: 1000,
    ...changes,
  };
}

/** The judged answers since a time, read whole. */
export async function judgedSince(journal: Journal, since: number): Promise<readonly JudgedAnswer[]> {
  const found: JudgedAnswer[] = [];
  for await (const judged of journal.judged(since)) found.push(judged);
  return found;
}
