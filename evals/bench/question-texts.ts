import { createHash } from 'node:crypto';
import type { KnownFact } from '../questions.ts';

/**
 * What every search is given for a question: all turns of its conversation, so that a follow-up has its subject. To
 * work out what a follow-up means is the assistant's work, and no search is given a hand with it here.
 */
export function textOf({ turns }: KnownFact): string {
  return turns.join(' ');
}

/** The questions that have evidence, in an order that follows from their ids alone and mixes plans, kinds and parts. */
export function questionsToSearch(questions: readonly KnownFact[]): readonly KnownFact[] {
  const keyOf = ({ id }: KnownFact): string => createHash('sha256').update(`order:${id}`).digest('hex');
  return questions
    .filter(({ evidence }) => evidence.length > 0)
    .map((question) => ({ question, key: keyOf(question) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ question }) => question);
}
