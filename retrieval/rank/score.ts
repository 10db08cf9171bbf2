import type { Passage } from '../../corpus/types.ts';
import type { Question } from '../query/question.ts';
import type { BigramWeights } from './bigrams.ts';
import { readFeatures, readSharedFeatures, type FeatureInput, type Features } from './features.ts';
import { matchText } from './match-text.ts';
import { matchShared, matchTerms } from './term-matches.ts';
import { readUnits, type Unit } from './units.ts';
import { RANKING_WEIGHTS, weighted, type RankingWeights } from './weights.ts';

export { matchTerm } from './match-term.ts';
export { matchText } from './match-text.ts';
export { sameTime } from './same-time.ts';

/** A unit with how it fits a question. */
export interface ScoredUnit {
  readonly unit: Unit;
  /** How likely it is what is asked for, beside the other candidates of the same question; above 0. */
  readonly score: number;
  /** Weighted share of the question's terms found in or around the unit, 0 to 1. */
  readonly coverage: number;
  /** Weighted share of the terms that stand in the passage, its headings or its plan's title at all, 0 to 1. */
  readonly support: number;
  /** Indexes of the question's terms that the sentence itself or its own heading has. */
  readonly matched: ReadonlySet<number>;
  /** Index of the clause that fits best. */
  readonly clause: number;
  /** What the score is made of. */
  readonly features: Features;
}

/** What scoring needs beside the unit. */
export interface ScoreContext {
  readonly question: Question;
  /** Weight of each term of the question: its inverse document frequency. */
  readonly weights: readonly number[];
  readonly bigrams: BigramWeights;
  /** Title of the plan of a passage. */
  readonly titleOf: (planId: string) => string;
  /** BM25 of a passage as a share of the best candidate's. */
  readonly bm25Of: (passageId: string) => number;
  readonly otherPlan: (planId: string) => FeatureInput['otherPlan'];
  /** Default: as shipped. */
  readonly ranking?: RankingWeights;
}

/** Scores the units of a passage, in their order. */
export function scoreUnits(passage: Passage, context: ScoreContext): readonly ScoredUnit[] {
  const { ranking = RANKING_WEIGHTS } = context;
  return readCandidates(passage, context).map(({ unit, coverage, support, matched, clause, features }) => ({
    unit,
    score: scoreOf(weighted(features, ranking)),
    coverage,
    support,
    matched,
    clause,
    features,
  }));
}

/** A unit with the features its score is made of: what the ranking learns from. */
export type Candidate = Omit<ScoredUnit, 'score'>;

/** Reads the features of the units of a passage, in their order. */
export function readCandidates(passage: Passage, context: Omit<ScoreContext, 'ranking'>): readonly Candidate[] {
  const { question, weights, bigrams } = context;
  const units = readUnits(passage);
  const [first] = units;
  if (!first) return [];
  const sharedFeatures = readSharedFeatures(first, bigrams);
  const shared = matchShared(first.match.passage, matchText(context.titleOf(passage.planId)), question);
  const bm25 = context.bm25Of(passage.id);
  const otherPlan = context.otherPlan(passage.planId);
  return units.map((unit) => {
    const matches = matchTerms(unit, question, weights, shared);
    const { coverage, support, matched, clause } = matches;
    return {
      unit,
      coverage,
      support,
      matched,
      clause,
      features: readFeatures(unit, { question, matches, bigrams, bm25, otherPlan, shared: sharedFeatures }),
    };
  });
}

/**
 * A score is exp(w·x / TEMPERATURE): the softmax that the weights were fitted with, before it is normalised, flattened so
 * that half the best score still means a sentence worth a look.
 */
const TEMPERATURE = 10;

/** The score of a logit; `logitOf` takes it back. */
export function scoreOf(logit: number): number {
  return Math.exp(logit / TEMPERATURE);
}

/** The logit of a scored unit, in the units of the softmax that the weights were fitted with. */
export function logitOf(scored: Pick<ScoredUnit, 'score'>): number {
  return Math.log(scored.score) * TEMPERATURE;
}
