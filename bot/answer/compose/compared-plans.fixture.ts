import { parseSource } from '../../../corpus/parse.ts';
import { readRecords } from '../../../corpus/records.ts';
import type { PlanDocument } from '../../../corpus/types.ts';

interface Source {
  readonly title: string;
  readonly region: string;
  readonly status?: 'final' | 'draft';
  readonly text: string;
}

const SOURCES: readonly Source[] = [
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、发展基础

2020年，示例市高新技术企业达到185家，研发投入强度达到2.1%。备案院士工作站12家。

## 二、主要目标

到2025年，高新技术企业达到300家，科技型中小企业达到500家，研发投入强度达到3.5%左右。高新技术产业增加值增速保持在全省平均水平以上。

#### 主要指标

| 指标 | 2025年 |
|---|---|
| 高新技术产业增加值增速（%） | 10 |
| 吸纳和输出技术合同交易额（亿元） | 120 |

## 三、重点任务

示例市成立市委科技创新委员会，统筹重大事项。举办三届外国专家“镜湖友谊奖”评选。制定《示例市科技创新条例》。

支持湖东区、湖西区先行先试。支持市一院创建省级临床医学研究中心。`,
  },
  {
    title: '关于推进产业创新的实施意见（征求意见稿）',
    region: '示例市',
    status: 'draft',
    text: `## 一、目标

每年新增高新技术企业50家左右。支持银行开发“创新e贷”产品。`,
  },
  {
    title: '样本省基础研究发展“十四五”规划',
    region: '样本省',
    text: `## 一、现有基础

“十三五”时期，新引进培育省领军型创新创业团队89个。云海实验室成功纳入国家实验室建设序列。获批建设感染性疾病、儿童健康与疾病、眼部疾病等3家国家临床医学研究中心。

## 二、目标

到2025年，省实验室达到10家，研发投入强度达到3.0%。到2025年，12所以上高校进入全国前列，60个左右学科（领域、方向）达到国家一流学科建设标准。`,
  },
  {
    title: '样本省人才发展“十四五”规划',
    region: '样本省',
    text: `## 一、发展基础

“十三五”时期，引进培育省领军型创新创业团队153个。获批感染性疾病、儿童健康与疾病、眼耳鼻喉疾病等3家国家临床医学研究中心。

## 二、目标

到2025年，高新技术企业达到3.5万家，省实验室达到10家。技术合同成交额达到2200亿元。高水平大学数量达到10所以上，50个以上的学科（领域、方向）达到国家一流学科建设标准。

## 三、任务

修订《样本省科学技术进步条例》。设立“云海友谊奖”，奖励外国专家。积极推动云海实验室融入国家实验室体系。新建省级临床医学研究中心15家以上。`,
  },
];

/** Two plans of a city, one of them a draft, and two of a province that differ here and there; with their records. Invented. */
export function comparedPlans(): readonly PlanDocument[] {
  return SOURCES.flatMap(({ title, region, status = 'final', text }, at) => {
    const front = [
      '---',
      `title: ${title}`,
      `region: ${region}`,
      'period: 2021-2025',
      `status: ${status}`,
      'edition: full',
      '---',
    ];
    const lines = [...front, '', `# ${title}`, '', ...text.split('\n')];
    return parseSource({ file: `compared-${String(at)}.md`, sha256: '', lines }).value.map((document) => ({
      ...document,
      records: readRecords(document),
    }));
  });
}
