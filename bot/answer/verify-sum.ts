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

/** The operation that a text writes out; undefined when it writes out none. */
export function readSum(text: string): Sum | undefined {
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
 * Whether the result is right to the last decimal shown (at most two), each operand stands beside the sum as a figure of
 * its own, a number of years is that between two years named beside it, and the result is counted in what fits.
 */
export function isRight({ operands, years, value, counts, result }: Sum, beside: readonly Quantity[]): boolean {
  if (!(Math.abs(value / result.scale - Number(result.number)) <= 0.0051)) return false;
  const named = beside.filter(({ suffix }) => suffix === '年').map(({ number }) => Number(number));
  if (!years.every((span) => named.some((one) => named.some((other) => other - one === span)))) return false;
  const units = beside
    .filter((other) => operands.some((term) => term.number === other.number))
    .flatMap(({ suffix }) => [suffix, suffix.replace(/^(?:万亿|万|亿)/u, '')]);
  const scaled = units.flatMap((unit) => [unit, `万${unit}`, `亿${unit}`]);
  const allowed = {
    same: units.includes('%') ? ['百分点', ...units] : units,
    ratio: ['%'],
    each: ['%', '倍', ...scaled],
  }[counts];
  return (
    operands.every((term) => beside.some((other) => other.number === term.number)) &&
    beside.every((other) => other.number !== result.number || [...allowed, ...units].includes(other.suffix))
  );
}
