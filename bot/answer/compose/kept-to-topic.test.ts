import { afterAll, beforeAll, expect, test } from 'vitest';
import { planDocuments, type InventedPlan } from '../../../corpus/invented-plans.fixture.ts';
import { assistantOver, type Asked } from '../invented-plans.fixture.ts';

const PLANS: readonly InventedPlan[] = [
  {
    title: '示例市“十四五”科技创新规划',
    region: '示例市',
    text: `## 一、主要任务

推动科技创新券跨市通用通兑，扩大科技服务机构范围。出台科技企业孵化器管理办法，支持龙头企业建设专业孵化器，每年新增孵化器10家。开展食品安全危害物快速检测技术研究。安排市自然科学基金项目。

## 二、目标

到2025年，科技企业孵化器达到60家。`,
  },
  {
    title: '样本省“十四五”科技创新规划',
    region: '样本省',
    text: `## 一、主要任务

创新科技服务方式，扩大科技服务机构规模，完善科技服务平台。构建“众创空间—孵化器—加速器”全链条孵化体系，引导孵化器专业化发展。建立食品安全风险预警平台。

## 二、目标

到2025年，科技企业孵化器达到300家。`,
  },
];

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(planDocuments(PLANS));
});
afterAll(() => asked.close());

test.each<[string, RegExp, RegExp]>([
  ['示例市和样本省谁提到了创新券', /通用通兑/u, /未提及/u],
  ['示例市、样本省的创新券分别怎么规定', /通用通兑/u, /未提及/u],
  ['示例市和样本省在食品安全方面各安排了什么', /快速检测/u, /风险预警/u],
  ['示例市和样本省的孵化器分别怎么建', /管理办法|龙头企业/u, /全链条/u],
  ['示例市和样本省的孵化器2025年各多少家', /60家/u, /300家/u],
])('%s', async (question, first, second) => {
  const { text } = await asked.ask(question);
  const [own, other] = text.replace(/\*\*/gu, '').split('\n');
  expect(own).toMatch(first);
  expect(other).toMatch(second);
  expect(text).not.toMatch(/自然科学基金/u);
});
