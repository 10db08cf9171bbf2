import type { Passage } from '../corpus/types.ts';
import type { Question } from './query/question.ts';
import { FIELD_WEIGHTS, scoreUnit, type FieldWeights, type ScoredUnit } from './rank/score.ts';
import { readUnits } from './rank/units.ts';
import type { PlanSummary, Scored, Store } from './types.ts';

/** A passage that bears on a question, with its sentences scored. */
export interface Evidence {
  readonly passage: Passage;
  readonly score: number;
  /** Best first. */
  readonly units: readonly ScoredUnit[];
}

/** How a search is done; each stage can be switched off, so that the evals show what it is worth. */
export interface SearchOptions {
  /** Passages taken from the words index before re-ranking. Default 80. */
  readonly candidates?: number;
  /** Fuse with vector search, by reciprocal rank. Default false: measured to be worth nothing on its own here. */
  readonly vectors?: ((text: string) => Promise<Float32Array>) | undefined;
  /** Score sentences instead of taking the order of the words index. Default true. */
  readonly rerank?: boolean;
  /** Prefer the plans that the question names. Default true. */
  readonly planFilter?: boolean;
  /** Look for synonyms too. Default true. */
  readonly synonyms?: boolean;
  readonly fields?: FieldWeights;
  /** Only these plans (access rules): others do not exist for this question. */
  readonly allowedPlans?: readonly string[];
}

/** What a passage of another plan than the one named is worth: little when the place is the subject, more when it is part of a name. */
const OTHER_PLAN = 0.4;
const OTHER_PLAN_IN_NAME = 0.7;
/** Weight of a term none of whose words any plan has; the rarest known word weighs about 7 in a thousand passages. */
const UNKNOWN_WORD = 2.5;
/** Constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009). */
const RRF = 60;

/** Finds the passages that bear on a question, best first, with their sentences scored. */
export async function search(
  store: Store,
  question: Question,
  options: SearchOptions = {},
): Promise<readonly Evidence[]> {
  const { candidates = 80, rerank = true, planFilter = true, synonyms = true, fields = FIELD_WEIGHTS } = options;
  const words = [
    ...new Set(
      question.terms.flatMap((term) =>
        synonyms ? term.words : term.words.filter((word) => term.surface.toLowerCase().includes(word)),
      ),
    ),
  ];
  const plans = (await store.plans()).filter((plan) => !options.allowedPlans || options.allowedPlans.includes(plan.id));
  const allowed = options.allowedPlans ? { planIds: plans.map((plan) => plan.id) } : {};
  const named = planFilter ? question.planIds?.filter((id) => plans.some((plan) => plan.id === id)) : undefined;
  const found: Scored[] = [];
  if (named && named.length > 0) found.push(...(await store.searchWords(words, { planIds: named }, candidates)));
  found.push(...(await store.searchWords(words, allowed, candidates)));
  if (options.vectors)
    found.push(...fused(found, await store.searchVectors(await options.vectors(question.text), allowed, candidates)));
  const order = new Map<string, number>();
  for (const { passageId, score } of found) order.set(passageId, Math.max(order.get(passageId) ?? -Infinity, score));
  const passages = await store.passages([...order.keys()]);
  const context = await scoreContext(store, question, plans, named, fields, synonyms);
  const evidence = passages.map((passage): Evidence => {
    const units = readUnits(passage)
      .map((unit) => scoreUnit(unit, context))
      .sort((a, b) => b.score - a.score);
    const score = rerank ? (units[0]?.score ?? 0) : (order.get(passage.id) ?? 0) * context.planFactor(passage.planId);
    return { passage, score, units };
  });
  return evidence.sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1));
}

async function scoreContext(
  store: Store,
  question: Question,
  plans: readonly PlanSummary[],
  named: readonly string[] | undefined,
  fields: FieldWeights,
  synonyms: boolean,
) {
  const terms = synonyms
    ? question.terms
    : question.terms.map((term) => ({ ...term, variants: [term.surface], matchers: term.matchers.slice(0, 1) }));
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const weights = await termWeights(store, question);
  const subject = question.titledPlans !== undefined || question.places.some((place) => !place.inName);
  const other = subject ? OTHER_PLAN : OTHER_PLAN_IN_NAME;
  return {
    question: { ...question, terms },
    weights,
    fields,
    titleOf: (planId: string) => titles.get(planId) ?? '',
    planFactor: (planId: string) => (!named || named.length === 0 || named.includes(planId) ? 1 : other),
  };
}

/**
 * Inverse document frequency of each term: ln(1 + (N − n + 0.5) / (n + 0.5)) as in BM25 (Robertson, Zaragoza 2009), of its
 * rarest own word; a synonym group weighs as its surface does.
 */
export async function termWeights(store: Store, question: Question): Promise<readonly number[]> {
  const own = question.terms.map((term) => term.words.filter((word) => term.surface.toLowerCase().includes(word)));
  const { total, counts } = await store.documentFrequencies([...new Set(question.terms.flatMap((term) => term.words))]);
  const idf = (word: string): number => {
    const count = counts.get(word) ?? 0;
    return Math.log(1 + (total - count + 0.5) / (count + 0.5));
  };
  return question.terms.map((term, index) => {
    const words = (own[index] ?? []).length > 0 ? (own[index] ?? []) : term.words;
    const known = words.filter((word) => (counts.get(word) ?? 0) > 0);
    // A word that no plan has cannot tell plans apart: it weighs little, or a turn of phrase would sink every answer.
    const heaviest = known.length > 0 ? Math.max(0, ...known.map(idf)) : UNKNOWN_WORD;
    return (term.variants.length > 1 ? Math.min(heaviest * 1.4, heaviest + 2) : heaviest) * (term.factor ?? 1);
  });
}

function fused(words: readonly Scored[], vectors: readonly Scored[]): readonly Scored[] {
  const scale = Math.max(1e-9, words[0]?.score ?? 1);
  return vectors.map(({ passageId }, rank) => ({ passageId, score: (scale * RRF) / (RRF + rank) / 2 }));
}
