import { KINDS, type Kind } from '../questions.ts';
import { MARKS, type Judgement, type Mark } from './judge.ts';

/** Value at a percentile. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** A set of questions, scored. Shares are 0 to 1, and undefined when there is nothing to take a share of. */
export interface Scores {
  readonly questions: number;
  readonly marks: Readonly<Record<Mark, number | undefined>>;
  readonly meanReciprocalRank: number | undefined;
  /** All evidence among the first ten passages, over the questions that rest on more than one. */
  readonly complete: number | undefined;
  readonly citationRecall: number | undefined;
  readonly citationPrecision: number | undefined;
  /** Refusals of questions that the plans answer, as a share of these. */
  readonly falseDeclines: number | undefined;
  /** Answers to questions that the plans do not answer, as a share of these. */
  readonly falseAnswers: number | undefined;
  /** −1 to 1. */
  readonly crag: number | undefined;
  /** Characters, without the list of sources. */
  readonly length: Percentiles;
  /** Milliseconds. */
  readonly latency: Percentiles;
}

/** Scores of a set, and of each kind in it. */
export interface Summary {
  readonly total: Scores;
  readonly kinds: ReadonlyMap<Kind, Scores>;
}

/** Adds up a set of judgements, kind by kind; kinds without questions are left out. */
export function summarise(judgements: readonly Judgement[]): Summary {
  const kinds = new Map<Kind, Scores>();
  for (const kind of KINDS) {
    const own = judgements.filter((judgement) => judgement.kind === kind);
    if (own.length > 0) kinds.set(kind, scoresOf(own));
  }
  return { total: scoresOf(judgements), kinds };
}

function scoresOf(judgements: readonly Judgement[]): Scores {
  const marks = Object.fromEntries(
    MARKS.map((mark) => [mark, share(judgements.flatMap((judgement) => judgement.marks[mark] ?? []))]),
  ) as Record<Mark, number | undefined>;
  const counts = judgements.flatMap((judgement) => judgement.citations ?? []);
  const sum = (key: keyof (typeof counts)[number]): number => counts.reduce((total, count) => total + count[key], 0);
  return {
    questions: judgements.length,
    marks,
    meanReciprocalRank: mean(judgements.flatMap((judgement) => judgement.reciprocalRank ?? [])),
    complete: share(judgements.flatMap((judgement) => judgement.complete ?? [])),
    citationRecall: ratio(sum('supported'), sum('statements')),
    citationPrecision: ratio(sum('precise'), sum('citations')),
    falseDeclines: share(judgements.filter(({ decline }) => !decline).map(({ declined }) => declined)),
    falseAnswers: share(judgements.filter(({ decline }) => decline).map(({ declined }) => !declined)),
    crag: mean(judgements.map(cragScore)),
    length: percentiles(judgements.map((judgement) => judgement.length)),
    latency: percentiles(judgements.map((judgement) => judgement.milliseconds)),
  };
}

/**
 * +1 for a right answer (a right refusal is one), 0 for one that is missing (refused, though the plans have it), −1
 * for a wrong one, so that a wrong answer costs more than none (CRAG, arXiv 2406.04744, section 5).
 */
export function cragScore({ marks, declined }: Pick<Judgement, 'marks' | 'declined'>): -1 | 0 | 1 {
  if (marks.right === true) return 1;
  return declined ? 0 : -1;
}

/** Nearest-rank percentiles: the smallest value that at least that share of the values do not exceed. 0 for none. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

function share(values: readonly boolean[]): number | undefined {
  return mean(values.map(Number));
}

function mean(values: readonly number[]): number | undefined {
  return ratio(
    values.reduce((total, value) => total + value, 0),
    values.length,
  );
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
