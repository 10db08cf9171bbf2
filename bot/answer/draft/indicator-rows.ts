import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { objectionTo } from '../verify.ts';
import { bestCoverage, type DraftRequest } from './request.ts';
import { roleOf } from './section-roles.ts';
import type { IndicatorRow, StatedValue } from './types.ts';

/** A row before its citations are numbered. */
export interface RowStatement extends Omit<IndicatorRow, 'marks'> {
  readonly passages: readonly Passage[];
  /** Records that it rests on. */
  readonly records: readonly IndicatorRecord[];
}

/** An indicator whose name says this share of the theme belongs to it. */
const NAME_FIT = 0.68;

/** The indicators of the plans that bear on a request, in the order of the plans' texts; each value has passed the gate. */
export async function indicatorRows(
  request: DraftRequest,
  plans: readonly PlanSummary[],
  onTheme: (passage: Passage) => boolean,
  context: AnswerContext,
): Promise<readonly RowStatement[]> {
  const all = await context.store.records({ planIds: plans.map(({ id }) => id) });
  const passages = new Map(
    (await context.store.passages([...new Set(all.map(({ passageId }) => passageId))])).map((one) => [one.id, one]),
  );
  const rows: RowStatement[] = [];
  for (const plan of plans) {
    const records = all.filter((record) => record.planId === plan.id);
    const wanted = records.filter((record) => {
      const passage = passages.get(record.passageId);
      return passage !== undefined && isWanted(record, passage, plan, request, onTheme);
    });
    rows.push(...rowsOf(plan, wanted, records, passages));
  }
  return rows;
}

function isWanted(
  record: IndicatorRecord,
  passage: Passage,
  plan: PlanSummary,
  { aspects, themes, isMain }: DraftRequest,
  onTheme: (passage: Passage) => boolean,
): boolean {
  const { targets, measures, status, safeguards, shortfalls } = aspects;
  if ((safeguards || (shortfalls && !status)) && !targets) return false;
  // 主要指标 are those that the plan itself lists as such.
  if (isMain && passage.kind !== 'row' && roleOf(passage.section) !== 'goal') return false;
  if (isAhead(record, plan) ? status && !targets && !measures : !status) return false;
  if (record.kind === 'unknown') return false;
  const named = themes.length > 0 && bestCoverage(themes, `${record.indicator} ${record.canonical ?? ''}`) >= NAME_FIT;
  if (themes.length === 0 || onTheme(passage)) {
    // Of measures, the yearly numbers stay in their sentences; a table is of aims.
    return passage.kind === 'row' || roleOf(passage.section) === 'goal' || record.time !== '每年' || targets;
  }
  return named;
}

/** A target, or a growth yet to come. */
function isAhead(record: IndicatorRecord, plan: PlanSummary): boolean {
  if (record.kind === 'target') return endOf(record.time) === undefined || (endOf(record.time) ?? 0) >= startOf(plan);
  return record.kind === 'growth' && (endOf(record.time) ?? 0) >= startOf(plan);
}

function startOf(plan: PlanSummary): number {
  return plan.period?.from ?? (plan.period ? plan.period.to - 5 : 2021);
}

function endOf(time: string | undefined): number | undefined {
  const year = /(\d{4})$/u.exec(time ?? '')?.[1];
  return year === undefined ? undefined : Number(year);
}

function rowsOf(
  plan: PlanSummary,
  wanted: readonly IndicatorRecord[],
  all: readonly IndicatorRecord[],
  passages: ReadonlyMap<string, Passage>,
): readonly RowStatement[] {
  const groups = new Map<string, IndicatorRecord[]>();
  for (const record of wanted) {
    const key = [keyOf(record), record.kind === 'achieved' ? '' : (record.time ?? ''), record.kind].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const rows: RowStatement[] = [];
  for (const records of groups.values()) {
    // Each value that differs is a row of its own: which one holds is not ours to say.
    const values = records.filter((record, index) => records.findIndex((other) => sameValue(record, other)) === index);
    for (const record of values) {
      const same = records.filter((other) => sameValue(record, other));
      const inTable = same.find(({ passageId }) => passages.get(passageId)?.kind === 'row');
      const row = rowOf(plan, inTable ?? record, same, all, passages);
      if (row) rows.push(row);
    }
  }
  return rows;
}

function rowOf(
  plan: PlanSummary,
  record: IndicatorRecord,
  same: readonly IndicatorRecord[],
  all: readonly IndicatorRecord[],
  passages: ReadonlyMap<string, Passage>,
): RowStatement | undefined {
  const own = passages.get(record.passageId);
  if (!own) return undefined;
  const isAchieved = record.kind === 'achieved';
  const reached = isAchieved ? undefined : baselineOf(record, plan, all);
  const based = reached && passages.get(reached.passageId);
  const others = same.flatMap(({ passageId }) => passages.get(passageId) ?? []);
  const stated = (statement: Statement): boolean => objectionTo(statement, () => plan.title) === undefined;
  if (!stated({ text: sentenceOf(record, own), passages: [own] })) return undefined;
  const unit = unitOf(record);
  const base =
    reached && based && stated({ text: sentenceOf(reached, based), passages: [based] })
      ? { record: reached, passage: based, value: valueOf(reached, unit, based) }
      : undefined;
  return {
    indicator: nameOf(record),
    key: `${keyOf(record)}${record.kind === 'growth' ? '增长' : ''}`,
    planId: plan.id,
    plan: plan.title,
    place: plan.region,
    isDraft: plan.status === 'draft',
    unit,
    ...(isAchieved ? { baseline: valueOf(record, unit, own) } : { target: valueOf(record, unit, own) }),
    ...(base ? { baseline: base.value } : {}),
    passages: [
      ...new Map([own, ...(base ? [base.passage] : []), ...others].map((one) => [one.id, one])).values(),
    ].slice(0, 3),
    records: base ? [...same, base.record] : same,
  };
}

/** What was reached of the same indicator, latest before the plan's years. */
function baselineOf(
  record: IndicatorRecord,
  plan: PlanSummary,
  all: readonly IndicatorRecord[],
): IndicatorRecord | undefined {
  if (record.kind === 'growth' || record.time === '每年') return undefined;
  const reached = all.filter(
    (other) =>
      other.kind === 'achieved' &&
      other.value !== undefined &&
      keyOf(other) === keyOf(record) &&
      measure(unitOf(other)) === measure(unitOf(record)) &&
      (endOf(other.time) ?? 0) <= startOf(plan),
  );
  const sameRow = reached.find((other) => other.passageId === record.passageId);
  return sameRow ?? reached.sort((a, b) => (endOf(b.time) ?? 0) - (endOf(a.time) ?? 0))[0];
}

/** 家 and 户 count the same things. */
function measure(unit: string): string {
  return unit.replace(/^[家户个所]$/u, '个');
}

/** What makes two records of one plan speak of the same thing. */
export function keyOf(record: IndicatorRecord): string {
  return record.canonical ?? record.indicator.replace(/其中|累计|建设|培育|实施|组织|数量|总数|[的，、]/gu, '');
}

function nameOf(record: IndicatorRecord): string {
  const name = record.indicator.replace(/^其中[：:]?/u, '').replace(/，其中[：:]?/u, '（其中）');
  return record.kind === 'growth' && !/增长|增速|增幅/u.test(name) ? `${name}增长` : name;
}

function unitOf({ raw, unit }: IndicatorRecord): string {
  return unit === '' && raw.includes('%') ? '%' : unit;
}

/** The value without its unit: 3.8%左右 → 3.8左右. */
function valueOf(record: IndicatorRecord, unit: string, passage: Passage): StatedValue {
  const { raw, value } = record;
  const time = statedTime(record.time, passage);
  const text = unit !== '' && unitOf(record) === unit ? raw.replace(unit, '') : raw;
  return {
    text: withBound(record, text.trim()),
    ...(value === undefined ? {} : { value }),
    ...(time === undefined ? {} : { time }),
    ...(record.time === undefined ? { isUndated: true } : {}),
  };
}

/** A time as its passage or heading has it: the years, or the name of the five-year plan; absent when neither does. */
export function statedTime(time: string | undefined, { text, section }: Passage): string | undefined {
  if (time === undefined || time === '每年') return time;
  const source = `${text} ${section.join(' ')}`;
  if (time.split('-').every((year) => source.includes(year))) return time;
  const period = FIVE_YEARS.find(({ to }) => time.endsWith(String(to)));
  return period && source.includes(period.name) ? `“${period.name}”${time.includes('-') ? '期间' : '末'}` : undefined;
}

const FIVE_YEARS = [
  { name: '十二五', to: 2015 },
  { name: '十三五', to: 2020 },
  { name: '十四五', to: 2025 },
  { name: '十五五', to: 2030 },
];

/** 力争 and the like belong to the figure: a table must not make firm what the plan strives for. */
function withBound({ bound, raw }: IndicatorRecord, text: string): string {
  return bound === '力争' && !/力争|争取/u.test(raw) ? `力争${text}` : text;
}

function sameValue(left: IndicatorRecord, right: IndicatorRecord): boolean {
  if (left.value === undefined || right.value === undefined) return left.raw === right.raw;
  return left.value === right.value && measure(unitOf(left)) === measure(unitOf(right));
}

/** The record said as a sentence, for the gate. */
function sentenceOf(record: IndicatorRecord, passage: Passage): string {
  const year = /^(\d{4})$/u.exec(statedTime(record.time, passage) ?? '')?.[1];
  const unit = unitOf(record);
  const bare = record.raw.replace(/^\*/u, '');
  const figure = unit === '' || bare.includes(unit) ? bare : bare.replace(/\d[\d.]*(?:-\d[\d.]*)?/u, `$&${unit}`);
  return `${year === undefined ? '' : `${year}年，`}${record.indicator}${withBound(record, figure)}`;
}
