import type { Quantity } from './verify-quantities.ts';

/** An operation as answers write it out: 3.5万 − 1000 = 3.4万, (10000 − 3328) ÷ 5 = 1334.4. */
export interface Sum {
  readonly text: string;
  /** The figures that it is worked out from, in order; numbers of years and the 1 of a growth are none. */
  readonly operands: readonly Term[];
  readonly years: readonly number[];
  readonly value: number;
  /** What the result may be counted in: as the operands are, as a ratio, or as either. */
  readonly counts: 'same' | 'ratio' | 'each';
  readonly result: Term;
}

/** A number with its scale or percent sign, as its value: 3.5万 is 35,000, 5% is 0.05. */
interface Term {
  readonly number: string;
  readonly scale: number;
}

const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, 万亿: 1e12, '%': 0.01 };
const TERM = String.raw`(\d+(?:\.\d+)?)(万亿|万|亿|%)?`;
const FORMULAS: readonly RegExp[] = [
  // (a ÷ b)^(1/n) − 1, a ÷ b − 1, (a − b) ÷ n
  new RegExp(String.raw`\(${TERM}÷${TERM}\)\^\(1/(\d{1,2})\)−1=${TERM}`, 'u'),
  new RegExp(String.raw`${TERM}÷${TERM}−1=${TERM}`, 'u'),
  new RegExp(String.raw`\(${TERM}−${TERM}\)÷(\d{1,2})=${TERM}`, 'u'),
  // a ÷ b; a + b + …; a − b − …; a ÷ (1 + p%)
  new RegExp(String.raw`${TERM}÷${TERM}=${TERM}`, 'u'),
  new RegExp(String.raw`${TERM}(?:\+${TERM.replace(/\((?!\?)/gu, '(?:')})+=${TERM}`, 'u'),
  new RegExp(String.raw`${TERM}(?:−${TERM.replace(/\((?!\?)/gu, '(?:')})+=${TERM}`, 'u'),
  new RegExp(String.raw`${TERM}÷\(1\+${TERM}\)=${TERM}`, 'u'),
];

/** The operations that a text writes out, in its order; none when it writes out none. */
export function readSums(text: string): readonly Sum[] {
  const sums: Sum[] = [];
  let rest = text;
  for (let sum = readSum(rest); sum; sum = readSum(rest)) {
    sums.push(sum);
    // What stands on both sides of it is not read as one.
    rest = rest.replace(sum.text, '｜');
  }
  return sums.sort((one, other) => text.indexOf(one.text) - text.indexOf(other.text));
}

function readSum(text: string): Sum | undefined {
  for (const [form, pattern] of FORMULAS.entries()) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [written, shown = ''] = match[0].split('=').length === 2 ? match[0].split('=') : [match[0], ''];
    const terms = [...(written ?? '').replace('(1+', '(').matchAll(new RegExp(TERM, 'gu'))].map(termOf);
    const [result] = [...shown.matchAll(new RegExp(TERM, 'gu'))].map(termOf);
    if (!result) return undefined;
    const count = form === 4 || form === 5 ? terms.length : 2;
    const operands = terms.slice(0, count);
    const years = form === 0 ? Number(match[5]) : form === 2 ? Number(match[5]) : undefined;
    const [a = 0, b = 0] = operands.map(({ number, scale }) => Number(number) * scale);
    const values = operands.map(({ number, scale }) => Number(number) * scale);
    const value = [
      () => (a / b) ** (1 / (years ?? 1)) - 1,
      () => a / b - 1,
      () => (a - b) / (years ?? 1),
      () => a / b,
      () => values.reduce((total, each) => total + each, 0),
      () => values.slice(1).reduce((total, each) => total - each, a),
      () => a / (1 + b),
    ][form]?.();
    if (value === undefined) return undefined;
    const counts = form <= 1 ? 'ratio' : form === 3 ? 'each' : 'same';
    return { text: match[0], operands, years: years === undefined ? [] : [years], value, counts, result };
  }
  return undefined;
}

function termOf(match: RegExpExecArray): Term {
  return { number: match[1] ?? '', scale: SCALES[match[2] ?? ''] ?? 1 };
}

/**
 * Whether each result is right to the last decimal shown (at most two), each operand stands beside the sums as a figure of
 * its own, a number of years is that between two years named beside it, and the result is counted in what fits. Two sums
 * may work out the ends of a range from those of the ranges beside them.
 */
export function areRight(sums: readonly Sum[], beside: readonly Quantity[]): boolean {
  const range = rangeOf(sums, beside);
  if (!range) return sums.every((sum) => hasRightValue(sum) && isRight(sum, beside, namesOf(sum), sum.result.number));
  return sums.every(hasRightValue) && sums.every((sum) => isRight(sum, beside, range.operands, range.result));
}

/** The numbers that the sums come to, as they may be shown: the end of a range is none by itself. */
export function resultsOf(sums: readonly Sum[], beside: readonly Quantity[]): readonly string[] {
  const range = rangeOf(sums, beside);
  return range ? [range.result] : sums.map(({ result }) => result.number);
}

const namesOf = ({ operands }: Sum): readonly string[] => operands.map(({ number }) => number);

const hasRightValue = ({ value, result }: Sum): boolean =>
  Math.abs(value / result.scale - Number(result.number)) <= 0.0051;

/** The operands of two sums as the ranges (or single figures) that they are the ends of, and what these come to. */
interface RangeSum {
  readonly operands: readonly string[];
  readonly result: string;
}

/** Reads 1 + 10 = 11 and 2 + 15 = 17 beside 1-2 and 10-15 as 11-17; what is taken away counts with its other end. */
function rangeOf(sums: readonly Sum[], beside: readonly Quantity[]): RangeSum | undefined {
  const [low, high] = sums;
  if (sums.length !== 2 || !low || !high) return undefined;
  const sign = signOf(low);
  if (sign === undefined || sign !== signOf(high) || low.operands.length !== high.operands.length) return undefined;
  const operands = low.operands.map(({ number, scale }, index) => {
    const other = high.operands[index];
    if (other?.scale !== scale) return undefined;
    if (other.number === number) return number;
    return sign === '−' && index > 0 ? `${other.number}-${number}` : `${number}-${other.number}`;
  });
  const known = operands.flatMap((written) => (written === undefined ? [] : [written]));
  const stand = known.every((written) => beside.some(({ number }) => number === written));
  if (known.length < operands.length || !stand || !known.some((written) => written.includes('-'))) return undefined;
  return { operands: known, result: `${low.result.number}-${high.result.number}` };
}

const signOf = ({ text }: Sum): string | undefined => /^[^÷^()]+$/u.exec(text)?.[0].match(/[+−]/u)?.[0];

function isRight(
  { years, counts }: Sum,
  beside: readonly Quantity[],
  operands: readonly string[],
  result: string,
): boolean {
  const named = beside.filter(({ suffix }) => suffix === '年').map(({ number }) => Number(number));
  if (!years.every((span) => named.some((one) => named.some((other) => other - one === span)))) return false;
  const units = beside
    .filter(({ number }) => operands.includes(number))
    .flatMap(({ suffix }) => [suffix, suffix.replace(/^(?:万亿|万|亿)/u, '')]);
  const scaled = units.flatMap((unit) => [unit, `万${unit}`, `亿${unit}`]);
  const allowed = {
    same: units.includes('%') ? ['百分点', ...units] : units,
    ratio: ['%'],
    each: ['%', '倍', ...scaled],
  }[counts];
  return (
    operands.every((operand) => beside.some(({ number }) => number === operand)) &&
    beside.every(({ number, suffix }) => number !== result || [...allowed, ...units].includes(suffix))
  );
}
