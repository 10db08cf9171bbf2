import type { Figure } from '../../corpus/figures.ts';
import { normalise } from '../compare.ts';

/** An answer's line of a list. */
const ITEM = /^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[-*•])\s*\S/u;
/** A lead such as “共7项：” over a list. */
const LEAD = /(\d+)\s*\p{Script=Han}{0,3}\**[：:]\**\s*$/u;
/** A total over the lines of a list that each give their part. */
const TOTAL = /(\d+)\s*\p{Script=Han}{0,3}\**（按条目相加）\**[：:]/u;
/** The place of an item in its list, which the list itself shows: 第5项. */
const PLACE = /第(\d+)(?:项|个|条|类|块)/gu;
const EQUATION = /(\d+(?:\.\d+)?[%万亿]?(?:[+\-−×÷*/]\d+(?:\.\d+)?[%万亿]?)+)=(\d+(?:\.\d+)?)([%万亿]?)/gu;
/** (120 ÷ 56)^(1/5) − 1 = 16.47%: compound growth. */
const COMPOUND = /\((\d[\d.]*)÷(\d[\d.]*)\)\^\(1\/(\d+)\)[-−]1=(\d[\d.]*)%/gu;
/** 420 ÷ (1 + 27%) = 330.71: what has grown by a rate. */
const GROWN = /(\d[\d.]*)÷\(1([+\-−])(\d[\d.]*)%\)=(\d[\d.]*)/gu;
const SCALES: Readonly<Record<string, number>> = { '%': 0.01, 万: 1e4, 亿: 1e8 };

/**
 * Figures that an answer derives in plain sight, as bare digits: results of the equations it shows, when they are
 * right, and counts over the lists it shows, when they have as many items. No passage states these; what they are
 * derived from stands in the answer too, and is held against the passages like any figure.
 */
export function derivedFigures(answer: string): ReadonlySet<string> {
  const derived = new Set<string>();
  for (const [, terms = '', result = '', sign = ''] of normalise(answer).matchAll(EQUATION)) {
    const value = evaluate(scaled(terms)) / (SCALES[sign] ?? 1);
    if (Math.abs(Math.abs(value) - Number(result)) <= roundingOf(result)) derived.add(result);
  }
  for (const [, last = '', first = '', years = '', result = ''] of normalise(answer).matchAll(COMPOUND)) {
    const rate = ((Number(last) / Number(first)) ** (1 / Number(years)) - 1) * 100;
    if (Math.abs(rate - Number(result)) <= roundingOf(result))
      for (const shown of [result, years, '1']) derived.add(shown);
  }
  for (const [, value = '', sign = '', rate = '', result = ''] of normalise(answer).matchAll(GROWN)) {
    const factor = 1 + ((sign === '+' ? 1 : -1) * Number(rate)) / 100;
    if (Math.abs(Number(value) / factor - Number(result)) <= roundingOf(result))
      for (const shown of [result, '1']) derived.add(shown);
  }
  const lines = answer.split('\n');
  for (const [index, line] of lines.entries()) {
    const count = LEAD.exec(line)?.[1];
    if (count !== undefined && itemsAfter(lines, index) === Number(count)) derived.add(count);
    const total = TOTAL.exec(line)?.[1];
    const parts = lines.slice(index + 1, index + 1 + itemsAfter(lines, index)).map(partOf);
    if (total !== undefined && parts.reduce((sum, part) => sum + part, 0) === Number(total))
      for (const figure of [total, ...parts.map(String)]) derived.add(figure);
  }
  for (const [, place = ''] of answer.matchAll(PLACE)) derived.add(place);
  return derived;
}

/** The last number of a line of a list, without its marks. */
function partOf(line: string): number {
  return Number(
    line
      .replace(/\[\d+\]/gu, '')
      .match(/\d+/gu)
      ?.at(-1) ?? 0,
  );
}

/** 3.5万 as 35000, 85.7% as 0.857. */
function scaled(terms: string): string {
  return terms.replace(/(\d+(?:\.\d+)?)([%万亿])/gu, (_, number: string, scale: string) =>
    String(Number(number) * (SCALES[scale] ?? 1)),
  );
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
