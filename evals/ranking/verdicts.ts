import type { OpenIndex } from '../../bot/open-index.ts';
import type { Passage } from '../../corpus/types.ts';
import { readQuestion } from '../../retrieval/query/question.ts';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import { lookCloser } from '../../retrieval/rank/closer-look.ts';
import { leadOf } from '../../retrieval/rank/confidence.ts';
import { FEATURES } from '../../retrieval/rank/features.ts';
import { logitOf, scoreUnits, type ScoreContext, type ScoredUnit } from '../../retrieval/rank/score.ts';
import type { Forest } from '../../retrieval/rank/trees.ts';
import type { RankingWeights } from '../../retrieval/rank/weights.ts';
import { gatherCandidates } from '../../retrieval/search.ts';
import { isEvidence } from '../metrics/evidence.ts';
import type { KnownFact } from '../questions.ts';
import { ONE_SENTENCE } from './choices.ts';
import type { Verdict } from './fit-confidence.ts';

/** A question that the plans do not answer counts for more: there are few of them. */
const UNANSWERED = 3;
/** A question whose evidence was taken away counts for less: what is left is nearer than what users meet. */
const BEREFT = 0.15;

/**
 * The best sentence for each question, and whether it answers: for questions with an answer, once as they are (where the
 * best is right) and once with every passage of the evidence taken away, and for questions without one.
 * @param order what sentences are ordered by
 */
export async function verdictsOf(
  questions: readonly KnownFact[],
  { store, words }: OpenIndex,
  order: Order,
): Promise<readonly Verdict[]> {
  const plans = await store.plans();
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const synonyms = loadSynonyms();
  const verdicts: Verdict[] = [];
  const add = (best: Best | undefined, answers: boolean, weight: number): void => {
    if (best) verdicts.push({ row: rowOf(best), answers, weight });
  };
  for (const known of questions) {
    const [text] = known.turns;
    if (known.turns.length > 1 || text === undefined) continue;
    if (!ONE_SENTENCE.includes(known.kind) && known.kind !== 'unanswerable' && known.kind !== 'out-of-scope') continue;
    const question = readQuestion(text, { plans, words, synonyms });
    const { passages, context } = await gatherCandidates(store, question, {});
    const best = first(passages, context, order);
    if (known.decline) {
      add(best, false, UNANSWERED);
      continue;
    }
    const proves = (passage: Passage): boolean =>
      known.evidence.some((expected) =>
        isEvidence({ plan: titles.get(passage.planId) ?? '', section: passage.section, text: passage.text }, expected),
      );
    if (best && proves(best.unit.unit.passage)) add(best, true, 1);
    add(
      first(
        passages.filter((passage) => !proves(passage)),
        context,
        order,
      ),
      false,
      BEREFT,
    );
  }
  return verdicts;
}

interface Best {
  readonly unit: ScoredUnit;
  readonly rival: ScoredUnit | undefined;
}

/** What sentences are ordered by: the weighted sum, then the forest. */
interface Order {
  readonly weights: RankingWeights;
  readonly forest: Forest;
}

function first(passages: readonly Passage[], context: ScoreContext, { weights, forest }: Order): Best | undefined {
  const units = passages.flatMap((passage) => scoreUnits(passage, { ...context, ranking: weights }));
  const [unit, ...others] = [...lookCloser(units, context.question, { forest, weights })].sort(
    (a, b) => b.score - a.score,
  );
  return unit && { unit, rival: others.find((other) => other.unit.passage !== unit.unit.passage) };
}

/** Score, lead, then the features, as `ConfidenceWeights` has them. */
function rowOf({ unit, rival }: Best): readonly number[] {
  return [logitOf(unit), leadOf(unit, rival), ...FEATURES.map((name) => unit.features[name])];
}
