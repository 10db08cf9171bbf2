import { bareFigure } from '../../../corpus/figures.ts';
import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import { withUnit } from '../row.ts';

/** One figure that something is worked out from, with the passage it stands in. */
export interface Operand {
  readonly value: number;
  /** The upper end of a range (1-2家), of which `value` and `number` are the lower one. */
  readonly upper?: { readonly value: number; readonly number: string };
  /** Written with its unit and bound: 3.8%左右, 力争480万. */
  readonly shown: string;
  readonly number: string;
  readonly unit: string;
  /** 万 or 亿 as written behind the number. */
  readonly scale: string;
  /** Whose or which year's figure it is. */
  readonly label: string;
  readonly passage: Passage;
  /** The figure is a lower bound (≥, 超过, 以上), or about (左右, 约). */
  readonly bound: 'least' | 'about' | undefined;
}

const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, 万亿: 1e12 };

/** An operand from a figure as written; undefined for words, with which nothing can be worked out. */
export function toOperand(
  written: string,
  shown: string,
  unit: string,
  label: string,
  passage: Passage,
): Operand | undefined {
  const bare = bareFigure(written);
  const match = /(\d[\d.]*)(?:[-—–~～至](\d[\d.]*))?(万亿|万|亿)?/u.exec(bare);
  if (!match?.[1]) return undefined;
  // 3.5 with 万家, 1万 with 万人: the scale is said once.
  const ofUnit = /^(?:万亿|万|亿)(?=\p{Script=Han})/u.exec(unit)?.[0] ?? '';
  const scale = match[3] ?? ofUnit;
  const valueOf = (number: string): number => Number(number) * (SCALES[scale] ?? 1);
  return {
    value: valueOf(match[1]),
    ...(match[2] === undefined ? {} : { upper: { value: valueOf(match[2]), number: match[2] } }),
    shown: shown.replace(/^(?:达到|达|至|到)/u, ''),
    number: match[1],
    scale,
    unit: unit.slice(ofUnit.length),
    label,
    passage,
    bound: /≥|>|＞|超|不低于|不少于|以上|突破|至少/u.test(shown)
      ? 'least'
      : /左右|约|近|上下/u.test(shown)
        ? 'about'
        : undefined,
  };
}

/** Whether a record states a number or a range, and not a wording. */
export function isCounted({ value, raw }: IndicatorRecord): boolean {
  return value !== undefined || /\d\s*[-—–~～至]\s*\d/u.test(raw);
}

/** An operand from an indicator record; undefined for a wording. */
export function operandOfRecord(record: IndicatorRecord, label: string, passage: Passage): Operand | undefined {
  if (!isCounted(record)) return undefined;
  const raw = record.raw.replace(/[*＊]/gu, '');
  const written = /\p{Script=Han}|%/u.test(raw.replace(/左右|以上|以下|约|超过?|不低于|力争/gu, ''))
    ? raw
    : withUnit(raw, record.unit);
  const shown = record.bound === '力争' && !/力争/u.test(written) ? `力争${written}` : written;
  const scaled = /^(?:万亿|万|亿)$/u.test(record.unit) ? '' : record.unit;
  return toOperand(raw, shown, scaled, label, passage);
}

/** Whether two figures count the same kind of thing. */
export function sameUnit(left: string, right: string): boolean {
  const bare = (unit: string): string => unit.replace(/^[户个所座项]$/u, '家').replace(/^[人位]$/u, '名');
  // A share and a number that has lost its counter are not alike: 30% and 480万.
  const [one, other] = [bare(left), bare(right)];
  return one === other || (one === '' && other !== '%') || (other === '' && one !== '%');
}
