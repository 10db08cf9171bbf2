import { planDocuments, type InventedPlan } from '../../corpus/invented-plans.fixture.ts';
import type { PlanDocument } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';

const PLANS: readonly InventedPlan[] = [
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    issuer: '示例市人民政府',
    date: '2021-12-08',
    text: `## 一、发展基础

2020年，示例市高新技术企业达到185家，研发投入强度为2.1%。技术合同成交额由2015年的26.6亿元增加到2020年的56亿元。

## 二、总体要求

### （一）主要目标

到2025年，示例市高新技术企业力争达到300家以上，研发投入强度达到3.5%左右。

#### 主要指标

| 指标 | 2020年 | 2025年 |
|---|---|---|
| 每万人发明专利拥有量（件） | 12 | 20 |
| 技术合同成交额（亿元） | 56 | 120 |

## 三、重点任务

### （一）建设示例科学城

示例科学城由湖东片区、湖西片区和湖心岛组成，规划面积25平方公里。

### （二）发展科技金融

示例市设立科创基金，基金规模不低于50亿元。`,
  },
  {
    title: '示例市产业创新实施意见（征求意见稿）',
    region: '示例市',
    period: { from: 2025, to: 2027 },
    text: `## 一、目标

到2027年，示例市独角兽企业达到6家，产业联合体达到15个。

## 二、任务

示例市每年评选创新联合体5个，给予每个100万元补助。`,
  },
  {
    title: '样板县人才发展规划',
    region: '样板县',
    text: `## 一、目标

到2025年，样板县人才总量达到8.6万人，其中高技能人才1.2万人。`,
  },
];

/** A plan as a scripted service holds it. */
export interface ScriptedPlan {
  readonly summary: PlanSummary;
  readonly document: PlanDocument;
}

let parsed: readonly ScriptedPlan[] | undefined;

/** Three invented plans, read by the real reader: a final one with a table, a draft, and a small one. */
export function scriptedPlans(): readonly ScriptedPlan[] {
  parsed ??= planDocuments(PLANS).map((document) => {
    const { sections, passages, tables, records } = document;
    const counts = {
      sections: sections.length,
      passages: passages.length,
      tables: tables.length,
      records: records.length,
    };
    return { document, summary: { ...document.plan, counts } };
  });
  return parsed;
}
