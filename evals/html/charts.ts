import * as echarts from 'echarts';
import type { BaselinePart } from '../baseline.ts';
import type { Mark } from '../metrics/judge.ts';
import type { Report } from '../report.ts';

/** Size of a chart in CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const WIDE: Size = { width: 1080, height: 330 };
const HALF: Size = { width: 530, height: 300 };
/** In single quotes: it goes into style attributes. */
const FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const COLOURS = {
  now: '#2563a8',
  cited: '#7fb2e5',
  before: '#b9bec7',
  found: '#2f8f6b',
  found5: '#9bd0ba',
  failed: '#d98880',
};

/** Renders a chart to a string of SVG, on the server: the page needs no script. */
export function renderChart(option: echarts.EChartsCoreOption, { width, height }: Size): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const PERCENT_AXIS = { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value}%' } };
/** Text is measured without a font here, so that entries need room between them. */
const LEGEND = { top: 0, left: 'center', itemWidth: 14, itemHeight: 10, itemGap: 36 };

/** Right answers kind by kind: this run, those that cite the evidence as well, and the baseline. */
export function kindChart({ summary, baseline }: Report): string {
  const kinds = [...summary.kinds];
  const series = (name: string, color: string, values: readonly (number | undefined)[]) => ({
    name,
    type: 'bar',
    color,
    barGap: '10%',
    data: values.map(toPercent),
  });
  return renderChart(
    {
      legend: LEGEND,
      grid: { left: 48, right: 12, top: 34, bottom: 78 },
      xAxis: {
        type: 'category',
        data: kinds.map(([kind, { questions }]) => `${kind} (${questions})`),
        axisLabel: { interval: 0, rotate: 35 },
        axisTick: { show: false },
      },
      yAxis: PERCENT_AXIS,
      series: [
        series(
          'right',
          COLOURS.now,
          kinds.map(([, { marks }]) => marks.right),
        ),
        series(
          'right and cited',
          COLOURS.cited,
          kinds.map(([, { marks }]) => marks.cited),
        ),
        ...(baseline
          ? [
              series(
                'right in the baseline',
                COLOURS.before,
                kinds.map(([kind]) => beforeOf(baseline, kind)),
              ),
            ]
          : []),
      ],
    },
    WIDE,
  );
}

function beforeOf(baseline: BaselinePart | undefined, kind: string): number | undefined {
  return baseline?.kinds[kind]?.['right'];
}

/** What each stage of the search is worth: by how many points the scores change when it is switched. */
export function ablationChart({ ablations }: Report): string {
  const [shipped, ...switched] = ablations;
  const rows = switched.toReversed();
  const series = (name: string, color: string, mark: Mark) => ({
    name,
    type: 'bar',
    color,
    data: rows.map(({ summary }) => pointsOf(summary.total.marks[mark], shipped?.summary.total.marks[mark])),
    label: { show: true, position: 'right', fontSize: 10, formatter: labelOfPoints },
  });
  const all = (['right', 'evidence@1', 'evidence@5'] as const).flatMap((mark) =>
    rows.map(({ summary }) => pointsOf(summary.total.marks[mark], shipped?.summary.total.marks[mark]).value),
  );
  return renderChart(
    {
      legend: LEGEND,
      grid: { left: 150, right: 60, top: 34, bottom: 40 },
      xAxis: {
        type: 'value',
        name: 'points',
        nameLocation: 'middle',
        nameGap: 24,
        min: Math.min(-2, Math.floor(Math.min(...all)) - 1),
        max: Math.max(2, Math.ceil(Math.max(...all)) + 1),
      },
      yAxis: {
        type: 'category',
        data: rows.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { onZero: false },
      },
      // The first is drawn lowest.
      series: [
        series('evidence@5', COLOURS.found5, 'evidence@5'),
        series('evidence@1', COLOURS.found, 'evidence@1'),
        series('right', COLOURS.now, 'right'),
      ],
    },
    { width: WIDE.width, height: 90 + 62 * rows.length },
  );
}

/** A bar of so many points, its label on the side it points to. */
function pointsOf(now: number | undefined, before: number | undefined) {
  const value = now === undefined || before === undefined ? 0 : Math.round((now - before) * 1000) / 10;
  return { value, label: { position: value < 0 ? 'left' : 'right' } };
}

function labelOfPoints({ value }: { readonly value: number }): string {
  return value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace('-', '−');
}

/** Why questions failed, and how many for each reason; one question may have several. */
export function reasonChart(reasons: ReadonlyMap<string, number>): string {
  const sorted = [...reasons].sort(([, one], [, other]) => one - other);
  return renderChart(
    {
      grid: { left: 130, right: 48, top: 12, bottom: 28 },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', data: sorted.map(([reason]) => reason), axisTick: { show: false } },
      series: [
        {
          type: 'bar',
          color: COLOURS.failed,
          barMaxWidth: 22,
          data: sorted.map(([, count]) => count),
          label: { show: true, position: 'right', fontSize: 11 },
        },
      ],
    },
    HALF,
  );
}

/** Share of answers given within a time. */
export function latencyChart({ judgements, summary }: Report): string {
  const times = judgements.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const { p50, p95 } = summary.total.latency;
  const mark = (name: string, at: number, align: 'left' | 'right') => ({
    xAxis: at,
    label: { formatter: `${name} ${at.toFixed(0)} ms`, align },
  });
  // A few slow ones would push all the others to the edge.
  const longest = Math.min(times.at(-1) ?? 0, 3 * p95);
  return renderChart(
    {
      grid: { left: 84, right: 60, top: 30, bottom: 40 },
      xAxis: { type: 'value', name: 'ms', nameLocation: 'middle', nameGap: 26, min: 0, max: Math.ceil(longest) },
      yAxis: PERCENT_AXIS,
      series: [
        {
          type: 'line',
          color: COLOURS.now,
          step: 'end',
          showSymbol: false,
          clip: true,
          data: times.map((time, index) => [Number(time.toFixed(1)), (100 * (index + 1)) / times.length]),
          markLine: {
            symbol: 'none',
            lineStyle: { color: '#8a5a00' },
            label: { position: 'end', rotate: 0, color: '#8a5a00' },
            data: [mark('p50', p50, 'right'), mark('p95', p95, 'left')],
          },
        },
      ],
    },
    HALF,
  );
}

function toPercent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 1000) / 10;
}
