import { shortPlace } from '../../../corpus/places.ts';
import type { Statement } from '../draft.ts';
import { regionOf, type AnswerContext, type Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import { composeFact } from './fact.ts';

/** A sentence of another plan is an answer of its own when it fits this well, relative to the best. */
const NEAR = 0.86;
/** The same for a name or a statement, which seldom repeats from plan to plan. */
const NEAR_NAME = 0.95;
/** Longest quoted run per plan, in characters. */
const LINE_LIMIT = 60;

/**
 * A question that names no place and that several plans answer: each plan's answer on a line. Undefined when one plan
 * alone answers, or the question names a plan.
 */
export async function composeSeveral(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { question, evidence, best } = found;
  if (!best || question.planIds !== undefined || question.otherPlaces.length > 0 || question.places.length > 0) return Promise.resolve(undefined);
  const near = question.intent.kind === 'figure' ? NEAR : NEAR_NAME;
  const seen = new Set<string>();
  const lines: Statement[] = [];
  for (const candidate of evidence) {
    const { planId } = candidate.passage;
    const unit = candidate.units[0];
    if (!unit || seen.has(planId) || candidate.score < best.score * near) continue;
    if (shortfall(unit, question, context.plans)) continue;
    seen.add(planId);
    const fact = composeFact(unit, question, { limit: LINE_LIMIT });
    const plan = context.plans.find((known) => known.id === planId);
    const region = regionOf(planId, context.plans);
    const shared = context.plans.filter((known) => known.region === region).length > 1;
    const name = shared ? `《${plan?.title ?? ''}》` : shortPlace(region);
    lines.push({ text: `- ${name}：${fact.text}`, passages: fact.passages });
  }
  return lines.length >= 2 ? lines : undefined;
}
