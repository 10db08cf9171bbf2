import { describe, expect, test } from 'vitest';
import { planDocuments } from '../../../corpus/invented-plans.fixture.ts';
import { useAssistant } from '../expected-answer.fixture.ts';
import { asksShortcomings } from './shortcomings.ts';

/** Two cities that say what they lack, and one that says only what it will make up for. */
const PLANS = planDocuments([
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、发展基础与形势

### （一）发展基础

示例市高新技术企业达到185家，创新氛围浓厚。

### （二）存在问题

高层次人才缺乏，领军企业不多。成果转化通道不顺畅。科技金融产品较少，风险投资滞后。

## 二、重点任务

示例市设立科创基金，缓解融资渠道不足。`,
  },
  {
    title: '样本市“十四五”科技创新规划',
    region: '样本市',
    text: `## 一、现状与挑战

样本市高新技术企业达到60家。创新平台数量不多，研发投入强度偏低。

## 二、重点任务

样本市建设科技金融服务中心。`,
  },
  {
    title: '模板市“十四五”科技创新规划',
    region: '模板市',
    text: `## 一、发展形势

模板市着力破解创新资源短缺难题，加快补齐人才短板。

## 二、重点任务

模板市的科技特派员不足100名的乡镇，由县里选派。`,
  },
]);

const { table } = useAssistant(PLANS);

describe('what a question asks for', () => {
  test.each<[string, boolean]>([
    ['有哪些短板', true],
    ['有什么薄弱环节', true],
    ['存在哪些问题', true],
    ['缺什么', true],
    ['怎么补齐短板', false],
    ['如何弥补不足', false],
    ['有哪些目标', false],
  ])('%s', (asking, expected) => {
    expect(asksShortcomings(asking)).toBe(expected);
  });
});

describe('what plans find wanting', () => {
  table([
    [
      '示例市和样本市各有什么短板',
      { says: [/^- 示例市：.*高层次人才缺乏.*\n- 样本市：.*创新平台数量不多/u], never: /融资|浓厚|185|60/u },
    ],
    // Of a sentence on the topic the other clauses, and other sentences, are not told.
    [
      '示例市和样本市在科技金融方面各有什么不足',
      { says: [/- 示例市：.*科技金融产品较少.*\n- 样本市：未提及/u], never: /人才缺乏|通道|服务中心/u },
    ],
    ['示例市和样本市在创新平台方面各有什么短板', { says: [/- 示例市：未提及\n- 样本市：.*创新平台数量不多/u] }],
    // What is to be made up for is not said to be wanting, nor is what stands under the tasks.
    ['示例市和模板市各有什么短板', { says: ['高层次人才缺乏', '- 模板市：未提及'], never: /破解|补齐|特派员/u }],
  ]);
});
