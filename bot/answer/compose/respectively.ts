import type { Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';

/**
 * “在甲、乙、丙等领域，分别取得成果100项、50项和20项”: the figure for the one of the names that the question has. Undefined when the
 * sentence does not pair names with figures so.
 */
export function respectiveFigure(scored: ScoredUnit, question: Question): Figure | undefined {
  const { text, figures } = scored.unit;
  const at = text.indexOf('分别');
  if (at < 0) return undefined;
  const stop = text.slice(at).search(/[；。]/u);
  const behind = figures.filter((figure) => figure.start > at && (stop < 0 || figure.start < at + stop));
  const before = text.slice(Math.max(0, text.slice(0, at).search(/[^；。]*$/u)), at);
  const list = before
    .split(/[，,]/u)
    .filter((clause) => clause.includes('、'))
    .at(-1);
  if (list === undefined || behind.length < 2) return undefined;
  const names = list.replace(/等[^、]*$/u, '').split(/、|和(?=[^、]*$)/u);
  if (names.length !== behind.length) return undefined;
  const index = names.findIndex((name) =>
    question.terms.some(
      (term) =>
        matchTerm(term, matchText(name)) > 0.4 &&
        !names.some((other) => other !== name && matchTerm(term, matchText(other)) > 0.4),
    ),
  );
  return index < 0 ? undefined : behind[index];
}
