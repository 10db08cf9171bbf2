import { ranksOf, reciprocalRank, successAt, type PassageLike } from '../metrics/evidence.ts';
import { PARTS, partOf, type KnownFact, type Part } from '../questions.ts';

/** How well one search finds the evidence. Shares, 0 to 1. */
export interface EvidenceScores {
  readonly questions: number;
  /** Share of the questions whose evidence is the first passage. */
  readonly hit1: number;
  /** Share of those that have it among the first five. */
  readonly hit5: number;
  /** Over the first ten passages. */
  readonly meanReciprocalRank: number;
}

/** Adds up, by part, how well one search does: by the same metrics as the evals. */
export class Tally {
  readonly #sums = new Map<Part, { questions: number; hit1: number; hit5: number; reciprocalRank: number }>();

  /** @param found passages for the question, best first */
  add(question: KnownFact, found: readonly PassageLike[]): void {
    const part = partOf(question.id);
    const sum = this.#sums.get(part) ?? { questions: 0, hit1: 0, hit5: 0, reciprocalRank: 0 };
    const ranks = ranksOf(question, found);
    sum.questions += 1;
    sum.hit1 += Number(successAt(ranks, 1));
    sum.hit5 += Number(successAt(ranks, 5));
    sum.reciprocalRank += reciprocalRank(ranks);
    this.#sums.set(part, sum);
  }

  /** The scores of each part that has questions. */
  scores(): Readonly<Partial<Record<Part, EvidenceScores>>> {
    const scored = PARTS.flatMap((part) => {
      const sum = this.#sums.get(part);
      if (!sum) return [];
      const { questions, hit1, hit5, reciprocalRank: total } = sum;
      const scores: EvidenceScores = {
        questions,
        hit1: hit1 / questions,
        hit5: hit5 / questions,
        meanReciprocalRank: total / questions,
      };
      return [[part, scores] as const];
    });
    return Object.fromEntries(scored);
  }
}
