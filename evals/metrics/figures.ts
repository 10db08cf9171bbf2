import { findFigures, type Figure } from '../../corpus/figures.ts';
import { holdsNormalised, normalise } from '../compare.ts';
import type { PassageLike } from './evidence.ts';
import { withoutNumbering } from './right.ts';

/** A source as its reader sees it: title, headings and words, normalised. */
export function premiseOf(...passages: readonly PassageLike[]): string {
  return normalise(passages.map(({ plan, section, text }) => [plan, ...section, text].join('\n')).join('\n'));
}

/** The figures that a text states, list numbers and citation marks aside. */
export function figuresOf(text: string): readonly Figure[] {
  return findFigures(withoutNumbering(text).replace(/\*\*/gu, ''));
}

/**
 * Whether a premise (from `premiseOf`) states a figure: its digits whole, both ends of a range, and its unit somewhere,
 * which in a table stands in the header.
 */
export function statesFigure(premise: string, figure: Figure): boolean {
  const ends = figure.digits.split('-').map(normalise);
  if (!ends.every((digits) => holdsNormalised(premise, digits))) return false;
  return figure.isYear || figure.unit === '' || premise.includes(normalise(figure.unit));
}

/**
 * The figures of an answer that no cited passage states. Faithfulness as in RAGAS (arXiv 2309.15217: claims that the
 * context supports) for the claims that code can check: figures, units and years. A refusal may repeat the figures of
 * the question it refuses.
 */
export function ungroundedFigures(
  answer: { readonly text: string; readonly declined: boolean },
  cited: readonly PassageLike[],
  question: string,
): readonly string[] {
  const premise = premiseOf(...cited) + (answer.declined ? `\n${normalise(question)}` : '');
  return figuresOf(answer.text)
    .filter((figure) => !statesFigure(premise, figure))
    .map((figure) => figure.text);
}
