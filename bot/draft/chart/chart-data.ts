import { timeText } from '../../answer/draft/row-text.ts';
import type { DraftTable, IndicatorRow, StatedValue } from '../../answer/draft/types.ts';

/** One bar: a value that a plan states. */
export interface ChartBar {
  /** 合肥市. */
  readonly place: string;
  readonly plan: string;
  readonly kind: 'reached' | 'target';
  readonly value: number;
  /** As the plan writes it, with its unit: 3.8%左右. */
  readonly text: string;
  /** 2025年; empty when the plan gives none. */
  readonly time: string;
}

/** A comparison of one indicator; all bars are counted in one unit. */
export interface ChartData {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly ChartBar[];
  /** Said to whoever does not see the picture. */
  readonly alternative: string;
}

/** Most charts of one draft. */
const MOST = 2;
/** Values further apart than this, as a ratio, leave nothing to see of the smaller bars. */
const APART = 200;

/** The comparisons of a draft's tables that a picture shows: two places or plans and more, in one unit. */
export function chartsOf(tables: readonly DraftTable[], most: number = MOST): readonly ChartData[] {
  const compared = tables.filter(({ compares }) => compares).flatMap(({ rows }) => rows);
  const keys = [...new Set(compared.map(({ key }) => key))];
  return keys
    .flatMap(
      (key) =>
        chartOf(
          key,
          compared.filter((row) => row.key === key),
        ) ?? [],
    )
    .slice(0, most);
}

/** The chart of one indicator's rows; undefined when fewer than two places state it in the commonest unit. */
export function chartOf(title: string, rows: readonly IndicatorRow[]): ChartData | undefined {
  const unit = commonestUnit(rows);
  const bars = rows
    .filter((row) => measureOf(row.unit) === measureOf(unit))
    .flatMap((row) => [...barOf(row, row.baseline, 'reached'), ...barOf(row, row.target, 'target')]);
  const sides = new Set(bars.map(({ place, plan }) => `${place}\n${plan}`));
  const values = bars.map(({ value }) => value).filter((value) => value > 0);
  if (sides.size < 2 || values.length !== bars.length) return undefined;
  if (Math.max(...values) / Math.min(...values) > APART) return undefined;
  return { title, unit, bars, alternative: alternativeOf(title, bars) };
}

function barOf(row: IndicatorRow, stated: StatedValue | undefined, kind: ChartBar['kind']): readonly ChartBar[] {
  if (stated?.value === undefined || row.marks.length === 0) return [];
  const text = stated.text.replace(/\d[\d.]*(?:[-—～~]\d[\d.]*)?/u, `$&${row.unit}`);
  const { place, plan } = row;
  return [
    {
      place: row.isDraft ? `${place}（征求意见稿）` : place,
      plan,
      kind,
      value: stated.value,
      text,
      time: timeText(stated.time),
    },
  ];
}

/** 家 and 户 count the same things; 万家 does not. */
function measureOf(unit: string): string {
  return unit.replace(/^[家户个所]$/u, '个');
}

function commonestUnit(rows: readonly IndicatorRow[]): string {
  const stated = rows.filter(({ marks }) => marks.length > 0).map(({ unit }) => unit);
  const count = (unit: string): number => stated.filter((other) => measureOf(other) === measureOf(unit)).length;
  return [...stated].sort((a, b) => count(b) - count(a))[0] ?? '';
}

function alternativeOf(title: string, bars: readonly ChartBar[]): string {
  const said = bars.map(
    ({ place, plan, kind, text, time }) =>
      `${place}${time}${kind === 'target' ? '目标' : '已达到'}${text}（《${plan}》）`,
  );
  return `柱状图：${title}。${said.join('；')}。`;
}
