import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSource } from '../../../corpus/parse.ts';
import { readRecords } from '../../../corpus/records.ts';
import type { PlanDocument } from '../../../corpus/types.ts';
import { assistantOver, type Asked } from '../invented-plans.fixture.ts';

/** An invented plan whose sentences count several things each. */
function countingPlan(): readonly PlanDocument[] {
  const text = `---
title: 示例市“十四五”科技创新规划
region: 示例市
period: 2021-2025
status: final
edition: full
---

# 示例市“十四五”科技创新规划

## 一、发展基础

全市登记科技成果1200项，其中应用类成果1000项，已经产业化应用400项。建成省级以上园区40家，其中国家级园区6家、省级园区14家、省级创建园区20家。每年选派市级农技员60名，各县区同时选派农技员240名。累计建设国际合作基地50家（其中国家级12家）。

## 二、主要目标

在健康、生态、海洋等领域，分别取得重大成果80项、40项和20项以上。国家级试验台5个、省级试验台30个；国家级中试线7条、省级中试线21条。每年新增甲类企业300家、乙类企业100家、丙类企业和丁类企业20家。`;
  return parseSource({ file: 'counting.md', sha256: '', lines: text.split('\n') }).value.map((document) => ({
    ...document,
    records: readRecords(document),
  }));
}

let asked: Asked;
beforeAll(async () => {
  asked = await assistantOver(countingPlan());
});
afterAll(() => asked.close());

describe('what one sentence gives the figures for', () => {
  test.each<[string, string]>([
    ['示例市健康、生态、海洋三个领域的重大成果加起来多少项？', '80 + 40 + 20 = 140'],
    ['示例市级加县区每年一共选派多少名农技员？', '60 + 240 = 300'],
    ['示例市甲类企业、乙类企业、丙类企业加丁类企业，每年合计新增多少家？', '300 + 100 + 20 = 420'],
    ['示例市登记的应用类成果里，已经产业化应用的占几成？', '400 ÷ 1000 = 40%'],
    ['示例市省级以上园区里，“省级创建”的占百分之几？', '20 ÷ 40 = 50%'],
    ['示例市累计建的国际合作基地里，国家级以外的有几家？', '50 − 12 = 38'],
    ['示例市国家、省两级中试线一共多少条？', '7 + 21 = 28'],
  ])('%s', async (question, formula) => {
    const { text, declined } = await asked.ask(question);
    expect(declined).toBe(false);
    expect(text).toContain(formula);
  });
});

describe('no sum is made up', () => {
  test.each(['示例市健康、航天、海洋三个领域的重大成果加起来多少项？', '示例市甲类企业和戊类企业每年合计新增多少家？'])(
    '%s',
    async (question) => {
      const { text } = await asked.ask(question);
      expect(text).not.toMatch(/据原文计算/u);
    },
  );
});
