import type { OpenIndex } from '../../bot/open-index.ts';
import type { Passage } from '../../corpus/types.ts';
import { readQuestion } from '../../retrieval/query/question.ts';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import { closerRows } from '../../retrieval/rank/closer-features.ts';
import { bestOf } from '../../retrieval/rank/closer-look.ts';
import { logitOf, scoreUnits } from '../../retrieval/rank/score.ts';
import type { RankingWeights } from '../../retrieval/rank/weights.ts';
import { gatherCandidates } from '../../retrieval/search.ts';
import { isEvidence } from '../metrics/evidence.ts';
import type { KnownFact } from '../questions.ts';
import type { ScoredChoice } from './boost.ts';
import { answeredBy, ONE_SENTENCE } from './choices.ts';

/** The candidates of one question that are looked at closer. */
export interface CloserChoice extends ScoredChoice {
  readonly id: string;
}

/**
 * The candidates that the weighted sum puts first, labelled as in `choicesOf`. A question of whose answer none is among
 * them stays in, so that the share of right ones is of all questions.
 */
export async function closerChoicesOf(
  questions: readonly KnownFact[],
  { store, words }: OpenIndex,
  weights: RankingWeights,
): Promise<readonly CloserChoice[]> {
  const plans = await store.plans();
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const synonyms = loadSynonyms();
  const choices: CloserChoice[] = [];
  for (const known of questions) {
    const [text] = known.turns;
    if (known.turns.length > 1 || text === undefined || !ONE_SENTENCE.includes(known.kind)) continue;
    const { passages, context } = await gatherCandidates(store, readQuestion(text, { plans, words, synonyms }), {});
    const units = passages.flatMap((passage) => scoreUnits(passage, { ...context, ranking: weights }));
    const proves = ({ planId, section, text: said }: Passage): boolean =>
      known.evidence.some((expected) => isEvidence({ plan: titles.get(planId) ?? '', section, text: said }, expected));
    // As much of the expected answer as any sentence of the passage has.
    const most = new Map(passages.filter(proves).map((passage) => [passage, 0]));
    for (const { unit } of units) {
      const before = most.get(unit.passage);
      if (before !== undefined) most.set(unit.passage, Math.max(before, answeredBy(unit, known)));
    }
    const best = bestOf(units);
    const base = best.map(logitOf);
    const highest = Math.max(...base);
    choices.push({
      id: known.id,
      rows: closerRows(best, context.question, weights),
      right: best.map(({ unit }) => answeredBy(unit, known) >= (most.get(unit.passage) ?? Infinity)),
      base: base.map((logit) => logit - highest),
    });
  }
  return choices;
}
