import { describe } from 'vitest';
import { planDocuments } from '../../../corpus/invented-plans.fixture.ts';
import { useAssistant } from '../expected-answer.fixture.ts';

/** Two cities with figures of two years, and one that has only its target. */
const PLANS = planDocuments([
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、发展基础

2020年，示例市高新技术企业达到185家，科技型中小企业达到500家。

## 二、主要目标

到2025年，示例市高新技术企业达到300家，科技型中小企业达到1000家。`,
  },
  {
    title: '样本市“十四五”科技创新规划',
    region: '样本市',
    text: `## 一、发展基础

2020年，样本市高新技术企业达到60家。

## 二、主要目标

到2025年，样本市高新技术企业达到150家。`,
  },
  {
    title: '模板市“十四五”科技创新规划',
    region: '模板市',
    text: `## 一、主要目标

到2025年，模板市高新技术企业达到90家。`,
  },
]);

const { table } = useAssistant(PLANS);

describe('a line each', () => {
  table([
    [
      '示例市和样本市2025年高新技术企业目标各是2020年的几倍',
      { says: [/^- 示例市：.*300 ÷ 185 = 1\.62.*\n- 样本市：.*150 ÷ 60 = 2\.5/u], never: /最/u, citations: 4 },
    ],
    [
      '示例市高新技术企业和科技型中小企业，2025年目标分别是2020年的几倍',
      { says: [/^- 高新技术企业：.*300 ÷ 185.*\n- 科技型中小企业：.*1000 ÷ 500 = 2/u], never: /样本/u },
    ],
    [
      '示例市、样本市和模板市2025年高新技术企业目标各是2020年的几倍',
      { says: ['300 ÷ 185', '150 ÷ 60', '- 模板市：未写明可供计算的数值'], never: /90/u },
    ],
    [
      '示例市和模板市2025年高新技术企业目标各是2020年的几倍',
      { says: ['300 ÷ 185', '- 模板市：未写明可供计算的数值'], never: /90/u },
    ],
  ]);
});

describe('which comes out on top', () => {
  table([
    [
      '示例市和样本市2025年高新技术企业目标比2020年各增加多少家，谁增加得多',
      { says: [/^示例市最多：\n/u, '115', '90'] },
    ],
    ['示例市和样本市2025年高新技术企业目标分别是2020年的几倍，哪个市倍数最大', { says: [/^样本市最大：\n/u] }],
    ['示例市和样本市2025年高新技术企业目标分别是2020年的几倍，哪个倍数最小', { says: [/^示例市最小：\n/u] }],
    ['示例市高新技术企业和科技型中小企业，2025年目标比2020年哪个增量大', { says: [/^科技型中小企业最多：\n/u, '500'] }],
  ]);
});

describe('one computation where they are set against one another', () => {
  table([
    ['示例市和样本市2025年高新技术企业目标相差多少家', { says: ['300 − 150 = 150'], never: /^- /mu }],
    ['示例市2025年高新技术企业目标是2020年的几倍', { says: ['300 ÷ 185 = 1.62'], never: /^- |样本/mu }],
  ]);
});
