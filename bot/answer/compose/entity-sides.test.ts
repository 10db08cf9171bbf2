import { describe, expect, test } from 'vitest';
import { planDocuments } from '../../../corpus/invented-plans.fixture.ts';
import { useAssistant } from '../expected-answer.fixture.ts';
import { entitiesOf } from './entity-sides.ts';

/** A city's plan that speaks of two laboratories and two zones, each in a paragraph of its own, and of two institutes in one. */
const PLANS = planDocuments([
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、重点任务

### （一）布局平台

青禾实验室由示例大学牵头建设，有科研人员300名。

白露实验室由湖西科技公司牵头建设，有科研人员80名。

清波研究院与远帆研究院联合面向海洋技术攻关。

清波研究院面向船舶技术。

### （二）优化布局

湖东科学城定位为原始创新策源地。

云山产业带定位为先进制造集聚区。`,
  },
  {
    title: '样本市“十四五”科技创新规划',
    region: '样本市',
    text: `## 一、重点任务

样本市发展科技金融，推出“云税贷”。`,
  },
]);

const { asked, table } = useAssistant(PLANS);

describe('what is set side by side', () => {
  test.each<[string, readonly string[]]>([
    ['青禾实验室和白露实验室分别由谁牵头', ['青禾实验室', '白露实验室']],
    ['湖东科学城的定位和云山产业带的定位各是什么', ['湖东科学城', '云山产业带']],
    ['青禾实验室由谁牵头', []],
    ['示例市和样本市各有什么平台', []],
    ['青禾实验室和白露实验室一共有多少科研人员', []],
  ])('%s', (question, expected) => {
    const sides = entitiesOf(asked().context.read(question), asked().context);
    expect(sides.map(({ surface }) => surface)).toEqual(expected);
  });
});

describe('what is said of each', () => {
  table([
    [
      '青禾实验室和白露实验室分别由谁牵头',
      { says: [/^- 青禾实验室：.*示例大学.*\n- 白露实验室：.*湖西科技公司.*$/u], never: /海洋/u, citations: 2 },
    ],
    [
      '青禾实验室和白露实验室分别有多少科研人员',
      { says: [/^- 青禾实验室：.*300名.*\n- 白露实验室：.*80名.*$/u], citations: 2 },
    ],
    [
      '湖东科学城和云山产业带的定位各是什么',
      { says: [/^- 湖东科学城：.*策源地.*\n- 云山产业带：.*集聚区.*$/u], citations: 2 },
    ],
    // One sentence speaks of both.
    ['清波研究院和远帆研究院分别面向什么技术', { says: [/^清波研究院与远帆研究院联合面向海洋技术/u], never: /^- /mu }],
    // No plan speaks of one of them: what is said of the other is not set beside nothing.
    ['青禾实验室和红枫实验室分别由谁牵头', { says: [/./u], never: /^- |白露|湖西/mu }],
    // Places are compared as places.
    ['示例市和样本市各推出什么金融产品', { says: [/- 样本市：.*云税贷/u] }],
  ]);
});
