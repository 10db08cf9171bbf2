import { timeText } from '../draft/row-text.ts';
import type { DraftTable, IndicatorRow, StatedValue } from '../draft/types.ts';
import type { ChartBar, ChartData } from '../types.ts';

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
  return chartOfBars(title, unit, bars);
}

/** Fewer values of one place over the years are no series. */
const SHORTEST_SERIES = 3;

/**
 * The chart of some bars that are counted in one unit; undefined when they neither compare two places or plans nor give a
 * series, or when the smaller ones could not be seen beside the larger.
 */
export function chartOfBars(title: string, unit: string, bars: readonly ChartBar[]): ChartData | undefined {
  const sides = new Set(bars.map(({ place, plan }) => `${place}\n${plan}`));
  const times = new Set(bars.map(({ time }) => time));
  if (sides.size < 2 && (times.size < SHORTEST_SERIES || times.has(''))) return undefined;
  const values = bars.map(({ value }) => value);
  if (Math.min(...values) <= 0 || Math.max(...values) / Math.min(...values) > APART) return undefined;
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
export function measureOf(unit: string): string {
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
