import type { z } from '@hono/zod-openapi';
import type { AnswerService, Reader } from '../../service/types.ts';
import type { IndicatorFilter, IndicatorView } from './schemas.ts';
import { indicatorView } from './views.ts';

/** A row of the indicator list. */
export type Indicator = z.infer<typeof IndicatorView>;

/** Indicator records of the plans that the reader may see, filtered and sorted; in the order of the plans by default. */
export async function listIndicators(
  service: AnswerService,
  reader: Reader,
  filter: IndicatorFilter,
): Promise<readonly Indicator[]> {
  const [plans, records] = await Promise.all([
    service.plans(reader),
    service.records(reader, given(filter.plan) ? filter.plan : undefined),
  ]);
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const rows = records.flatMap((record) => {
    const plan = planOf.get(record.planId);
    return plan ? [indicatorView(record, plan)] : [];
  });
  return sorted(
    rows.filter((row) => passes(row, filter)),
    filter,
  );
}

function given(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function passes(row: Indicator, { canonical, kind, q }: IndicatorFilter): boolean {
  if (given(canonical) && row.canonical !== canonical) return false;
  if (given(kind) && row.kind !== kind) return false;
  if (!given(q)) return true;
  const text = folded([row.indicator, row.canonical ?? '', row.raw, row.plan, row.region, row.time ?? ''].join('\n'));
  return q
    .split(/\s+/u)
    .filter((word) => word !== '')
    .every((word) => text.includes(folded(word)));
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const CHINESE = new Intl.Collator('zh-CN', { numeric: true });

function sorted(rows: readonly Indicator[], { sort, order = 'asc' }: IndicatorFilter): readonly Indicator[] {
  if (sort === undefined) return rows;
  const direction = order === 'desc' ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [keyOf(left, sort), keyOf(right, sort)];
    // What has no value or time comes last, whichever way the list goes.
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const compared = typeof a === 'number' && typeof b === 'number' ? a - b : CHINESE.compare(String(a), String(b));
    return direction * compared;
  });
}

function keyOf(row: Indicator, sort: NonNullable<IndicatorFilter['sort']>): string | number | undefined {
  if (sort === 'value') return row.value;
  if (sort === 'time') return row.time;
  return sort === 'plan' ? row.plan : (row.canonical ?? row.indicator);
}

/** How a bound is called in a table. */
export const BOUND_NAMES: Readonly<Record<Indicator['bound'], string>> = {
  '=': '等于',
  '>=': '不低于',
  '<=': '不高于',
  '>': '高于',
  '<': '低于',
  约: '约',
  力争: '力争',
};

/** Words by which a value itself says how it is meant. */
const SAYS_BOUND: Readonly<Record<Indicator['bound'], RegExp>> = {
  '=': /^/u,
  '>=': /[≥＞>]|以上|不低于|不少于|不小于|至少|及以上/u,
  '<=': /[≤＜<]|以下|以内|不高于|不超过|不大于|至多/u,
  '>': /[>＞≥]|超过|高于|大于|突破|多于|以上/u,
  '<': /[<＜≤]|低于|小于|少于|以下|以内/u,
  约: /约|左右|上下|近/u,
  力争: /力争|争取/u,
};

const BOUND_SIGNS: Readonly<Record<Indicator['bound'], string>> = {
  '=': '',
  '>=': '≥',
  '<=': '≤',
  '>': '>',
  '<': '<',
  约: '约',
  力争: '力争',
};

/** A value as the plan means it: with its unit, and with its bound when that stands elsewhere in the sentence. */
export function statedValue({ raw, unit, bound }: Pick<Indicator, 'raw' | 'unit' | 'bound'>): string {
  // A value in words has no unit, and a unit stands right after the figure: 3.8%左右.
  const value = unit === '' || raw.includes(unit) ? raw : raw.replace(/\d(?=\D*$)/u, (digit) => `${digit}${unit}`);
  return SAYS_BOUND[bound].test(raw) ? value : `${BOUND_SIGNS[bound]}${value}`;
}

/** How a kind of statement is called in a table. */
export const KIND_NAMES: Readonly<Record<Indicator['kind'], string>> = {
  target: '目标',
  achieved: '实绩',
  growth: '增长',
  unknown: '未注明',
};

const COLUMNS = [
  '规划',
  '地区',
  '状态',
  '指标',
  '标准名称',
  '原文数值',
  '数值',
  '限定',
  '单位',
  '时间',
  '类别',
  '段落编号',
];

/** The list for a spreadsheet: UTF-8 with a byte order mark, without which Excel reads Chinese as Latin-1; CRLF. */
export function indicatorsCsv(rows: readonly Indicator[]): string {
  const lines = rows.map((row) => [
    row.plan,
    row.region,
    row.draft ? '征求意见稿' : '正式',
    row.indicator,
    row.canonical ?? '',
    row.raw,
    row.value === undefined ? '' : String(row.value),
    BOUND_NAMES[row.bound],
    row.unit,
    row.time ?? '',
    KIND_NAMES[row.kind],
    row.passageId,
  ]);
  return `\uFEFF${[COLUMNS, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** What a spreadsheet takes for the beginning of a formula, in half and full width. */
const FORMULA_START = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠|%]/u;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u;

/** A cell that is text to every spreadsheet: a plan is a foreign text, and a formula in it must not run. */
export function csvCell(text: string): string {
  const disarmed = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n']/u.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}
