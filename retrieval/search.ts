import { isGuidaError } from '../corpus/errors.ts';
import type { Passage } from '../corpus/types.ts';
import type { Question } from './query/question.ts';
import { weighBigrams } from './rank/bigrams.ts';
import { lookCloser } from './rank/closer-look.ts';
import { scoreUnits, type ScoreContext, type ScoredUnit } from './rank/score.ts';
import type { PassageFilter, PlanSummary, Scored, Store } from './types.ts';

/** A passage that bears on a question, with its sentences scored. */
export interface Evidence {
  readonly passage: Passage;
  readonly score: number;
  /** Best first. */
  readonly units: readonly ScoredUnit[];
}

/** Puts evidence in another order: the question, the evidence best first, the plans it may come from. */
export type RerankEvidence = (
  question: Question,
  evidence: readonly Evidence[],
  plans: readonly PlanSummary[],
) => Promise<readonly Evidence[]>;

/** How a search is done; each stage can be switched off, so that the evals show what it is worth. */
export interface SearchOptions {
  /** Passages taken from the words index before re-ranking. Default 80. */
  readonly candidates?: number;
  /**
   * Fuse with vector search, by reciprocal rank; a question without a vector rests on words, and so does one that comes
   * while the vector process is away. Default: not, since the local embedding was measured to be worth nothing on its own
   * here.
   */
  readonly vectors?: ((text: string) => Promise<Float32Array | undefined>) | undefined;
  /** Score sentences instead of taking the order of the words index. Default true. */
  readonly rerank?: boolean;
  /** Prefer the plans that the question names. Default true. */
  readonly planFilter?: boolean;
  /** Look for synonyms too. Default true. */
  readonly synonyms?: boolean;
  /** Re-orders what was found, best first; see retrieval/rerank. */
  readonly rerankWith?: RerankEvidence | undefined;
  /** Only these plans (access rules): others do not exist for this question. */
  readonly allowedPlans?: readonly string[];
}

/** Weight of a term none of whose words any plan has; the rarest known word weighs about 7 in a thousand passages. */
const UNKNOWN_WORD = 2.5;
/** What a passage of another plan than the one named is worth where sentences are not scored. */
const OTHER_PLAN = 0.5;
/** Constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009). */
const RRF = 60;

/** Finds the passages that bear on a question, best first, with their sentences scored. */
export async function search(
  store: Store,
  question: Question,
  options: SearchOptions = {},
): Promise<readonly Evidence[]> {
  const { rerank = true } = options;
  const { passages, context, plans } = await gatherCandidates(store, question, options);
  const scored = passages.map((passage) => scoreUnits(passage, context));
  const closer = lookCloser(scored.flat(), context.question);
  let taken = 0;
  const evidence = passages.map((passage, at): Evidence => {
    const from = taken;
    taken += scored[at]?.length ?? 0;
    const units = closer.slice(from, taken).sort((a, b) => b.score - a.score);
    const plain = context.bm25Of(passage.id) * (context.otherPlan(passage.planId) === 'no' ? 1 : OTHER_PLAN);
    return { passage, score: rerank ? (units[0]?.score ?? 0) : plain, units };
  });
  const ranked = evidence.sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1));
  return options.rerankWith ? await options.rerankWith(question, ranked, plans) : ranked;
}

/** The passages that scoring chooses among, and what it needs to know of the question. */
export interface Candidates {
  readonly passages: readonly Passage[];
  readonly context: ScoreContext;
  readonly plans: readonly PlanSummary[];
}

/** Gathers candidates from the words index, and from the vectors where they are asked for. */
export async function gatherCandidates(store: Store, question: Question, options: SearchOptions): Promise<Candidates> {
  const { candidates = 80, planFilter = true, synonyms = true } = options;
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
  const highest = Math.max(Number.MIN_VALUE, ...found.map(({ score }) => score));
  const vector = await options.vectors?.(question.text);
  if (vector) found.push(...fused(found, await nearest(store, vector, allowed, candidates)));
  const order = new Map<string, number>();
  for (const { passageId, score } of found) order.set(passageId, Math.max(order.get(passageId) ?? -Infinity, score));
  const passages = await store.passages([...order.keys()]);
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const subject = question.titledPlans !== undefined || question.places.some((place) => !place.inName);
  const terms = synonyms
    ? question.terms
    : question.terms.map((term) => ({
        ...term,
        variants: [term.surface],
        matchers: term.matchers.slice(0, 1),
        plan: [],
      }));
  const context: ScoreContext = {
    question: { ...question, terms },
    weights: await termWeights(store, question),
    bigrams: weighBigrams(question, passages),
    titleOf: (planId) => titles.get(planId) ?? '',
    bm25Of: (passageId) => (order.get(passageId) ?? 0) / highest,
    otherPlan: (planId) =>
      !named || named.length === 0 || named.includes(planId) ? 'no' : subject ? 'subject' : 'name',
  };
  return { passages, context, plans };
}

/** As `searchVectors`; none while the vector process is away. */
async function nearest(
  store: Store,
  vector: Float32Array,
  filter: PassageFilter,
  k: number,
): Promise<readonly Scored[]> {
  try {
    return await store.searchVectors(vector, filter, k);
  } catch (error) {
    if (isGuidaError(error) && error.code === 'vector-process') return [];
    throw error;
  }
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
