import * as echarts from 'echarts';
import type { ChartBar, ChartData } from './chart-data.ts';

/** Fonts with Chinese characters, those of the common systems; the first that is there is used. */
export const CHART_FONTS =
  'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, SimHei, sans-serif';
/** Told apart in print without colour too: light for what is reached, dark for what is aimed at. */
const COLOURS: Readonly<Record<ChartBar['kind'], string>> = { reached: '#a9c1dd', target: '#1f4e8c' };
const NAMES: Readonly<Record<ChartBar['kind'], string>> = { reached: '已达到', target: '目标' };
const WIDTH = 760;
const HEIGHT = 420;

/** A chart as SVG; the same data give the same bytes. */
export function chartSvg(data: ChartData): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(data));
    return stable(chart.renderToSVGString()).replace(
      /^<svg /u,
      `<svg role="img" aria-label="${escapeAttribute(data.alternative)}" `,
    );
  } finally {
    chart.dispose();
  }
}

function optionOf({ title, unit, bars }: ChartData): echarts.EChartsOption {
  const sides = [...new Map(bars.map((bar) => [sideOf(bar), bar])).values()];
  const kinds = (['reached', 'target'] as const).filter((kind) => bars.some((bar) => bar.kind === kind));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: CHART_FONTS },
    title: {
      text: unit === '' ? title : `${title}（${unit}）`,
      left: 'center',
      top: 10,
      textStyle: { fontSize: 18, fontFamily: CHART_FONTS },
    },
    legend: { top: 44, data: kinds.map((kind) => NAMES[kind]), textStyle: { fontFamily: CHART_FONTS } },
    grid: { left: 16, right: 16, top: 104, bottom: 12, containLabel: true },
    xAxis: {
      type: 'category',
      data: sides.map((bar) => `${bar.place}\n${wrapped(`《${bar.plan}》`, sides.length)}`),
      axisLabel: { interval: 0, fontFamily: CHART_FONTS, fontSize: 12, lineHeight: 16, color: '#222222' },
      axisTick: { show: false },
    },
    yAxis: { type: 'value', axisLabel: { fontFamily: CHART_FONTS }, splitLine: { lineStyle: { color: '#e3e3e3' } } },
    series: kinds.map((kind) => ({
      type: 'bar' as const,
      name: NAMES[kind],
      barMaxWidth: 56,
      itemStyle: { color: COLOURS[kind] },
      label: {
        show: true,
        position: 'top' as const,
        fontFamily: CHART_FONTS,
        fontSize: 12,
        lineHeight: 15,
        color: '#222222',
      },
      data: sides.map((side) => {
        const bar = bars.find((one) => sideOf(one) === sideOf(side) && one.kind === kind);
        return bar
          ? { value: bar.value, label: { formatter: [bar.text, bar.time].filter((part) => part !== '').join('\n') } }
          : { value: null };
      }),
    })),
  };
}

function sideOf({ place, plan }: ChartBar): string {
  return `${place}\n${plan}`;
}

/** A title in lines that fit under its bars. */
function wrapped(text: string, sides: number): string {
  const width = Math.max(6, Math.floor((WIDTH - 80) / sides / 13));
  // Lines of one length, so that no 》 is left alone.
  const even = Math.ceil(text.length / Math.ceil(text.length / width));
  return text.match(new RegExp(`.{1,${even}}`, 'gu'))?.join('\n') ?? text;
}

/** Without what only a mouse needs: classes and hover styles are numbered over the life of the process. */
function stable(svg: string): string {
  return svg
    .replace(/<style[^>]*>.*?<\/style>\s*/gsu, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/gu, '')
    .replace(/zr\d+-/gu, 'chart-');
}

function escapeAttribute(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/"/gu, '&quot;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}
