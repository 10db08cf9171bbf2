import type { AnswerPicture, Assistant, ChartData } from '../answer/types.ts';
import { chartPng } from './chart/chart-png.ts';

/** An assistant that draws the charts of its answers where it is asked to. */
export function drawingAssistant(assistant: Assistant): Assistant {
  return {
    async *ask(question, conversation, options) {
      const { pictures } = options ?? {};
      for await (const event of assistant.ask(question, conversation, options)) {
        const charts = event.type === 'done' && pictures !== undefined ? event.answer.charts : undefined;
        yield charts ? { ...event, pictures: await draw(charts, pictures === 'png') } : event;
      }
    },
  };
}

async function draw(charts: readonly ChartData[], asPng: boolean): Promise<readonly AnswerPicture[]> {
  const { chartSvg } = await import('./chart/chart-svg.ts');
  return await Promise.all(
    charts.map(async (chart): Promise<AnswerPicture> => {
      const svg = chartSvg(chart);
      const png = asPng ? (await chartPng(svg))?.png : undefined;
      return { svg, alternative: chart.alternative, ...(png ? { png } : {}) };
    }),
  );
}
