import { parseSource } from '../../../corpus/parse.ts';
import { readRecords } from '../../../corpus/records.ts';
import type { PlanDocument } from '../../../corpus/types.ts';
import { readQuestion } from '../../../retrieval/query/question.ts';
import { loadSynonyms } from '../../../retrieval/query/synonyms.ts';
import { temporaryIndex, words } from '../../../retrieval/rank/temporary-index.fixture.ts';
import type { AnswerContext } from '../look-up.ts';

const CITY = `---
title: 云山市“十四五”科技创新规划
region: 云山市
level: 市
date: 2022-03
period: 2021-2025
status: final
edition: full
---

# 云山市“十四五”科技创新规划

## 第一章 总体要求

### 第一节 发展基础

“十三五”期间，云山市引进各类人才1.2万人。

### 第二节 主要目标

到2025年，全社会研发经费投入强度达到2.5%左右，高新技术企业达到800家，人才总量达到30万人。

#### 主要指标

| 指标 | 2020年 | 2025年 |
| --- | --- | --- |
| 全社会研发经费投入强度（%） | 2.1 | 2.5左右 |
| 高新技术企业数（家） | 420 | 800 |
| 技术合同成交额（亿元） | 35 | 90 |
| 每万人高价值发明专利拥有量（件） | 6 | 12 |

## 第二章 建设人才高地

### 第一节 引进人才

实施“云山英才计划”，每年引进创新团队20个，对顶尖人才实行“一事一议”。建设人才公寓5000套，解决子女入学需求。

### 第二节 评价人才

改革职称制度，破除“四唯”倾向，建立绿色通道；探索赋予科研人员职务科技成果所有权。

## 第三章 发展科技金融

设立规模10亿元的成果转化基金，鼓励银行开设科技支行，完善风险补偿资金池。
`;

const PROVINCE = `---
title: 江川省科技创新规划
region: 江川省
level: 省
date: 2021-12
period: 2021-2025
status: final
edition: digest
---

# 江川省科技创新规划

## 一、主要目标

到2025年，全社会研发经费投入强度达到2.8%左右，高新技术企业达到9000家。

## 二、科技金融

支持科技型企业上市，建立“白名单”制度，设立风险补偿资金池。鼓励银行开设科技支行。
`;

const OPINION = `---
title: 江川省人才工作实施意见（征求意见稿）
region: 江川省
level: 省
period: -2027
status: draft
edition: full
---

# 江川省人才工作实施意见（征求意见稿）

## 一、引进人才

每年引进高层次人才300名，柔性引进院士20名。

## 二、主要目标

到2025年，高新技术企业达到9500家。
`;

/** Invented plans of a city and a province, one of them a draft. */
export const DRAFT_PLANS: readonly PlanDocument[] = readPlans({
  'city.md': CITY,
  'province.md': PROVINCE,
  'opinion.md': OPINION,
});

/** The same with more text behind that of the city. */
export function draftPlansWith(text: string): readonly PlanDocument[] {
  return readPlans({ 'city.md': `${CITY}\n${text}`, 'province.md': PROVINCE });
}

function readPlans(files: Readonly<Record<string, string>>): readonly PlanDocument[] {
  return Object.entries(files).flatMap(([file, text]) =>
    parseSource({ file, sha256: '', lines: text.split('\n') }).value.map((document) => ({
      ...document,
      records: readRecords(document),
    })),
  );
}

/** A context over invented plans; `close` clears up. */
export async function draftContext(
  documents: readonly PlanDocument[] = DRAFT_PLANS,
): Promise<{ context: AnswerContext; close: () => Promise<void> }> {
  const { store, close } = await temporaryIndex(documents);
  const plans = await store.plans();
  const synonyms = loadSynonyms();
  return { context: { store, plans, read: (text) => readQuestion(text, { plans, words, synonyms }) }, close };
}
