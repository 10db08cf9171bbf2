import type { Plan } from '../../corpus/types.ts';
import { loadSynonyms } from './synonyms.ts';
import { readQuestion, type Question, type QuestionContext } from './question.ts';
import { words } from '../rank/temporary-index.fixture.ts';
import { characterWords, documentOf } from '../store/store.fixture.ts';
import type { PlanSummary } from '../types.ts';

/** A plan of an invented place, without text. */
export function planOf(id: string, title: string, region: string, changes: Partial<Plan> = {}): PlanSummary {
  const { plan } = documentOf({ id, title, plan: { region, ...changes }, sections: [] });
  return { ...plan, counts: { sections: 0, passages: 0, tables: 0, records: 0 } };
}

/** A city with a plan and a draft, a province with three plans. */
export const PLANS: readonly PlanSummary[] = [
  planOf('city', '示例市“十四五”科技创新规划', '示例市', { period: { from: 2021, to: 2025 } }),
  planOf('draft', '关于推进产业创新的实施意见（征求意见稿）', '示例市', { status: 'draft' }),
  planOf('basic', '样本省基础研究发展“十四五”规划', '样本省', { level: '省' }),
  planOf('talent', '样本省人才发展“十四五”规划', '样本省', { level: '省' }),
  planOf('transfer', '样本省成果转化“十四五”规划', '样本省', { level: '省' }),
];

export const CONTEXT: QuestionContext = { plans: PLANS, words, synonyms: loadSynonyms() };

/** Reads a question against the invented plans. */
export function read(question: string): Question {
  return readQuestion(question, CONTEXT);
}

/** The same with words of one character, where only places, times and the text matter: no dictionary to load. */
export function readPlainly(question: string): Question {
  return readQuestion(question, { ...CONTEXT, words: characterWords });
}
