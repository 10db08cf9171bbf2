import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { statedTime } from '../draft/indicator-rows.ts';
import { timeText } from '../draft/row-text.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Answer, ChartBar, ChartData } from '../types.ts';
import { chartOfBars, measureOf } from './chart-data.ts';

/** More bars than this are a list, not a picture. */
const MOST_BARS = 10;

/**
 * The answer with a chart of the values that it sets side by side: those that stand in its text and in a record of a passage
 * that it cites, of one indicator and in one unit. An answer without such values, or with charts of its own, stays as it is.
 */
export async function withCharts(answer: Answer, { store, plans }: AnswerContext): Promise<Answer> {
  if (answer.declined || answer.charts !== undefined || answer.citations.length === 0) return answer;
  const cited = new Set(answer.citations.map(({ passageId }) => passageId));
  const planIds = [...new Set(answer.citations.map(({ planId }) => planId))];
  const records = (await store.records({ planIds })).filter(
    (record) => cited.has(record.passageId) && isShown(record, answer.text),
  );
  const passages = new Map((await store.passages([...cited])).map((passage) => [passage.id, passage]));
  const groups = new Map<string, IndicatorRecord[]>();
  for (const record of records) {
    const key = `${record.canonical ?? record.indicator}\n${measureOf(unitOf(record))}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const charts = [...groups.values()].flatMap((group) => chartOf(group, plans, passages) ?? []);
  const [best] = charts.sort((a, b) => b.bars.length - a.bars.length);
  return best ? { ...answer, charts: [best] } : answer;
}

/** Targets and results whose figure the text says. */
function isShown({ kind, value, raw }: IndicatorRecord, text: string): boolean {
  const digits = /\d[\d.]*/u.exec(raw)?.[0];
  if (value === undefined || digits === undefined || (kind !== 'target' && kind !== 'achieved')) return false;
  return new RegExp(`(?<![\\d.])${digits.replaceAll('.', '\\.')}(?![\\d.]\\d|\\d)`, 'u').test(text);
}

function chartOf(
  records: readonly IndicatorRecord[],
  plans: readonly PlanSummary[],
  passages: ReadonlyMap<string, Passage>,
): ChartData | undefined {
  const [first] = records;
  if (!first) return undefined;
  const bars = new Map<string, ChartBar>();
  for (const record of records) {
    const plan = plans.find(({ id }) => id === record.planId);
    const passage = passages.get(record.passageId);
    if (!plan || !passage || record.value === undefined) continue;
    const bar: ChartBar = {
      place: plan.status === 'draft' ? `${plan.region}（征求意见稿）` : plan.region,
      plan: plan.title,
      kind: record.kind === 'achieved' ? 'reached' : 'target',
      value: record.value,
      text: textOf(record),
      time: timeText(statedTime(record.time, passage)),
    };
    bars.set([bar.place, bar.plan, bar.kind, bar.time].join('\n'), bar);
  }
  if (bars.size > MOST_BARS) return undefined;
  const places = new Set([...bars.values()].map(({ place, plan }) => `${place}\n${plan}`));
  // A series runs through the years; a comparison keeps the order of the plans.
  const inOrder = [...bars.values()].sort((a, b) => (places.size === 1 ? a.time.localeCompare(b.time) : 0));
  return chartOfBars(first.canonical ?? first.indicator, unitOf(first), inOrder);
}

function textOf({ raw, unit }: IndicatorRecord): string {
  const bare = raw.replace(/^\*|\*$/gu, '');
  return unit === '' || bare.includes(unit) ? bare : bare.replace(/\d[\d.]*/u, `$&${unit}`);
}

function unitOf({ raw, unit }: IndicatorRecord): string {
  return unit === '' && raw.includes('%') ? '%' : unit;
}
