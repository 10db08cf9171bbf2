import { readQuestion, type Question } from '../../retrieval/query/question.ts';
import { loadSynonyms, type Synonyms } from '../../retrieval/query/synonyms.ts';
import type { SearchOptions } from '../../retrieval/search.ts';
import { rememberingStore } from '../../retrieval/store/remembering-store.ts';
import { restrictedStore } from '../../retrieval/store/restricted-store.ts';
import type { Store, Words } from '../../retrieval/types.ts';
import { answerInParts } from './answer-parts.ts';
import { withCharts } from './chart/answer-charts.ts';
import { resolveFollowUp, type Reading } from './follow-up.ts';
import type { AnswerContext } from './look-up.ts';
import type { ModelAnswering } from './model/model-answering.ts';
import { screen } from './screen.ts';
import type { Answer, AnswerEvent, Assistant } from './types.ts';

/** What an assistant answers from. */
export interface AssistantOptions {
  readonly store: Store;
  readonly words: Words;
  readonly synonyms?: Synonyms;
  /** How passages are searched for; default: as shipped. */
  readonly search?: SearchOptions;
  /** Only these plans exist for whoever asks. */
  readonly allowedPlans?: readonly string[];
  /** Told of each look-up that an answer makes, in order; for whoever measures the search. */
  readonly onLookUp?: AnswerContext['onLookUp'];
  /** Writes the answer with a chat model; absent: answers are composed from the passages themselves. */
  readonly model?: ModelAnswering;
}

/** Earlier turns that a follow-up may refer to. */
const TURNS = 10;

/** The assistant: understands, searches, composes from the passages or lets a model do so, verifies. */
export function createAssistant(options: AssistantOptions): Assistant {
  const synonyms = options.synonyms ?? loadSynonyms();
  const whole = rememberingStore(options.store);
  return {
    async *ask(
      question,
      conversation = [],
      { signal, allowedPlans = options.allowedPlans } = {},
    ): AsyncGenerator<AnswerEvent> {
      const startedAt = Date.now();
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
      const store = allowedPlans ? restrictedStore(whole, allowedPlans) : whole;
      const plans = await store.plans();
      const context = { plans, words: options.words, synonyms };
      const questions = new Map<string, Question>();
      const read = (text: string): Question => {
        const question = questions.get(text) ?? readQuestion(text, context);
        questions.set(text, question);
        return question;
      };
      const { search, onLookUp } = options;
      const answering: AnswerContext = {
        store,
        plans,
        read,
        searches: new Map(),
        ...(search ? { search } : {}),
        ...(onLookUp ? { onLookUp } : {}),
      };
      const resolved = await resolveFollowUp(screened.question, conversation.slice(-TURNS), answering);
      const answered = async ({ question: asked, standalone }: Reading): Promise<Answer> => ({
        ...(await answerInParts(asked, answering)),
        understood: standalone,
      });
      let reading: Reading = resolved;
      let answer = await answered(reading);
      // The first reading led nowhere: the topic may have changed.
      for (const other of answer.declined ? resolved.otherwise : []) {
        const otherAnswer = await answered(other);
        if (otherAnswer.declined) continue;
        [reading, answer] = [other, otherAnswer];
        break;
      }
      if (options.model) {
        const events = options.model.answer({
          asked: screened.question,
          conversation: conversation.slice(-TURNS),
          question: reading.question,
          isAmbiguous: resolved.otherwise.length > 0,
          extractive: answer,
          context: answering,
          startedAt,
          signal,
        });
        for await (const event of events)
          yield event.type === 'done' ? { ...event, answer: await withCharts(event.answer, answering) } : event;
        return;
      }
      yield { type: 'text', text: answer.text };
      yield { type: 'done', answer: await withCharts(answer, answering) };
    },
  };
}
