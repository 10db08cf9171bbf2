import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FEATURES, type FeatureName, type Features } from './features.ts';

/** Weight of each feature; one that is absent weighs nothing. */
export type RankingWeights = Readonly<Partial<Record<FeatureName, number>>>;

/** How sure the best sentence is to answer: log-odds, linear in its features, its score and its lead. */
export interface ConfidenceWeights {
  readonly bias: number;
  /** Of the sentence's own logit (`logitOf`). */
  readonly score: number;
  /** Of how far its logit is above that of the next passage. */
  readonly lead: number;
  readonly features: RankingWeights;
}

const features = z.partialRecord(z.enum(FEATURES), z.number());
const schema = z.strictObject({
  weights: features,
  confidence: z.strictObject({ bias: z.number(), score: z.number(), lead: z.number(), features }),
});

// Fitted to the tuning questions of the evals (evals/ranking); reading throws a ZodError that names an unknown feature.
const shipped = schema.parse(JSON.parse(readFileSync(fileURLToPath(new URL('weights.json', import.meta.url)), 'utf8')));

/** The weights that sentences are ordered by. */
export const RANKING_WEIGHTS = shipped.weights as RankingWeights;

/** The weights of confidence. */
export const CONFIDENCE_WEIGHTS = shipped.confidence as ConfidenceWeights;

/** Weighted sum of features. */
export function weighted(values: Features, weights: RankingWeights): number {
  let sum = 0;
  for (const { name, weight } of listOf(weights)) sum += weight * values[name];
  return sum;
}

interface FeatureWeight {
  readonly name: FeatureName;
  readonly weight: number;
}

const lists = new WeakMap<RankingWeights, readonly FeatureWeight[]>();

/** The features that weigh anything, in the order of `FEATURES`; made once for each object of weights. */
function listOf(weights: RankingWeights): readonly FeatureWeight[] {
  const known = lists.get(weights);
  if (known) return known;
  const list = FEATURES.flatMap((name): readonly FeatureWeight[] => {
    const weight = weights[name] ?? 0;
    return weight === 0 ? [] : [{ name, weight }];
  });
  lists.set(weights, list);
  return list;
}
