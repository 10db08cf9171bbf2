import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { exampleQuestions } from '../text/example-questions.ts';
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

/** Questions that the plans this person may see answer. None when there is no plan. */
export function suggestedPrompts(
  plans: readonly PlanSummary[],
  records: readonly IndicatorRecord[],
): readonly SuggestedPrompt[] {
  return exampleQuestions(plans, records)
    .slice(0, MOST_PROMPTS)
    .map((message) => ({ title: plain(message, LONGEST_TITLE), message }));
}
