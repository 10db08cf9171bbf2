import { parseSource } from '../../../corpus/parse.ts';
import { readRecords } from '../../../corpus/records.ts';
import type { PlanDocument } from '../../../corpus/types.ts';

const COUNTED = `---
title: 示例市“十四五”科技创新规划
region: 示例市
level: 市
issuer: 示例市人民政府
date: 2021-12-08
period: 2021-2025
status: final
edition: full
---

# 示例市“十四五”科技创新规划

## 一、发展基础

转让技术合同2999项，比2015年末增加2905项。2020年地方财政科技支出370亿元、高新技术企业185家，分别是2015年的2.5倍、3倍。湖东片区建有重点实验室12家，占全市60%。新获得国审品种7个，省审品种19个。

### “十三五”目标完成情况

| 指标 | “十三五”规划目标 2020年 | “十三五”完成情况 2020年 |
|---|---|---|
| 高新技术企业数（家） | 100 | 185 |
| 科技企业孵化器（个） | 50 | 38 |
| 众创空间（个） | 20 | 60 |

## 二、主要目标

### 主要指标

| 指标 | 2020年 | 2025年 |
|---|---|---|
| 高新技术企业数（家） | 185 | 300 |
| 技术合同成交额（亿元） | 56 | 120 |
| 科技型中小企业（万家） | 0.5 | 1.2 |

## 三、重点任务

### （一）打造创新平台

#### 1.建设示例科学城

示例科学城由湖东片区、湖西片区和湖心岛组成。

#### 2.布局研究院

能源研究院聚焦聚变能源，布局“一院三中心”。

### （二）培育新兴产业

#### 3.量子信息产业

量子信息产业依托示例大学的冷原子平台。

#### 4.空天信息产业

空天信息产业依托湖心岛的测控平台，研发星载芯片。

#### 5.绿色能源产业

绿色能源产业依托湖西片区的储能平台。

## 四、国际合作

### 专栏1 国际合作城市

#### 云海科学城

围绕半导体、软件等领域开展合作。

#### 远山科技园

围绕生物技术、环保等领域开展合作。

## 五、保障措施

市科技局牵头实施。示例市与建设银行、交通银行、徽商银行开展战略合作。
`;

const OTHER = `---
title: 样本市“十四五”科技创新规划
region: 样本市
level: 市
period: 2021-2025
status: final
edition: full
---

# 样本市“十四五”科技创新规划

## 一、主要目标

到2025年，样本市高新技术企业达到60家，打造“云上之都”。
`;

/** Two cities' plans with tables, numbered tasks and a box, with their indicator records. All of it is invented. */
export function countedPlans(): readonly PlanDocument[] {
  return [COUNTED, OTHER].flatMap((text, at) =>
    parseSource({ file: `counted-${at}.md`, sha256: '', lines: text.split('\n') }).value.map((document) => ({
      ...document,
      records: readRecords(document),
    })),
  );
}
