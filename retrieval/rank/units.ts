import { findFigures, type Figure } from '../../corpus/figures.ts';
import { splitClauses, splitSentences, type Stretch } from '../../corpus/sentences.ts';
import { findTimes, type TimeSpan } from '../../corpus/times.ts';
import type { Passage } from '../../corpus/types.ts';

/** A sentence of a passage, or a table row: what is scored against a question and what an answer is made of. */
export interface Unit {
  readonly passage: Passage;
  /** Where the sentence stands in the passage's text. */
  readonly span: Stretch;
  readonly text: string;
  /** Clauses of the sentence, offsets within `text`. */
  readonly clauses: readonly Stretch[];
  readonly figures: readonly Figure[];
  /** Times the sentence names; when it names none, those that the passage last named before it. */
  readonly times: readonly TimeSpan[];
  /** Text of the sentence before and after it in the passage. */
  readonly around: string;
}

/** A clause longer than this, in characters, is cut at commas inside its quotes and brackets too. */
const LONG_CLAUSE = 120;

function cutLongClause(text: string, clause: Stretch): readonly Stretch[] {
  if (clause.end - clause.start <= LONG_CLAUSE) return [clause];
  const cuts = [...text.slice(clause.start, clause.end).matchAll(/[，；]/gu)].map(
    (match) => clause.start + match.index + 1,
  );
  return [clause.start, ...cuts]
    .map((start, index) => ({ start, end: cuts[index] ?? clause.end }))
    .filter((piece) => piece.end > piece.start);
}

/** The sentences of a passage. A table row is one unit. */
export function readUnits(passage: Passage): readonly Unit[] {
  const spans = passage.kind === 'row' ? [{ start: 0, end: passage.text.length }] : splitSentences(passage.text);
  const texts = spans.map((span) => passage.text.slice(span.start, span.end));
  let carried: readonly TimeSpan[] = passage.section.flatMap((heading) => findTimes(heading)).slice(-1);
  return spans.map((span, index) => {
    const text = texts[index] ?? '';
    // “比2015年增加” compares with 2015 and speaks of another year.
    const own = findTimes(text).filter((time) => !/[比较]$/u.test(text.slice(0, time.start)));
    if (own.length > 0) carried = own;
    return {
      passage,
      span,
      text,
      clauses: splitClauses(text, { commas: true }).flatMap((clause) => cutLongClause(text, clause)),
      figures: findFigures(text).filter((figure) => !figure.isYear),
      times: own.length > 0 ? own : carried,
      around: `${texts[index - 1] ?? ''}${texts[index + 1] ?? ''}`,
    };
  });
}
