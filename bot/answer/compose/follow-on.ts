import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { announces, FACT_LIMIT, headingPrefix } from './fact.ts';

/** Longest run of what is announced where a list is asked for, in characters. */
const LIST_LIMIT = 300;

/**
 * What an announcement announces: the sentences behind it, in its passage and the next one of the plan; undefined for a
 * sentence that says something itself.
 * @param limit longest run of them, in characters
 */
export async function followOn(
  best: ScoredUnit,
  question: Question,
  context: AnswerContext,
  limit = question.intent.kind === 'list' ? LIST_LIMIT : FACT_LIMIT,
): Promise<Statement | undefined> {
  if (!announces(best, question)) return undefined;
  const { passage, span } = best.unit;
  const next = await context.store.passageRange(passage.planId, passage.order, passage.order + 1);
  const units = next
    .flatMap((candidate) => readUnits(candidate))
    .filter((unit) => unit.passage.id !== passage.id || unit.span.start > span.start);
  const [first, ...rest] = units.filter((unit) => unit.passage.section[0] === passage.section[0]);
  if (!first) return undefined;
  let text = windowAround(first, [0], limit, { wants: () => true }).text;
  for (const unit of rest) {
    if (unit.passage.id !== first.passage.id || text.length + unit.text.length > limit) break;
    text = `${text}${unit.text}`;
  }
  const said = `${best.unit.text.replace(/^——/u, '')}${text}`;
  return {
    text: `${headingPrefix(best, question, said)}${said}`,
    passages: first.passage.id === passage.id ? [passage] : [passage, first.passage],
  };
}
