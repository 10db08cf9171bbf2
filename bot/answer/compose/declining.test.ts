import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSource } from '../../../corpus/parse.ts';
import { assistantOver, inventedPlans, type Asked } from '../invented-plans.fixture.ts';

/** A second city, with sections of its counties; all that is said of them is invented. */
const COUNTIES = `---
title: 样例市“十四五”科技创新规划
region: 样例市
level: 市
issuer: 样例市人民政府
date: 2022-03-01
period: 2021-2025
status: final
edition: full
---

# 样例市“十四五”科技创新规划

## 一、目标

到2025年，样例市高新技术企业达到2400家。科技特派员达到1万名。每万名就业人员中研发人员达到80人年。到2035年，样例市全面建成创新型城市。

## 二、区域布局

### 玉山县

依托“星湖智谷”发展数字诊疗和精密仪器。

### 婺源县

重点发展绿色食品和生态旅游，建设茶叶加工基地。

## 三、平台

样例市建设青禾实验室，推进星湖小型散裂中子源装置（MINS）开工。新建2家以上P2实验室。实施成果转化三年行动。样例市推广水稻新品种40万亩，保障粮食安全。

### 智慧养老

智慧养老。推进社区健康服务，支持居家养老产品研发。
`;

let asked: Asked;
beforeAll(async () => {
  const counties = parseSource({ file: 'counties.md', sha256: '', lines: COUNTIES.split('\n') }).value;
  asked = await assistantOver([...inventedPlans(), ...counties.map((document) => ({ ...document, records: [] }))]);
});
afterAll(() => asked.close());

describe('near what the plans say, and not in them', () => {
  test.each([
    '样例市粮食总产量目标是多少吨',
    '样例市2400家高新技术企业里民营企业有多少家',
    '样例市1万名科技特派员中女性有多少名',
    '样例市研发人员总数目标多少万人',
    '样例市每年拨给青禾实验室多少经费',
    '样例市规划有没有写青禾实验室的编制数？具体多少人',
    '样例市星湖小型散裂中子源装置哪年建成',
    '《样例市科技创新条例》几月份出台',
    '样例市高新技术企业2030年的目标是多少家',
    '示例科学城的主任是谁',
    '示例科学城长多少公里',
  ])('%s', async (question) => {
    const { text, declined } = await asked.ask(question);
    expect(declined, text).toBe(true);
    expect(text).not.toMatch(/\d{2,}(?!年|\d)/u);
  });
});

describe('the same wording, and in them', () => {
  test.each<[question: string, says: string]>([
    ['样例市推广水稻新品种多少亩', '40万亩'],
    ['样例市科技特派员有多少名', '1万名'],
    ['样例市高新技术企业2025年定在多少家', '2400家'],
    ['样例市成果转化行动实施几年', '三年'],
    ['示例科学城的面积披露的是多少平方公里', '25平方公里'],
    ['样例市规划是什么时候印发的', '2022年3月1日'],
  ])('%s', async (question, says) => {
    const { text, declined } = await asked.ask(question);
    expect(declined, text).toBe(false);
    expect(text.replace(/\*\*/gu, '')).toContain(says);
  });
});

describe('whether the plans have something', () => {
  test.each<[question: string, says: RegExp]>([
    ['样例市有没有安排建P2实验室', /^有，规划写的是：新建\*{0,2}2家以上\*{0,2}P2实验室/u],
    ['样例市P2实验室有没有安排建', /^有，规划写的是/u],
    ['样例市是否提到MINS装置', /^有，规划写的是：.*星湖小型散裂中子源装置（MINS）/u],
    ['样例市有没有提到“星湖智谷”', /^有，规划写的是：依托“星湖智谷”/u],
    ['样例市规划是否涉及智慧养老', /^有，规划写的是：智慧养老：推进社区健康服务/u],
    ['P2实验室有没有安排建', /^有，规划写的是/u],
  ])('%s', async (question, says) => {
    const { text, declined } = await asked.ask(question);
    expect(declined, text).toBe(false);
    expect(text).toMatch(says);
    expect(text).not.toContain('不符');
  });

  test.each(['样例市有没有建海洋实验室的打算', '样例市是否要设机器人税', '样例市会建太空港吗'])(
    '%s',
    async (question) => {
      const { text, declined } = await asked.ask(question);
      expect(declined, text).toBe(true);
    },
  );
});

describe('what is asked rests on something that the plans put elsewhere', () => {
  test.each<[question: string, says: RegExp]>([
    ['样例市婺源县的“星湖智谷”主攻哪些方向', /写在玉山县，不是婺源县：依托“星湖智谷”发展数字诊疗/u],
    ['样例市说2030年全面建成创新型城市，帮我找下原文', /不符，规划写的是2035年：到2035年/u],
    [
      '示例市的星湖小型散裂中子源装置怎么建',
      /不符：示例的规划没有提“星湖小型散裂中子源装置”，《样例市“十四五”科技创新规划》写的是/u,
    ],
  ])('%s', async (question, says) => {
    const { text, declined } = await asked.ask(question);
    expect(declined, text).toBe(false);
    expect(text).toMatch(says);
  });

  test('where the place has it, nothing is corrected', async () => {
    const { text } = await asked.ask('样例市玉山县的“星湖智谷”主攻哪些方向');
    expect(text).toContain('数字诊疗');
    expect(text).not.toMatch(/不是|不符/u);
  });
});
