import { findFigures, type Figure } from '../../corpus/figures.ts';
import { fiveYearPeriod } from '../../corpus/metadata.ts';
import { holdsNormalised, normalise, unify } from '../compare.ts';
import { derivedFigures, isDerived } from './derived.ts';
import type { PassageLike } from './evidence.ts';
import { withoutNumbering } from './right.ts';
import { statementsOf } from './statements.ts';

/** A number, or both ends of a range, with what it counts: 5-10万家 is 5 and 10 of 万家. */
interface Quantity {
  readonly ends: readonly string[];
  readonly unit: string;
}

/** Sources as their reader sees them. */
export interface Premise {
  /** Titles, headings and words, normalised. */
  readonly text: string;
  readonly quantities: readonly Quantity[];
}

/** What passages say, taken together; `more` is a text that counts as said. */
export function premiseOf(passages: readonly PassageLike[], more = ''): Premise {
  const said = passages.map(({ plan, section, text }) => [plan, periodOf(plan), ...section, text].join('\n'));
  const whole = [...said, more].map(unify).join('\n');
  return { text: whole.toLowerCase(), quantities: findFigures(whole).map(quantityOf) };
}

/** The years that a title names by the number of its five-year plan: its last, which targets are for, and the one they start from. */
function periodOf(title: string): string {
  const period = fiveYearPeriod(/十[一二三四五六]?五/u.exec(title)?.[0] ?? '');
  return period ? `${String(period.from - 1)}年 ${String(period.to)}年` : '';
}

/** The figures that a text states, list numbers and citation marks aside. */
export function figuresOf(text: string): readonly Figure[] {
  return findFigures(withoutNumbering(text).replace(/\*\*/gu, ''));
}

/**
 * Whether a premise states a figure: its digits whole, both ends of a range, and with its unit. Where the premise has
 * the number bare, as in the cell of a table, the unit may stand elsewhere, as in the header.
 */
export function statesFigure(premise: Premise, figure: Figure): boolean {
  const { ends, unit } = quantityOf(figure);
  if (figure.isYear || unit === '') return ends.every((end) => holdsNormalised(premise.text, end));
  return ends.every((end) =>
    premise.quantities.some((said) => said.ends.includes(end) && isCountedAs(said.unit, unit, premise)),
  );
}

/** An operand of an equation stands without its counter: 8.2亿 for 8.2亿元. */
function isCountedAs(said: string, unit: string, premise: Premise): boolean {
  return (
    said === unit || (said === '' && premise.text.includes(unit)) || (/^[万亿]+$/u.test(unit) && said.startsWith(unit))
  );
}

function quantityOf({ digits, unit }: Figure): Quantity {
  const ends = normalise(digits).split('-');
  const [, number, scale = ''] = /^([\d.]+)(\D+)$/u.exec(ends.at(-1) ?? '') ?? [];
  const bare = number === undefined ? ends : [...ends.slice(0, -1), number];
  return { ends: bare, unit: scale + normalise(unit) };
}

/**
 * The figures of an answer that no cited passage states and that it does not derive in plain sight. Faithfulness as
 * in RAGAS (arXiv 2309.15217: claims that the context supports) for the claims that code can check: figures, units and
 * years. Of a refusal only sentences that cite are looked at, and they may repeat the figures of the question.
 */
export function ungroundedFigures(
  answer: { readonly text: string; readonly declined: boolean },
  cited: readonly PassageLike[],
  question: string,
): readonly string[] {
  const premise = premiseOf(cited, answer.declined ? question : '');
  const derived = derivedFigures(answer.text);
  const claims = answer.declined ? statementsOf(answer.text).filter(({ cites }) => cites.length > 0) : undefined;
  return figuresOf(claims?.map(({ text }) => text).join('\n') ?? answer.text)
    .filter((figure) => !isDerived(derived, figure) && !statesFigure(premise, figure))
    .map((figure) => figure.text);
}
