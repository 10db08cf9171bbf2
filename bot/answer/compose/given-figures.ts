import { findFigures, type Figure } from '../../../corpus/figures.ts';

/** The figures that a question itself gives, years apart: 29.95亿 of “2025年目标比29.95亿多多少”. */
export function givenFigures(text: string): readonly Figure[] {
  return findFigures(text).filter(
    ({ isYear, digits, unit }) =>
      !isYear && /^\d/u.test(digits) && !/年/u.test(unit) && (unit !== '' || /[万亿]$/u.test(digits)),
  );
}

/** Whether a question states a figure in digits with its counter. */
export function claimsFigure(text: string): boolean {
  return findFigures(text).some(({ isYear, digits, unit }) => !isYear && unit !== '' && /\d/u.test(digits));
}

/** The numbers of the one or two figures that a question gives, as written; none where it gives more. */
export function givenValues(text: string): readonly number[] {
  const figures = givenFigures(text);
  return figures.length > 2 ? [] : figures.map(({ digits }) => Number(/^[\d.]+/u.exec(digits)?.[0]));
}

/** “从572.13亿做到1200亿”: the asker's figures are no part of the name of what they are of. */
export function withoutFigures(text: string): string {
  return givenFigures(text).reduceRight(
    (rest, { start, end }) =>
      `${rest.slice(0, start).replace(/(?:做|增|增加|增长|提高|涨)?[到至]$/u, '')} ${rest.slice(end).replace(/^元/u, '')}`,
    text,
  );
}

/** How a clause that claims a figure ends when the figure is taken out: 已经……了吧, 定成…… */
const CLAIMED =
  /(?:的|已经?|都|就|早|大概|约|是|有|达|到|至|过|超过?|在|为|成|定|要|了|没错|对|吧|吗|以上|左右|来着|\s)+$/u;

/** “甲市高企已经300家了吧” as the question that it would be without its figure; a clause that claims none as it is. */
export function asQuestion(clause: string): string {
  return claimsFigure(clause) ? `${withoutFigures(clause).replace(CLAIMED, '').replace(/^既然/u, '')}是多少` : clause;
}
