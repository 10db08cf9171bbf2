import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { Answer, Assistant, Turn } from '../answer/types.ts';

/** One line that a script sends: a conversation, oldest turn first, the last to be answered. */
export const conversationSchema = z.object({
  id: z.union([z.string(), z.number()], { error: 'id must be a string or a number' }),
  turns: z
    .array(z.string({ error: 'turns must be strings' }), { error: 'turns must be a list of strings' })
    .min(1, { error: 'turns must not be empty' }),
});

/** See `conversationSchema`. */
export type Conversation = Readonly<z.infer<typeof conversationSchema>>;

/**
 * A question comes either from the command line or, many of them, from stdin.
 * @throws GuidaError `usage`
 */
export function assertQuestion(question: readonly string[], isBatch: boolean): void {
  if (isBatch && question.length > 0) {
    throw new GuidaError('usage', 'With --jsonl the questions come from stdin. Leave the question out.');
  }
  if (!isBatch && question.length === 0) {
    throw new GuidaError(
      'usage',
      'There is no question. Give one in quotation marks, or --jsonl to read many from stdin.',
    );
  }
}

/** The answer to the last turn, and what that one took. */
export interface Answered {
  readonly answer: Answer;
  readonly milliseconds: number;
}

/**
 * Asks the turns one after another, as a person would: a follow-up may refer to an answer as well as to a question.
 * @throws GuidaError when the index fails
 */
export async function askConversation(
  assistant: Assistant,
  turns: readonly string[],
  now: () => number,
): Promise<Answered> {
  const conversation: Turn[] = [];
  for (const question of turns.slice(0, -1)) {
    conversation.push({ question, answer: (await askOnce(assistant, question, conversation)).text });
  }
  const started = now();
  const answer = await askOnce(assistant, turns.at(-1) ?? '', conversation);
  return { answer, milliseconds: now() - started };
}

async function askOnce(assistant: Assistant, question: string, conversation: readonly Turn[]): Promise<Answer> {
  for await (const event of assistant.ask(question, [...conversation])) {
    if (event.type === 'done') return event.answer;
  }
  throw new Error('the assistant ended without an answer');
}
