import { holdsNormalised, normalise } from '../compare.ts';
import type { Kind, KnownFact } from '../questions.ts';

/** What of an answer decides whether it is right. */
export interface AnswerLike {
  /** Markdown as shown, without the list of sources. */
  readonly text: string;
  readonly declined: boolean;
}

/** Why an answer is right, or is not. */
export interface Verdict {
  /** Every expected group present, nothing forbidden, declined when it should be, and not too long. */
  readonly right: boolean;
  /** Groups of alternatives of which the answer holds none. */
  readonly missing: readonly (readonly string[])[];
  /** Forbidden strings that it holds. */
  readonly forbidden: readonly string[];
  /** It is declined and should not be, or the other way round. */
  readonly declineWrong: boolean;
  /** Longer than `lengthLimit` of its kind. */
  readonly tooLong: boolean;
}

/** Longest right answer, in characters without the list of sources. */
const LENGTH_LIMITS: Partial<Record<Kind, number>> = {
  list: 500,
  'two-hop': 350,
  comparison: 700,
  'several-plans': 700,
  disagreement: 700,
  summary: 3000,
};
const OTHER_LIMIT = 180;

/** Longest right answer to a question of a kind, in characters (Unicode code points). */
export function lengthLimit(kind: Kind): number {
  return LENGTH_LIMITS[kind] ?? OTHER_LIMIT;
}

/** Length of an answer as shown, citation marks included, in characters (Unicode code points). */
export function lengthOf(answer: AnswerLike): number {
  return Array.from(answer.text.trim()).length;
}

/**
 * Exact answer, as in RAGQuestEval's key facts (CRUD-RAG, arXiv 2401.17043) and ALCE's exact-match recall (arXiv
 * 2305.14627, section 3: a short answer is a substring of the output after normalising), held all or nothing and
 * with a limit on length, so that showing everything does not count as answering.
 */
export function verdictOn(question: KnownFact, answer: AnswerLike): Verdict {
  const text = normalise(withoutNumbering(answer.text));
  const has = (wanted: string): boolean => holdsNormalised(text, normalise(wanted));
  const missing = question.expect.filter((group) => !group.some(has));
  const forbidden = question.forbid.filter(has);
  const declineWrong = answer.declined !== question.decline;
  const tooLong = lengthOf(answer) > lengthLimit(question.kind);
  const right = missing.length === 0 && forbidden.length === 0 && !declineWrong && !tooLong;
  return { right, missing, forbidden, declineWrong, tooLong };
}

/** The text without what counts lines rather than things: citation marks and list numbers. */
export function withoutNumbering(text: string): string {
  return text.replace(/\s?\[\d+\]/gu, '').replace(/^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[-*•])\s+/gmu, '');
}
