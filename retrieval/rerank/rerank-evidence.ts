import { LRUCache } from 'lru-cache';
import { createEndpointGuard, type EndpointGuardOptions } from '../embed/endpoint-guard.ts';
import type { Evidence, RerankEvidence } from '../search.ts';
import { documentText } from './document-text.ts';
import { RERANK_ENDPOINT, type Relevance, type Reranker } from './rerank-endpoint.ts';

/** How evidence is re-ordered. */
export interface RerankEvidenceOptions extends EndpointGuardOptions {
  /** Passages that are judged, from the top; the rest keep their order below them. @default 20 */
  readonly most?: number;
  /**
   * How far a passage without any relevance falls: its score is multiplied by 1 − `weight`. 0 keeps our order, 1 leaves
   * it to the model. @default 0.5
   */
  readonly weight?: number;
}

/** Characters of the question that are sent. */
const LONGEST_QUERY = 400;
/** Judgements that are remembered: one answer searches several times for the same. */
const REMEMBERED = 64;
/** When the best passage is less likely than this to be relevant, the model finds nothing, and its order is noise. */
const LEAST_RELEVANCE = 0.05;

/**
 * Re-orders the best passages with a rerank model, for `SearchOptions.rerankWith`. Our score knows what a cross-encoder
 * does not (the plan, the year and the kind of answer asked for), so the two are multiplied: the most relevant passage
 * keeps its score, the others lose a share of theirs, and so do their sentences. When the endpoint fails or is slow, the
 * order is ours.
 */
export function rerankEvidence(reranker: Reranker, options: RerankEvidenceOptions = {}): RerankEvidence {
  const { most = 20, weight = 0.5 } = options;
  const guarded = createEndpointGuard(RERANK_ENDPOINT, options);
  const remembered = new LRUCache<string, readonly Relevance[]>({ max: REMEMBERED });

  async function judge(query: string, documents: readonly string[]): Promise<readonly Relevance[] | undefined> {
    const key = JSON.stringify([query, ...documents]);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const relevances = await guarded((signal) => reranker.rerank(query, documents, signal));
    if (relevances === undefined) return undefined;
    remembered.set(key, relevances);
    return relevances;
  }

  return async (question, evidence, plans) => {
    const best = evidence.slice(0, most);
    if (best.length < 2) return evidence;
    const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
    const documents = best.map((found) => documentText(found, titles.get(found.passage.planId) ?? ''));
    const relevances = await judge(question.text.slice(0, LONGEST_QUERY), documents);
    if (relevances === undefined) return evidence;
    const shares = sharesOf(relevances, best.length);
    // The rest were not judged and are taken for irrelevant, or they would rise above what was.
    const scaled = evidence.map((found, at) => scaledBy(found, 1 - weight * (1 - (shares[at] ?? 0))));
    return scaled.sort((a, b) => b.score - a.score);
  };
}

/** Relevance of each document as a share of the best one's, 0 to 1; 0 for one that the endpoint left out. */
export function sharesOf(relevances: readonly Relevance[], count: number): readonly number[] {
  // Whatever lies outside the unit interval on both sides of zero is a logit.
  const isLogit = relevances.some(({ score }) => Math.abs(score) > 1);
  const probability = (score: number) => (isLogit ? 1 / (1 + Math.exp(-score)) : Math.max(0, score));
  const shares = Array.from({ length: count }, () => 0);
  for (const { index, score } of relevances) shares[index] = probability(score);
  const top = Math.max(LEAST_RELEVANCE, ...shares);
  return shares.map((share) => share / top);
}

function scaledBy(evidence: Evidence, factor: number): Evidence {
  // A score below zero must fall too.
  const lowered = (score: number) => score - Math.abs(score) * (1 - factor);
  const units = evidence.units.map((unit) => ({ ...unit, score: lowered(unit.score) }));
  return { ...evidence, score: lowered(evidence.score), units };
}
