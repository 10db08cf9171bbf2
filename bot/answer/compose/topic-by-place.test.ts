import { describe } from 'vitest';
import { planDocuments } from '../../../corpus/invented-plans.fixture.ts';
import { useAssistant, type Expected } from '../expected-answer.fixture.ts';

/** Two cities that speak of 知识产权, and a third that has the other words of asking for it. */
const PLANS = planDocuments([
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、重点任务

### （一）保护知识产权

设立维权援助中心，给予知识产权保险补贴500万元。

### （二）培养人才

支持企业引进人才，保护人才权益。`,
  },
  {
    title: '样本市“十四五”科技创新规划',
    region: '样本市',
    text: `## 一、重点任务

### （一）优化环境

样本市保护知识产权，推出“云专利”。

### （二）开发海洋

样本市支持企业建设海洋牧场，保护海洋。`,
  },
  {
    title: '模板市“十四五”科技创新规划',
    region: '模板市',
    text: `## 一、重点任务

模板市支持企业建设研发中心，保护企业合法权益。`,
  },
]);

const { table } = useAssistant(PLANS);

describe('a line for each place that speaks of it', () => {
  const both: Expected = { says: [/^- 示例：.*援助中心.*\n- 样本：.*云专利.*$/u], never: /模板|未提及/u, citations: 2 };
  table([
    ['规划怎么保护知识产权', both],
    ['知识产权保护方面有什么打算', both],
    ['规划准备怎么支持企业保护知识产权', both],
  ]);
});

describe('no lines', () => {
  table([
    ['示例市知识产权保护方面有什么打算', { says: ['援助中心'], never: /^- |样本|云专利/mu, citations: 1 }],
    ['怎么建设海洋牧场', { says: ['海洋牧场'], never: /^- |示例|模板/mu, citations: 1 }],
    // One fact is asked for.
    ['规划打算怎么补贴知识产权，多少万元', { says: ['500万元'], never: /^- |云专利/mu }],
    ['规划怎么防治荒漠', { says: ['没有写明'], never: /^- /mu, declined: true }],
  ]);
});
