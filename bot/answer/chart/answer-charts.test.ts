import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from '../assistant.ts';
import { draftContext } from '../draft/drafts.fixture.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Answer, ChartBar } from '../types.ts';
import { withCharts } from './answer-charts.ts';
import { chartOfBars } from './chart-data.ts';

let context: AnswerContext;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ context, close } = await draftContext());
});
afterAll(() => close());

async function ask(question: string): Promise<Answer> {
  for await (const event of createAssistant({ store: context.store, words }).ask(question))
    if (event.type === 'done') return event.answer;
  throw new Error('no answer');
}

it('shows the values that an answer compares, each with value, year and plan, in its words too', async () => {
  const { charts, text } = await ask('江川和云山的研发投入强度目标各是多少？');
  expect(charts).toHaveLength(1);
  expect(charts?.[0]?.bars.map(({ place, text: value, time }) => [place, value, time]).toSorted()).toEqual([
    ['云山市', '2.5%左右', '2025年'],
    ['江川省', '2.8%左右', '2025年'],
  ]);
  for (const { value, plan } of charts?.[0]?.bars ?? []) {
    expect(text).toContain(String(value));
    expect(charts?.[0]?.alternative).toContain(`《${plan}》`);
  }
});

it('has none for one value, for a refusal, and for what the text does not say', async () => {
  expect((await ask('云山市2025年高新技术企业要达到多少家？')).charts).toBeUndefined();
  expect((await ask('海东市2025年高新技术企业要达到多少家？')).charts).toBeUndefined();
  const answer = await ask('江川和云山的研发投入强度目标各是多少？');
  const { charts, ...plain } = answer;
  expect(charts).toBeDefined();
  expect(await withCharts({ ...plain, text: '见规划[1][2]。' }, context)).not.toHaveProperty('charts');
});

const bar = (value: number, time: string, place = '甲市'): ChartBar => ({
  place,
  plan: `${place}规划`,
  kind: 'reached',
  value,
  text: String(value),
  time,
});

it('takes three years of one place for a series, and two places for a comparison', () => {
  expect(chartOfBars('甲', '家', [bar(1, '2015年'), bar(2, '2020年')])).toBeUndefined();
  expect(chartOfBars('甲', '家', [bar(1, '2015年'), bar(2, '2020年'), bar(3, '2025年')])?.bars).toHaveLength(3);
  expect(chartOfBars('甲', '家', [bar(1, '2025年'), bar(2, '2025年', '乙市')])?.bars).toHaveLength(2);
  expect(chartOfBars('甲', '家', [bar(1, '2025年'), bar(0, '2025年', '乙市')])).toBeUndefined();
  expect(chartOfBars('甲', '家', [bar(1, '2025年'), bar(900, '2025年', '乙市')])).toBeUndefined();
});
