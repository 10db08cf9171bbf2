import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import { composeFact, pickFigure } from './fact.ts';

/** A sentence of another plan states the same thing when it fits nearly as well as the best one. */
const SAME_THING = 0.88;
/** The same across places, whose plans word things more differently. */
const NEAR_PLACE = 0.78;
/** …and has this share of the question's terms. */
const COVERAGE = 0.8;
/** Longest quoted run per plan, in characters. */
const LINE_LIMIT = 56;

/**
 * What several plans say on one question: each place's value when the question names no place, and both values when two
 * plans of one place state different ones. Undefined when one plan alone answers.
 */
export async function composeSeveral(
  question: Question,
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  if (question.intent.kind !== 'figure' || question.otherPlaces.length > 0 || question.titledPlans !== undefined)
    return undefined;
  return question.planIds === undefined ? eachPlace(question, context) : differingPlans(question, found, context);
}

async function eachPlace(question: Question, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const findings: { place: string; found: Found }[] = [];
  const places = [...new Set(context.plans.map((plan) => plan.region))].filter((region) => region !== '');
  for (const place of places) {
    const planIds = context.plans.filter((plan) => plan.region === place).map((plan) => plan.id);
    const found = await lookUp(question, context, planIds);
    if (!found.best || found.shortfall || found.best.coverage < COVERAGE) continue;
    findings.push({ place, found });
  }
  const top = Math.max(0, ...findings.map(({ found }) => found.best?.score ?? 0));
  const kept = findings.filter(({ found }) => (found.best?.score ?? 0) >= top * NEAR_PLACE);
  if (kept.length < 2) return undefined;
  return kept.flatMap(({ place, found }): readonly Statement[] => {
    if (!found.best) return [];
    const fact = composeFact(found.best, question, { limit: LINE_LIMIT });
    return [{ text: `- **${shortPlace(place)}**：${fact.text}`, passages: fact.passages }];
  });
}

function differingPlans(question: Question, found: Found, context: AnswerContext): readonly Statement[] | undefined {
  const { best } = found;
  if (!best || best.unit.passage.kind === 'row' || best.coverage < COVERAGE) return undefined;
  const first = pickFigure(best, question);
  const others: ScoredUnit[] = [];
  for (const candidate of found.evidence) {
    const unit = candidate.units[0];
    if (!unit || unit.unit.passage.planId === best.unit.passage.planId || candidate.score < best.score * SAME_THING)
      continue;
    if (
      unit.unit.passage.kind === 'row' ||
      unit.coverage < best.coverage * 0.95 ||
      shortfall(unit, question, context.plans)
    )
      continue;
    if (others.some((other) => other.unit.passage.planId === unit.unit.passage.planId)) continue;
    const figure = pickFigure(unit, question);
    if (figure && first && figure.unit === first.unit && figure.digits !== first.digits) others.push(unit);
  }
  if (others.length === 0) return undefined;
  const lines = [best, ...others].map((unit): Statement => {
    const fact = composeFact(unit, question, { limit: LINE_LIMIT });
    const plan = context.plans.find((known) => known.id === unit.unit.passage.planId);
    return { text: `- ${shortTitle(plan?.title ?? '')}：${fact.text}`, passages: fact.passages };
  });
  return [{ text: '几份规划写法不同：', passages: [] }, ...lines];
}

/** 浙江省基础研究发展“十四五”规划 → 基础研究发展规划: enough to tell plans of one place apart on a line. */
function shortTitle(title: string): string {
  return title.replace(/^[^省市县区]{2,7}[省市县区]/u, '').replace(/“十[一二三四五六]?五”/u, '');
}
