import type { Question } from '../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../retrieval/rank/score.ts';
import { confidenceOf } from '../../retrieval/rank/confidence.ts';
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
  /** The searches of this ask so far, by what was searched for: one way of answering leaves its search to the next. */
  readonly searches?: Map<string, Promise<readonly Evidence[]>>;
  /** Longest quoted run in the answer to a question for one fact, in characters; absent: as for a question that asks nothing else. */
  readonly limit?: number;
  /** Told of each look-up; for whoever measures the search. */
  readonly onLookUp?: (lookedUp: LookedUp) => void;
}

/** One look-up of an ask. */
export interface LookedUp {
  readonly question: Question;
  /** The only plans that were searched, when it was not all that the asker may see. */
  readonly planIds: readonly string[] | undefined;
  readonly evidence: readonly Evidence[];
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
/**
 * Log-odds above which the best sentence is taken for the answer though few of the question's words stand in it: people
 * ask in other words than plans use. Chosen on the tuning part, where it mends five times as many answers as it spoils.
 */
const SURE = -0.5;

/** A table's cell is asked for, and no sentence: “指标表第8行”. */
const ASKS_TABLE = /(?:指标|目标|情况)表|表\s*\d|[这那]张表|表[里中上格](?!明|述|现)|专栏[里中]?[^，。？]{0,4}表/u;

/** Looks a question up in all plans, or in some of them only. */
export async function lookUp(question: Question, context: AnswerContext, planIds?: readonly string[]): Promise<Found> {
  const allowed = planIds ?? context.plans.map((plan) => plan.id);
  const asked = planIds ? { ...question, planIds } : question;
  const evidence = await searchOnce(asked, allowed, context);
  context.onLookUp?.({ question, planIds, evidence });
  const top = evidence[0]?.units[0];
  if (!top) return { question: asked, evidence, best: undefined, shortfall: 'nothing' };
  // What another plan says of it, however well, leaves what the plans asked about say as near as it is to their best.
  const isOwn = ({ unit }: ScoredUnit) => asked.planIds?.includes(unit.passage.planId) ?? true;
  const first = evidence.slice(0, CANDIDATES).flatMap((candidate) => candidate.units.slice(0, 3));
  const most = Math.max(0, ...first.filter(isOwn).map(({ score }) => score));
  const candidates = first.filter((unit) => unit.score >= (isOwn(unit) ? most : top.score) * NEAR);
  const rival = evidence[1]?.units[0];
  const sure = top.matched.size > 1 && confidenceOf(top, rival) > SURE;
  const answering = candidates
    .sort((a, b) => b.score - a.score)
    .filter((unit) => shortfall(unit, asked, context.plans, { sure: sure && unit === top }) === undefined);
  // What another plan says of a place stands back behind what its own plan says.
  const own = answering.filter(isOwn);
  const ofTable = ASKS_TABLE.test(question.text) ? own.find(({ unit }) => unit.passage.kind === 'row') : undefined;
  const best = ofTable ?? own[0] ?? answering[0];
  return {
    question: asked,
    evidence,
    best: best ?? top,
    shortfall: best ? undefined : shortfall(top, asked, context.plans),
  };
}

function searchOnce(
  question: Question,
  allowedPlans: readonly string[],
  context: AnswerContext,
): Promise<readonly Evidence[]> {
  const key = JSON.stringify([question, allowedPlans]);
  const searched = context.searches?.get(key) ?? search(context.store, question, { ...context.search, allowedPlans });
  context.searches?.set(key, searched);
  return searched;
}

/** The place a passage's plan is for. */
export function regionOf(planId: string, plans: readonly PlanSummary[]): string {
  return plans.find((plan) => plan.id === planId)?.region ?? '';
}
