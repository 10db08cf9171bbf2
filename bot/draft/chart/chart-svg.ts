import * as echarts from 'echarts';
import type { ChartBar, ChartData } from '../../answer/types.ts';
import { CHART_SIZE } from './chart-size.ts';

/** Fonts with Chinese characters, those of the common systems; the first that is there is used. */
export const CHART_FONTS =
  'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, SimHei, sans-serif';
/** Told apart in print without colour too: light for what is reached, dark for what is aimed at. */
const COLOURS: Readonly<Record<ChartBar['kind'], string>> = { reached: '#a9c1dd', target: '#1f4e8c' };
const NAMES: Readonly<Record<ChartBar['kind'], string>> = { reached: '已达到', target: '目标' };

/** A chart as SVG; the same data give the same bytes. */
export function chartSvg(data: ChartData): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...CHART_SIZE });
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
  const isSeries = new Set(bars.map(({ place, plan }) => `${place}\n${plan}`)).size === 1;
  const sideOf = (bar: ChartBar): string => (isSeries ? bar.time : `${bar.place}\n${bar.plan}`);
  const nameOf = (bar: ChartBar): string =>
    isSeries ? bar.time : `${bar.place}\n${wrapped(`《${bar.plan}》`, sides.length)}`;
  const [first] = bars;
  const whose = isSeries && first ? `${first.place}，《${first.plan}》` : '';
  const sides = [...new Map(bars.map((bar) => [sideOf(bar), bar])).values()];
  const kinds = (['reached', 'target'] as const).filter((kind) => bars.some((bar) => bar.kind === kind));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: CHART_FONTS },
    title: {
      text: unit === '' ? title : `${title}（${unit}）`,
      ...(whose === '' ? {} : { subtext: whose }),
      left: 12,
      top: 10,
      textStyle: { fontSize: 18, fontFamily: CHART_FONTS },
    },
    legend: { top: 12, right: 16, data: kinds.map((kind) => NAMES[kind]), textStyle: { fontFamily: CHART_FONTS } },
    grid: { left: 16, right: 16, top: 74, bottom: 10, containLabel: true },
    xAxis: {
      type: 'category',
      data: sides.map(nameOf),
      axisLabel: { interval: 0, fontFamily: CHART_FONTS, fontSize: 12, lineHeight: 16, color: '#222222' },
      axisTick: { show: false },
    },
    yAxis: { type: 'value', axisLabel: { fontFamily: CHART_FONTS }, splitLine: { lineStyle: { color: '#e3e3e3' } } },
    series: kinds.map((kind) => ({
      type: 'bar' as const,
      name: NAMES[kind],
      barMaxWidth: 72,
      // Room for a time under each value: “十三五”期间.
      barGap: '30%',
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
          ? {
              value: bar.value,
              label: {
                formatter: (isSeries ? [bar.text] : [bar.text, bar.time]).filter((part) => part !== '').join('\n'),
              },
            }
          : { value: null };
      }),
    })),
  };
}

/** A title in lines that fit under its bars. */
function wrapped(text: string, sides: number): string {
  const width = Math.max(6, Math.floor((CHART_SIZE.width - 80) / sides / 13));
  // Lines of one length, so that no 》 is left alone.
  const even = Math.ceil(text.length / Math.ceil(text.length / width));
  return text.match(new RegExp(`.{1,${even}}`, 'gu'))?.join('\n') ?? text;
}

/** Without what only a mouse needs: classes and hover styles are numbered over the life of the process. */
function stable(svg: string): string {
  return svg
    .replace(/<style[^>]*>.*?<\/style>\s*/gsu, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/gu, '')
    .replace(/zr\d+-/gu, 'chart-')
    .replace(/ style="([^"]*)"/gu, (_, style: string) => asAttributes(style));
}

/** `style="font-size:12px;"` as attributes: a page whose policy forbids inline styles shows the picture all the same. */
function asAttributes(style: string): string {
  return style
    .split(';')
    .map((part) => /^([\w-]+):(.*)$/u.exec(part))
    .flatMap((match) => (match ? [` ${match[1] ?? ''}="${match[2] ?? ''}"`] : []))
    .join('');
}

function escapeAttribute(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/"/gu, '&quot;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}
