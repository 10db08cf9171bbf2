import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Question } from '../query/question.ts';
import { closerRows } from './closer-features.ts';
import { logitOf, scoreOf, type ScoredUnit } from './score.ts';
import { readForest, valueOf, type Forest } from './trees.ts';
import { RANKING_WEIGHTS, type RankingWeights } from './weights.ts';

/** Candidates that are looked at closer: those with the highest weighted sums. */
export const LOOKED_AT = 60;

// Fitted to the tuning questions of the evals (evals/ranking).
const ORDER = readForest(JSON.parse(readFileSync(fileURLToPath(new URL('order.json', import.meta.url)), 'utf8')));

/**
 * Scores the best candidates of a question anew, against one another: to the weighted sum comes what the forest says, which
 * sees how features go together and how a candidate stands beside the others. Those further down stay behind them.
 * @returns the units with their new scores, in the order given
 */
export function lookCloser(
  units: readonly ScoredUnit[],
  question: Question,
  { forest = ORDER, weights = RANKING_WEIGHTS }: { readonly forest?: Forest; readonly weights?: RankingWeights } = {},
): readonly ScoredUnit[] {
  const chosen = bestOf(units);
  const rows = closerRows(chosen, question, weights);
  const gains = new Map(chosen.map((unit, at) => [unit, valueOf(forest, rows[at] ?? [])]));
  const least = Math.min(0, ...gains.values());
  return units.map((unit) => ({ ...unit, score: scoreOf(logitOf(unit) + (gains.get(unit) ?? least)) }));
}

/** The units that are looked at closer, best first. */
export function bestOf(units: readonly ScoredUnit[]): readonly ScoredUnit[] {
  return [...units].sort((a, b) => b.score - a.score).slice(0, LOOKED_AT);
}
