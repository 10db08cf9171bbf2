import { readQuestion, type Question } from '../../retrieval/query/question.ts';
import { loadSynonyms, type Synonyms } from '../../retrieval/query/synonyms.ts';
import type { SearchOptions } from '../../retrieval/search.ts';
import type { Store, Words } from '../../retrieval/types.ts';
import { answerQuestion } from './answer-question.ts';
import { resolveFollowUp } from './follow-up.ts';
import { screen } from './screen.ts';
import type { Answer, AnswerEvent, Assistant, Turn } from './types.ts';

/** What an assistant answers from. */
export interface AssistantOptions {
  readonly store: Store;
  readonly words: Words;
  readonly synonyms?: Synonyms;
  /** How passages are searched for; default: as shipped. */
  readonly search?: SearchOptions;
  /** Only these plans exist for whoever asks. */
  readonly allowedPlans?: readonly string[];
}

/** Earlier turns that a follow-up may refer to. */
const TURNS = 10;

/** The assistant without a model: understands, searches, composes from the passages, verifies. */
export function createAssistant(options: AssistantOptions): Assistant {
  const synonyms = options.synonyms ?? loadSynonyms();
  return {
    async *ask(question: string, conversation: readonly Turn[] = []): AsyncGenerator<AnswerEvent> {
      const screened = screen(question);
      if ('reply' in screened) {
        const answer: Answer = {
          text: screened.reply,
          declined: true,
          mode: 'extractive',
          citations: [],
          understood: question,
        };
        yield { type: 'text', text: answer.text };
        yield { type: 'done', answer };
        return;
      }
      yield { type: 'status', text: '正在查找规划原文' };
      const plans = (await options.store.plans()).filter(
        (plan) => !options.allowedPlans || options.allowedPlans.includes(plan.id),
      );
      const context = { plans, words: options.words, synonyms };
      const read = (text: string): Question => readQuestion(text, context);
      const resolved = resolveFollowUp(screened.question, conversation.slice(-TURNS), read);
      const { store, search } = options;
      const answering = { store, plans, read, ...(search ? { search } : {}) };
      let answer = { ...(await answerQuestion(resolved.question, answering)), understood: resolved.standalone };
      // The turns before led nowhere: the topic may have changed.
      if (answer.declined && resolved.alone && resolved.alone.terms.length > 1) {
        const alone = await answerQuestion(resolved.alone, answering);
        if (!alone.declined) answer = alone;
      }
      yield { type: 'text', text: answer.text };
      yield { type: 'done', answer };
    },
  };
}
