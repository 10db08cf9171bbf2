import { holdsNormalised, normalise, numbersIn, pairsOf } from '../compare.ts';
import type { ExpectedEvidence, KnownFact } from '../questions.ts';

/** A passage as searched for or cited. */
export interface PassageLike {
  /** Title of its plan. */
  readonly plan: string;
  /** Heading path, outermost first. */
  readonly section: readonly string[];
  readonly text: string;
}

/** Where a search put what a question needs. */
export interface EvidenceRanks {
  /** 1-based rank of the first passage that holds each piece of evidence; undefined when none does. */
  readonly ranks: readonly (number | undefined)[];
}

/** Passages of a search that are looked at. */
export const DEPTH = 10;

/**
 * Whether a passage is the evidence: of the right plan, and its text or headings say one of the strings that stand
 * together there. A bare year or one digit proves nothing as long as there is another string to go by.
 */
export function isEvidence(passage: PassageLike, expected: ExpectedEvidence): boolean {
  if (normalise(passage.plan) !== normalise(expected.plan)) return false;
  const text = normalise([...passage.section, passage.text].join('\n'));
  return telling(expected.contains).some((wanted) => says(text, normalise(wanted)));
}

/** Share of a string's pairs of characters that a text in other words must have, beside its numbers. */
const SHARED_PAIRS = 0.6;
/** The same for a string without numbers: it is a name, and names are not put in other words. */
const SHARED_PAIRS_OF_NAME = 0.85;

/**
 * Whether a text says a string, both normalised: word for word, or, since a digest says in its own words what the
 * official text says in the question's, with all its numbers and most of its pairs of characters. A string of one pair
 * and one digit, or of no pair, is too short for that.
 */
function says(text: string, wanted: string): boolean {
  if (holdsNormalised(text, wanted)) return true;
  const pairs = pairsOf(wanted);
  const numbers = numbersIn(wanted);
  if (pairs.length === 0 || (pairs.length === 1 && !numbers.some((number) => number.length > 1))) return false;
  const shared = pairs.filter((pair) => text.includes(pair)).length;
  const needed = pairs.length * (numbers.length > 0 ? SHARED_PAIRS : SHARED_PAIRS_OF_NAME);
  return shared >= needed && numbers.every((number) => holdsNormalised(text, number));
}

function telling(strings: readonly string[]): readonly string[] {
  const strong = strings.filter((wanted) => !/^(?:\d|(?:19|20)\d{2}年?)$/u.test(normalise(wanted)));
  return strong.length > 0 ? strong : strings;
}

/** The rank at which each piece of a question's evidence is found first, among the first `DEPTH` passages. */
export function ranksOf(question: KnownFact, passages: readonly PassageLike[]): EvidenceRanks {
  const first = passages.slice(0, DEPTH);
  return {
    ranks: question.evidence.map((expected) => {
      const index = first.findIndex((passage) => isEvidence(passage, expected));
      return index === -1 ? undefined : index + 1;
    }),
  };
}

/**
 * Success at k: a piece of evidence is among the first k passages (hit@k; Manning, Raghavan, Schütze, Introduction to
 * Information Retrieval, chapter 8; the `Recall@k` of BEIR's one-answer sets).
 */
export function successAt({ ranks }: EvidenceRanks, k: number): boolean {
  return ranks.some((rank) => rank !== undefined && rank <= k);
}

/** All evidence is among the first k passages: what a question over several plans needs (RGB, arXiv 2309.01431). */
export function completeAt({ ranks }: EvidenceRanks, k: number): boolean {
  return ranks.length > 0 && ranks.every((rank) => rank !== undefined && rank <= k);
}

/** 1 / rank of the first evidence, 0 when there is none (Voorhees, TREC-8 question answering track, 1999). */
export function reciprocalRank({ ranks }: EvidenceRanks): number {
  const best = Math.min(...ranks.map((rank) => rank ?? Infinity));
  return Number.isFinite(best) ? 1 / best : 0;
}
