import type { Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Unit } from '../../../retrieval/rank/units.ts';
import type { Term } from '../../../retrieval/query/terms.ts';

/** A name of a list with the figure at the same place of the list behind 分别. */
export interface PairedFigure {
  readonly name: string;
  readonly figure: Figure;
}

/**
 * “在甲、乙、丙等领域，分别取得成果100项、50项和20项”: each name with its figure. Empty when the sentence does not pair as many
 * names with as many figures, two at least.
 */
export function pairedFigures({ text, figures }: Unit): readonly PairedFigure[] {
  const at = text.indexOf('分别');
  if (at < 0) return [];
  const stop = text.slice(at).search(/[；。]/u);
  const behind = figures.filter((figure) => figure.start > at && (stop < 0 || figure.start < at + stop));
  const list = text
    .slice(text.slice(0, at).search(/[^；。]*$/u), at)
    .split(/[，,]/u)
    .filter((clause) => clause.includes('、'))
    .at(-1);
  const names = (list ?? '').replace(/等[^、]*$/u, '').split(/、|和(?=[^、]*$)/u);
  if (names.length !== behind.length || names.length < 2) return [];
  return behind.map((figure, index) => ({ figure, name: names[index] ?? '' }));
}

/** Whether a name of such a list is what a term names. */
export function isNamed(name: string, term: Term): boolean {
  return matchTerm(term, matchText(name)) > 0.4;
}

/** The figure for the one of the paired names that a question has; undefined when none is told from the others. */
export function respectiveFigure({ unit }: ScoredUnit, { terms }: Question): Figure | undefined {
  const paired = pairedFigures(unit);
  const namedAlone = ({ name }: PairedFigure): boolean =>
    terms.some(
      (term) => isNamed(name, term) && paired.every((other) => other.name === name || !isNamed(other.name, term)),
    );
  return paired.find(namedAlone)?.figure;
}
