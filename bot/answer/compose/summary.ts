import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { windowAround } from '../window.ts';

/** Points of a summary, and how long each may be, in characters. */
const POINTS = 10;
const POINT_LIMIT = 130;

/** A short summary: the sentences that fit best, in the order of the plan, one point each. */
export async function composeSummary(question: Question, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const found = await lookUp(question, context);
  if (found.shortfall === 'other-place' || found.shortfall === 'nothing') return undefined;
  const top = found.evidence[0]?.score ?? 0;
  const units = found.evidence
    .slice(0, 14)
    .filter((evidence) => evidence.score >= top * 0.5)
    .flatMap((evidence) => evidence.units.filter((scored) => scored.unit.text.length > 14).slice(0, 3))
    .sort((a, b) => b.score - a.score)
    .slice(0, POINTS)
    .sort((a, b) => a.unit.passage.planId.localeCompare(b.unit.passage.planId) || a.unit.passage.order - b.unit.passage.order || a.unit.span.start - b.unit.span.start);
  if (units.length === 0) return undefined;
  return units.map((scored): Statement => ({ text: `- ${windowAround(scored.unit, [scored.clause], POINT_LIMIT, { wants: () => true }).text}`, passages: [scored.unit.passage] }));
}
