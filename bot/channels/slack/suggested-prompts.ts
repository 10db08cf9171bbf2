import type { PlanSummary } from '../../../retrieval/types.ts';
import { plain } from './markup.ts';

/** A question that Slack offers at the beginning of a thread. */
export interface SuggestedPrompt {
  readonly title: string;
  readonly message: string;
}

/** Stands above the suggestions. */
export const THREAD_GREETING = '您好，可以这样问：';

/** Slack shows four. */
const MOST_PROMPTS = 4;
const LONGEST_TITLE = 60;

/** Questions that the plans this person may see can answer. None when there is no plan. */
export function suggestedPrompts(plans: readonly PlanSummary[]): readonly SuggestedPrompt[] {
  const [first] = plans;
  if (!first) return [];
  const places = [...new Set(plans.map(({ region }) => region).filter((region) => region !== ''))];
  const [one, other] = places;
  const questions = [
    '现在收录了哪些规划？',
    `《${first.title}》的主要目标有哪些？`,
    ...(one === undefined ? [] : [`${one}的研发经费投入强度目标是多少？`]),
    ...(one === undefined || other === undefined ? [] : [`${one}和${other}的高新技术企业目标各是多少？`]),
  ];
  return questions.slice(0, MOST_PROMPTS).map((message) => ({ title: plain(message, LONGEST_TITLE), message }));
}
