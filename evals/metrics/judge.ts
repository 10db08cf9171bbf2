import type { Answer } from '../../bot/answer/types.ts';
import type { Kind, KnownFact } from '../questions.ts';
import { countCitations, type CitationCounts } from './citations.ts';
import { completeAt, DEPTH, isEvidence, ranksOf, reciprocalRank, successAt, type PassageLike } from './evidence.ts';
import { ungroundedFigures } from './figures.ts';
import { lengthOf, verdictOn, type Verdict } from './right.ts';

/** Yes-or-no scores: what the baseline remembers of each question, and what the check compares. */
export const MARKS = ['right', 'cited', 'evidence@1', 'evidence@5', 'grounded'] as const;

export type Mark = (typeof MARKS)[number];

/** What an assistant did with one question. */
export interface Outcome {
  readonly question: KnownFact;
  /** Absent when asking failed. */
  readonly answer?: Answer;
  /** Passages that the search finds for the question as the assistant understood it, best first. */
  readonly found: readonly PassageLike[];
  /** Wall time from asking the last turn to its answer, in milliseconds. */
  readonly milliseconds: number;
  /** Why asking failed. */
  readonly error?: string;
}

/** One question, scored. A mark that does not apply (evidence of a question to decline) is absent. */
export interface Judgement {
  readonly id: string;
  readonly kind: Kind;
  readonly marks: Readonly<Partial<Record<Mark, boolean>>>;
  readonly verdict: Verdict;
  readonly declined: boolean;
  readonly decline: boolean;
  /** All pieces of evidence are among the first ten passages; undefined when there are not several to find. */
  readonly complete: boolean | undefined;
  readonly reciprocalRank: number | undefined;
  /** Undefined for an answer that was declined: it claims nothing. */
  readonly citations: CitationCounts | undefined;
  readonly ungrounded: readonly string[];
  /** Characters (code points), without the list of sources. */
  readonly length: number;
  readonly milliseconds: number;
}

const NO_ANSWER: Pick<Answer, 'text' | 'declined' | 'citations'> = { text: '', declined: false, citations: [] };

/** Scores one question. `cited` is `right` together with a citation of the evidence (a right refusal needs none). */
export function judge({ question, answer = NO_ANSWER as Answer, found, milliseconds }: Outcome): Judgement {
  const verdict = verdictOn(question, answer);
  const cited = new Map(answer.citations.map((citation) => [citation.n, { ...citation, text: citation.quote }]));
  const sources = [...cited.values()];
  const citesEvidence = question.evidence.some((expected) => sources.some((source) => isEvidence(source, expected)));
  const ranks = ranksOf(question, found);
  const ungrounded = ungroundedFigures(answer, sources, question.turns.at(-1) ?? '');
  const hasEvidence = question.evidence.length > 0;
  return {
    id: question.id,
    kind: question.kind,
    marks: {
      right: verdict.right,
      cited: verdict.right && (question.decline || citesEvidence),
      ...(hasEvidence ? { 'evidence@1': successAt(ranks, 1), 'evidence@5': successAt(ranks, 5) } : {}),
      grounded: ungrounded.length === 0,
    },
    verdict,
    declined: answer.declined,
    decline: question.decline,
    complete: question.evidence.length > 1 ? completeAt(ranks, DEPTH) : undefined,
    reciprocalRank: hasEvidence ? reciprocalRank(ranks) : undefined,
    citations: answer.declined ? undefined : countCitations(answer.text, cited),
    ungrounded,
    length: lengthOf(answer),
    milliseconds,
  };
}
