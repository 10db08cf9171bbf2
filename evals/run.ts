import type { Answer, Assistant, Turn } from '../bot/answer/types.ts';
import { DEPTH, type PassageLike } from './metrics/evidence.ts';
import type { Outcome } from './metrics/judge.ts';
import type { KnownFact } from './questions.ts';

/** What is evaluated: an assistant, and the search it rests on. */
export interface System {
  readonly assistant: Assistant;
  /**
   * What the assistant found when it looked up its last turn whole, over all plans, best first; undefined when it went
   * about it another way (place by place, say). Spares a second search, and is the very list that was answered from.
   * @param understood of the answer to that turn
   */
  lookedUp?(understood: string, k: number): readonly PassageLike[] | undefined;
  /** The passages for a question that stands alone, best first. */
  search(question: string, k: number): Promise<readonly PassageLike[]>;
}

/** How a run is made. */
export interface RunOptions {
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
  /** Called after each question. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Asks every question, one after another, as a user would: the turns of a conversation oldest first, each with the
 * answers before it; the last is judged. A question that fails is an outcome with its error, not a throw, so that one
 * does not hide the rest.
 */
export async function runQuestions(
  questions: readonly KnownFact[],
  system: System,
  options: RunOptions = {},
): Promise<readonly Outcome[]> {
  const { now = () => performance.now(), onProgress } = options;
  const outcomes: Outcome[] = [];
  for (const question of questions) {
    outcomes.push(await runQuestion(question, system, now));
    onProgress?.(outcomes.length, questions.length);
  }
  return outcomes;
}

async function runQuestion(question: KnownFact, system: System, now: () => number): Promise<Outcome> {
  const conversation: Turn[] = [];
  let asked = now();
  try {
    for (const turn of question.turns.slice(0, -1)) {
      conversation.push({ question: turn, answer: (await ask(system.assistant, turn, conversation)).text });
    }
    asked = now();
    const answer = await ask(system.assistant, question.turns.at(-1) ?? '', conversation);
    const milliseconds = now() - asked;
    const { understood } = answer;
    const found =
      question.evidence.length > 0
        ? (system.lookedUp?.(understood, DEPTH) ?? (await system.search(understood, DEPTH)))
        : [];
    return { question, answer, found, milliseconds };
  } catch (error) {
    return { question, found: [], milliseconds: now() - asked, error: String(error) };
  }
}

/** The answer that ends the events of one turn. */
async function ask(assistant: Assistant, turn: string, conversation: readonly Turn[]): Promise<Answer> {
  let answer: Answer | undefined;
  for await (const event of assistant.ask(turn, [...conversation])) {
    if (event.type === 'done') answer = event.answer;
  }
  if (!answer) throw new Error('the assistant ended without an answer');
  return answer;
}
