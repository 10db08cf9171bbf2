import { findFigures, type Figure } from '../../../corpus/figures.ts';
import { sameUnit } from './operand.ts';

/** A figure with a number: its value counts 万 and 亿. */
export type ValuedFigure = Figure & { readonly value: number };

/** The figure that a line states: the one in bold, else the first that is no year. Undefined where there is none. */
export function meantFigure(line: string): ValuedFigure | undefined {
  const bold = /\*\*([^*]+)\*\*/u.exec(line)?.[1];
  return findFigures(bold ?? line).find(
    (figure): figure is ValuedFigure => !figure.isYear && figure.value !== undefined && /\d/u.test(figure.digits),
  );
}

/** The values of the figures of several lines; empty where one is missing or counts another kind of thing. */
export function comparableValues(figures: readonly (ValuedFigure | undefined)[]): readonly number[] {
  const unit = figures[0]?.unit ?? '';
  const alike = figures.flatMap((figure) => (figure && sameUnit(figure.unit, unit) ? [figure.value] : []));
  return alike.length === figures.length ? alike : [];
}
