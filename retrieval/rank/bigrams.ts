import type { Question } from '../query/question.ts';
import { matchText } from './match-text.ts';
import { readUnits } from './units.ts';
import type { Passage } from '../../corpus/types.ts';

/** Weight of each pair of characters of a text. */
export type PairWeights = ReadonlyMap<string, number>;

/** The pairs of characters of a question, all of them and those of its content words alone. */
export interface BigramWeights {
  readonly question: PairWeights;
  readonly content: PairWeights;
}

/**
 * Weighs the question's pairs of characters by inverse document frequency among the candidates: ln(1 + (N − n + 0.5) /
 * (n + 0.5)) as in BM25. The candidates stand for the corpus, so no table of pairs is kept. A pair that no candidate has
 * tells none apart and is left out.
 */
export function weighBigrams(question: Question, candidates: readonly Passage[]): BigramWeights {
  const texts = candidates.flatMap((passage) => {
    const shared = readUnits(passage)[0]?.match.passage;
    return shared ? [`${shared.text} ${shared.leaf} ${shared.path}`] : [];
  });
  const counted = new Map<string, number>();
  const weigh = (text: string): PairWeights => {
    const weights = new Map<string, number>();
    for (const pair of pairsOf(text)) {
      const count = counted.get(pair) ?? texts.reduce((sum, candidate) => sum + (candidate.includes(pair) ? 1 : 0), 0);
      counted.set(pair, count);
      if (count > 0) weights.set(pair, Math.log(1 + (texts.length - count + 0.5) / (count + 0.5)));
    }
    return weights;
  };
  return { question: weigh(matchText(question.text)), content: weigh(matchText(question.content)) };
}

/** Weighted share of the pairs that a text (from `matchText`) has, 0 to 1. */
export function bigramShare(pairs: PairWeights, text: string): number {
  let total = 0;
  let found = 0;
  for (const [pair, weight] of pairs) {
    total += weight;
    if (text.includes(pair)) found += weight;
  }
  return total === 0 ? 0 : found / total;
}

/** Pairs of letters and digits that stand side by side; punctuation and spaces make none. */
function pairsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const run of text.split(/[^\p{L}\p{N}]+/u))
    for (let at = 0; at + 2 <= run.length; at += 1) pairs.add(run.slice(at, at + 2));
  return pairs;
}
