import { ranksOf, reciprocalRank, successAt, type PassageLike } from '../metrics/evidence.ts';
import { PARTS, partOf, type KnownFact, type Part } from '../questions.ts';

/** How well one search finds the evidence of a part of the questions. Sums, so that they can be added up. */
export interface Tally {
  readonly questions: number;
  /** Questions whose evidence is the first passage. */
  readonly hit1: number;
  /** Questions that have it among the first five. */
  readonly hit5: number;
  /** Sum of the reciprocal ranks, over the first ten passages. */
  readonly reciprocalRanks: number;
}

/** Tallies by part; a part without questions is absent. */
export type Tallies = Readonly<Partial<Record<Part, Tally>>>;

/**
 * What one search found for one question, by the metrics of the evals.
 * @param found best first
 */
export function tallyOf(question: KnownFact, found: readonly PassageLike[]): Tallies {
  const ranks = ranksOf(question, found);
  const tally: Tally = {
    questions: 1,
    hit1: Number(successAt(ranks, 1)),
    hit5: Number(successAt(ranks, 5)),
    reciprocalRanks: reciprocalRank(ranks),
  };
  return { [partOf(question.id)]: tally };
}

/** Adds up tallies, part by part. */
export function addTallies(all: readonly Tallies[]): Tallies {
  const parts = PARTS.flatMap((part) => {
    const own = all.flatMap((tallies) => tallies[part] ?? []);
    return own.length > 0 ? [[part, own.reduce(add)] as const] : [];
  });
  return Object.fromEntries(parts);
}

function add(left: Tally, right: Tally): Tally {
  return {
    questions: left.questions + right.questions,
    hit1: left.hit1 + right.hit1,
    hit5: left.hit5 + right.hit5,
    reciprocalRanks: left.reciprocalRanks + right.reciprocalRanks,
  };
}

/** hit@1, hit@5 and mean reciprocal rank, 0 to 1, of the questions of a part. */
export interface EvidenceScores {
  readonly questions: number;
  readonly hit1: number;
  readonly hit5: number;
  readonly meanReciprocalRank: number;
}

/** Sums as means. */
export function scoresOf({ questions, hit1, hit5, reciprocalRanks }: Tally): EvidenceScores {
  return {
    questions,
    hit1: hit1 / questions,
    hit5: hit5 / questions,
    meanReciprocalRank: reciprocalRanks / questions,
  };
}
