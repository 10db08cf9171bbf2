import { describe } from 'vitest';
import { planDocuments, type InventedPlan } from '../../../corpus/invented-plans.fixture.ts';
import { useAssistant } from '../expected-answer.fixture.ts';

/** A plan that is dated, and that a web page says was published on another day. */
const plan = (region: string, date: string, published: string): InventedPlan => ({
  title: `${region}“十四五”科技创新规划`,
  region,
  date,
  text: `发布日期：${published}

## 一、目标

到2025年，${region}高新技术企业达到300家。`,
});

const { table } = useAssistant(
  planDocuments([
    plan('示例市', '2022-01-28', '2022-02-10'),
    plan('样本市', '2024-02-28', '2024-03-01'),
    plan('模板市', '2022-03-05', '2022-03-05'),
    plan('云山市', '2022-01', '2022-02-10'),
    plan('江川市', '2022-03-05', '2022-02-10'),
  ]),
);

describe('days from the date of a plan to that of its page', () => {
  const SPAN = /相隔/u;
  table([
    ['示例市规划的印发日期和网页发布日期相隔多少天', { says: ['2022年1月28日', '2022-02-10，相隔13天'] }],
    // 2024 has a 29 February.
    ['样本市规划的印发日期和网页发布日期相隔几天', { says: ['2024-03-01，相隔2天'] }],
    ['模板市规划的印发日期和网页发布日期相隔多少天', { says: ['相隔0天'] }],
    // Without a day, or with the page before the plan, there is nothing to count.
    ['云山市规划的印发日期和网页发布日期相隔多少天', { says: ['2022年1月', '2022-02-10'], never: SPAN }],
    ['江川市规划的印发日期和网页发布日期相隔多少天', { says: ['2022年3月5日', '2022-02-10'], never: SPAN }],
    ['示例市规划是什么时候印发的', { says: ['2022年1月28日', '2022-02-10'], never: SPAN }],
  ]);
});
