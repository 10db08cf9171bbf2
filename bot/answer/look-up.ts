import type { Question } from '../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../retrieval/rank/score.ts';
import { search, type Evidence, type SearchOptions } from '../../retrieval/search.ts';
import type { PlanSummary, Store } from '../../retrieval/types.ts';
import { shortfall, type Shortfall } from './shortfall.ts';

/** What answering draws on. */
export interface AnswerContext {
  readonly store: Store;
  /** Plans the asker may see. */
  readonly plans: readonly PlanSummary[];
  /** How passages are searched for: stages switched off or on. */
  readonly search?: SearchOptions;
  /** Reads a text as a question against those plans. */
  readonly read: (text: string) => Question;
}

/** The best sentence for a question, and whether it answers. */
export interface Found {
  readonly question: Question;
  readonly evidence: readonly Evidence[];
  readonly best: ScoredUnit | undefined;
  /** Why `best` does not answer; undefined when it does. */
  readonly shortfall: Shortfall | undefined;
}

/** How far down the list, and how far below the best score, a sentence that answers is looked for. */
const CANDIDATES = 10;
const NEAR = 0.7;

/** Looks a question up in all plans, or in some of them only. */
export async function lookUp(question: Question, context: AnswerContext, planIds?: readonly string[]): Promise<Found> {
  const allowed = planIds ?? context.plans.map((plan) => plan.id);
  const asked = planIds ? { ...question, planIds } : question;
  const evidence = await search(context.store, asked, { ...context.search, allowedPlans: allowed });
  const top = evidence[0]?.units[0];
  if (!top) return { question: asked, evidence, best: undefined, shortfall: 'nothing' };
  const candidates = evidence
    .slice(0, CANDIDATES)
    .flatMap((candidate) => candidate.units.slice(0, 3))
    .filter((unit) => unit.score >= top.score * NEAR);
  const best = candidates
    .sort((a, b) => b.score - a.score)
    .find((unit) => shortfall(unit, asked, context.plans) === undefined);
  return {
    question: asked,
    evidence,
    best: best ?? top,
    shortfall: best ? undefined : shortfall(top, asked, context.plans),
  };
}

/** The place a passage's plan is for. */
export function regionOf(planId: string, plans: readonly PlanSummary[]): string {
  return plans.find((plan) => plan.id === planId)?.region ?? '';
}
