import type { DraftTable, IndicatorRow, StatedValue } from './types.ts';

/** What a row says where its plan does not state the indicator at all, and where it does not state a value. */
export const NOT_STATED = '未提及';
const NO_VALUE = '—';

/** A table as text: the same columns whatever it is rendered in. */
export interface TableText {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly marks: readonly number[] }[];
}

/** The columns and cells of a table; a column that says the same in every row is left out, but for the first. */
export function tableText(table: DraftTable): TableText {
  const places = new Set(table.rows.map(({ place }) => place));
  const plans = new Set(table.rows.map(({ plan }) => plan).filter((plan) => plan !== ''));
  const hasBaseline = table.rows.some(({ baseline }) => baseline);
  const hasTarget = table.rows.some(({ target }) => target);
  const baselineTime = commonTime(table.rows.map(({ baseline }) => baseline));
  const targetTime = commonTime(table.rows.map(({ target }) => target));
  const columns: (readonly [string, (row: IndicatorRow) => string])[] = [
    ['指标', ({ indicator }) => indicator],
    ...(places.size > 1 ? [['地区', placeOf] as const] : plans.size > 1 ? [['规划', planOf] as const] : []),
    ...(hasBaseline
      ? [
          [
            headed(hasTarget ? '基期值' : '完成值', baselineTime),
            (row: IndicatorRow) => valueText(row, row.baseline, baselineTime),
          ] as const,
        ]
      : []),
    ...(hasTarget
      ? [[headed('目标值', targetTime), (row: IndicatorRow) => valueText(row, row.target, targetTime)] as const]
      : []),
    ['单位', ({ unit }) => (unit === '' ? NO_VALUE : unit)],
  ];
  return {
    columns: columns.map(([name]) => name),
    rows: table.rows.map((row) => ({ cells: columns.map(([, cell]) => cell(row)), marks: row.marks })),
  };
}

function placeOf(row: IndicatorRow): string {
  return row.isDraft ? `${row.place}（征求意见稿）` : row.place;
}

function planOf(row: IndicatorRow): string {
  return row.plan === '' ? NO_VALUE : row.plan;
}

/** “3.8左右（2025年）”. */
function valueText(row: IndicatorRow, value: StatedValue | undefined, common: string): string {
  if (row.marks.length === 0) return NOT_STATED;
  if (!value) return NO_VALUE;
  const time = timeText(value.time);
  // Under a year in the header, a value for which the plan names none must not pass for one of that year.
  if (value.isUndated === true && common !== '') return `${value.text}（年份未注明）`;
  return time === '' || time === common || value.text.includes(time.replace('年', ''))
    ? value.text
    : `${value.text}（${time}）`;
}

/** Share of the values for one year that puts it into the header; the others then say theirs. */
const COMMON_SHARE = 0.5;

/** The time that most values are for, said once in the header; empty when they differ. */
function commonTime(values: readonly (StatedValue | undefined)[]): string {
  const times = values.flatMap((value) => (value ? [timeText(value.time)] : []));
  const count = (time: string): number => times.filter((other) => other === time).length;
  const [best = ''] = [...new Set(times)].sort((a, b) => count(b) - count(a));
  return times.length > 1 && count(best) / times.length > COMMON_SHARE ? best : '';
}

function headed(name: string, time: string): string {
  return time === '' ? name : `${name}（${time}）`;
}

/** 2025 → 2025年, 2021-2025 → 2021—2025年. */
export function timeText(time: string | undefined): string {
  if (time === undefined) return '';
  return /^\d{4}(?:-\d{4})?$/u.test(time) ? `${time.replace('-', '—')}年` : time;
}
