import { loadCorpus } from '../../corpus/load.ts';
import type { PlanDocument } from '../../corpus/types.ts';
import { temporaryIndex, words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from '../../bot/answer/assistant.ts';
import { leaksInAnswers, leaksInPages, markedPlans, matrixOf } from '../../bot/service/access-matrix.fixture.ts';
import { openService } from '../../bot/service/running-service.fixture.ts';
import { SHIPPED } from './opened-program.ts';
import type { Row } from './row.ts';

/** Ten people, eight rooms, twelve plans, every route: what shows of a plan to whom it does not exist. */
export async function measureAccess(): Promise<Row> {
  const plans = markedPlans();
  const matrix = matrixOf(plans, 12);
  const opened = await openService({ documents: plans.map(({ document }) => document), rules: matrix.rules });
  const pages = await leaksInPages(opened.service, plans, matrix);
  const answers = await leaksInAnswers(opened.service, plans, matrix, 1);
  await opened.close();
  return {
    promise: 'Access: 90 readers (10 people, in private and in 8 rooms) × 12 plans × every route',
    figures: { pages: pages.shown, answers: answers.shown, leaks: pages.leaks.length + answers.leaks.length },
    kept: pages.leaks.length + answers.leaks.length === 0,
  };
}

/**
 * Whether an answer is the same with a hidden plan in the index and without it: every plan that ships is hidden in turn,
 * and questions about the others are asked. Both indices are read with the same segmenter.
 */
export async function measureNoninterference(questions: readonly string[]): Promise<Row> {
  const { documents } = await loadCorpus([SHIPPED]);
  let asked = 0;
  let differ = 0;
  const whole = await temporaryIndex(documents);
  const assistant = createAssistant({ store: whole.store, words });
  for (const [at, hidden] of documents.entries()) {
    const others = documents.filter((document) => document !== hidden);
    const mine = questions.filter((_, place) => place % documents.length === at);
    const allowedPlans = others.map(({ plan }) => plan.id);
    const without = await temporaryIndex(others);
    const alone = createAssistant({ store: without.store, words });
    for (const question of mine) {
      asked += 1;
      if ((await textOf(assistant, question, { allowedPlans })) !== (await textOf(alone, question))) differ += 1;
    }
    await without.close();
  }
  await whole.close();
  return {
    promise: 'Access: the same answer whether a hidden plan is in the index or not',
    figures: { questions: asked, differ },
    kept: differ === 0,
  };
}

async function textOf(
  assistant: ReturnType<typeof createAssistant>,
  question: string,
  options: { readonly allowedPlans?: readonly PlanDocument['plan']['id'][] } = {},
): Promise<string> {
  for await (const event of assistant.ask(question, [], options)) if (event.type === 'done') return event.answer.text;
  return '';
}
