import type { Figure } from '../../corpus/figures.ts';
import { normalise } from '../compare.ts';

/** An answer's line of a list. */
const ITEM = /^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[-*•])\s*\S/u;
/** A lead such as “共7项：” over a list. */
const LEAD = /(\d+)\s*\p{Script=Han}{0,3}\**[：:]\**\s*$/u;
const EQUATION = /(\d+(?:\.\d+)?(?:[+\-−×÷*/]\d+(?:\.\d+)?)+)=(\d+(?:\.\d+)?)(%?)/gu;

/**
 * Figures that an answer derives in plain sight, as bare digits: results of the equations it shows, when they are
 * right, and counts over the lists it shows, when they have as many items. No passage states these; what they are
 * derived from stands in the answer too, and is held against the passages like any figure.
 */
export function derivedFigures(answer: string): ReadonlySet<string> {
  const derived = new Set<string>();
  for (const [, terms = '', result = '', sign = ''] of normalise(answer).matchAll(EQUATION)) {
    const value = evaluate(terms) * (sign === '%' ? 100 : 1);
    if (Math.abs(Math.abs(value) - Number(result)) <= roundingOf(result)) derived.add(result);
  }
  const lines = answer.split('\n');
  for (const [index, line] of lines.entries()) {
    const count = LEAD.exec(line)?.[1];
    if (count !== undefined && itemsAfter(lines, index) === Number(count)) derived.add(count);
  }
  return derived;
}

/** Whether a figure is one of the derived, whatever its unit: 29.4亿 is when 29.4 is. */
export function isDerived(derived: ReadonlySet<string>, { digits }: Figure): boolean {
  return derived.has(/^[\d.]+/u.exec(digits)?.[0] ?? '');
}

/** How many lines of a list follow a line. */
export function itemsAfter(lines: readonly string[], index: number): number {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) => !ITEM.test(line));
  return end === -1 ? rest.length : end;
}

/** Half a unit of the last decimal, and a little for binary fractions. */
function roundingOf(result: string): number {
  return 0.5 * 10 ** -(result.split('.')[1]?.length ?? 0) + 1e-9;
}

/** × and ÷ before + and −, each from the left. */
function evaluate(terms: string): number {
  let sum = 0;
  for (const [, sign = '', product = ''] of terms.matchAll(/([+\-−]?)((?:\d|\.|[×÷*/])+)/gu)) {
    const [first = 0, ...factors] = product.split(/[×÷*/]/u).map(Number);
    const operators = product.match(/[×÷*/]/gu) ?? [];
    const value = factors.reduce(
      (result, factor, index) => (/[×*]/u.test(operators[index] ?? '') ? result * factor : result / factor),
      first,
    );
    sum += sign === '' || sign === '+' ? value : -value;
  }
  return sum;
}
