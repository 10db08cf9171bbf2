import { planDocuments, type InventedPlan } from '../../corpus/invented-plans.fixture.ts';
import type { PlanDocument } from '../../corpus/types.ts';
import { readQuestion } from '../../retrieval/query/question.ts';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import { temporaryIndex, words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from './assistant.ts';
import type { AnswerContext } from './look-up.ts';
import type { Answer, Turn } from './types.ts';

const PLANS: readonly InventedPlan[] = [
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    issuer: '示例市人民政府',
    date: '2021-12-08',
    text: `## 一、发展基础

2020年，示例市高新技术企业达到185家，研发投入强度为2.1%。技术合同成交额由2015年的26.6亿元增加到2020年的56亿元。示例市引进人才1400名，其中领军人才800名。

## 二、总体要求

### （一）基本原则

规划提出四条基本原则。

#### 1.坚持创新引领

示例市把创新放在首位，强化企业主体地位。

#### 2.坚持开放合作

示例市主动融入区域创新网络，共建联合中心。

#### 3.坚持人才为本

示例市完善人才评价，激发各类人才活力。

#### 4.坚持生态优先

示例市推动绿色技术应用，降低能耗。

### （二）主要目标

到2025年，示例市高新技术企业力争达到300家以上，研发投入强度达到3.5%左右。孵化器总面积达到40万平方米。

#### 主要指标

| 指标 | 2020年 | 2025年 |
|---|---|---|
| 每万人发明专利拥有量（件） | 12 | 20 |
| 技术合同成交额（亿元） | 56 | 120 |
| 高新技术产业增加值占规模以上工业增加值比重（%） | 30 | 35左右 |

## 三、重点任务

### （一）建设示例科学城

示例科学城由湖东片区、湖西片区和湖心岛组成，规划面积25平方公里。市科技局牵头建设示例科学城，示例大学参与共建。

### （二）培育新兴产业

示例市重点培育量子信息、生物医药、智能制造、绿色能源、空天信息五大产业。

### （三）发展科技金融

示例市设立科创基金，基金规模不低于50亿元。`,
  },
  {
    title: '关于推进产业创新的实施意见（征求意见稿）',
    region: '示例市',
    period: { from: 2025, to: 2027 },
    text: `## 一、目标

到2027年，示例市独角兽企业达到6家，产业联合体达到15个。`,
  },
  {
    title: '样本省基础研究发展“十四五”规划',
    region: '样本省',
    text: `## 一、目标

到2025年，样本省基础研究经费占研发经费比重达到8%，研发投入强度达到3.0%，省级重点实验室达到120家。

## 二、任务

样本省建设云海实验室，布局两个重大科学装置。`,
  },
  {
    title: '样本省人才发展“十四五”规划',
    region: '样本省',
    text: `## 一、目标

到2025年，样本省基础研究经费占研发经费比重达到10%，引进领军人才500名。

## 二、任务

样本省实施卓越工程师计划，每年培养工程师2000名。`,
  },
];

/**
 * A city with a plan and a draft, a province with two plans that differ on one figure, without records: their answers come
 * from the text. All of it is invented.
 */
export function inventedPlans(): readonly PlanDocument[] {
  return planDocuments(PLANS).map((document) => ({ ...document, records: [] }));
}

/** The real store and assistant over some plans. */
export interface Asked {
  readonly context: AnswerContext;
  /** Answers the last of the turns. */
  ask(...turns: readonly string[]): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens an assistant over some plans. */
export async function assistantOver(documents: readonly PlanDocument[]): Promise<Asked> {
  const { store, close } = await temporaryIndex(documents);
  const plans = await store.plans();
  const synonyms = loadSynonyms();
  const assistant = createAssistant({ store, words, synonyms });
  return {
    context: { store, plans, read: (text) => readQuestion(text, { plans, words, synonyms }) },
    async ask(...turns) {
      const conversation: Turn[] = [];
      let answer: Answer | undefined;
      for (const question of turns) {
        for await (const event of assistant.ask(question, conversation))
          if (event.type === 'done') ({ answer } = event);
        conversation.push({ question, ...(answer ? { answer: answer.text } : {}) });
      }
      if (!answer) throw new Error('no answer');
      return answer;
    },
    close,
  };
}
