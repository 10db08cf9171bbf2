import { logitOf, type ScoredUnit } from './score.ts';
import { CONFIDENCE_WEIGHTS, weighted, type ConfidenceWeights } from './weights.ts';

/** How far ahead a sentence counts that has no rival. */
const ALONE = 5;

/**
 * Log-odds that the best sentence answers the question rather than being the nearest of a corpus that does not:
 * logistic regression, fitted on the best sentences of questions with and without an answer.
 * @param rival the best sentence of the passage found next
 */
export function confidenceOf(
  best: ScoredUnit,
  rival: ScoredUnit | undefined,
  weights: ConfidenceWeights = CONFIDENCE_WEIGHTS,
): number {
  return (
    weights.bias +
    weights.score * logitOf(best) +
    weights.lead * leadOf(best, rival) +
    weighted(best.features, weights.features)
  );
}

/** How far the logit of a sentence is above that of the best one of another passage. */
export function leadOf(best: ScoredUnit, rival: ScoredUnit | undefined): number {
  return rival ? logitOf(best) - logitOf(rival) : ALONE;
}
