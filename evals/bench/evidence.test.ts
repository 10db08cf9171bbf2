import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenIndex } from '../../bot/open-index.ts';
import { questionOf } from '../questions.fixture.ts';
import { openCorpus } from '../system.ts';
import { openContenders, openVectorSearch } from './contenders.ts';
import { addResults, findEvidence } from './evidence.ts';
import { MiniSearchPeer } from './minisearch.ts';
import { timeSearch } from './search-times.ts';

const PLAN = `---
title: 示例市“十四五”科技创新规划
region: 示例市
level: 市
---

# 示例市“十四五”科技创新规划

## 一、主要目标

到2025年，示例市高新技术企业达到800家。

全社会研发经费投入达到40亿元。

## 二、保障措施

每年安排人才专项资金3000万元。
`;

const question = questionOf({
  id: 'test-2',
  turns: ['示例市2025年高新技术企业达到多少家？'],
  evidence: [{ plan: '示例市“十四五”科技创新规划', section: '一、主要目标', contains: ['800家'] }],
});

const folder = mkdtempSync(path.join(tmpdir(), 'guida-bench-test-'));
let index: OpenIndex;

beforeAll(async () => {
  const plans = path.join(folder, 'plans');
  mkdirSync(plans);
  writeFileSync(path.join(plans, 'plan.md'), PLAN);
  index = await openCorpus([plans], path.join(folder, 'data'));
});

afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true });
});

describe('the searches', () => {
  test('all give the passages of the store, with plan and section', async () => {
    const { ours, words, miniSearch } = await openContenders(index);
    const vectors = await openVectorSearch(index);
    for (const search of [ours, words, miniSearch, vectors]) {
      const [first] = await search('示例市2025年高新技术企业达到多少家？', 2);
      expect(first?.plan).toBe('示例市“十四五”科技创新规划');
      expect(first?.section.join()).toContain('一、主要目标');
      expect(first?.text).toContain('800家');
    }
  });

  test('the saved peer finds what the built one does', () => {
    const passages = [
      { plan: '示例市规划', section: ['目标'], text: '高新技术企业达到800家。' },
      { plan: '示例市规划', section: ['保障'], text: '人才专项资金3000万元。' },
    ];
    const built = MiniSearchPeer.build(passages, index.words);
    const opened = MiniSearchPeer.load(built.save(), index.words);
    expect(opened.search('人才资金', 10)).toEqual([passages[1]]);
    expect(opened.search('企业目标', 10)).toEqual(built.search('企业目标', 10));
  });

  test('are timed together, in every round, each beside MiniSearch', async () => {
    let time = 0;
    const now = (): number => (time += 1);
    const times = await timeSearch(await openContenders(index), ['高企', '研发经费'], { until: 0, now });
    const expected = { value: 1, ratio: 1, range: [1, 1], rounds: 3 };
    expect(times).toEqual({
      ours: { p50: expected, p99: expected },
      words: { p50: expected, p99: expected },
      miniSearch: { p50: expected, p99: expected },
    });
  });
});

describe('findEvidence', () => {
  test('scores every search on every question', async () => {
    const result = await findEvidence(index, [question, question], { least: 0, until: Infinity });
    expect(result).toMatchObject({ asked: 2, of: 2 });
    expect(result.rows.filter(({ kind }) => kind === 'peer')).toHaveLength(4);
    for (const { tallies } of result.rows) {
      expect(Object.values(tallies)).toEqual([{ questions: 2, hit1: 2, hit5: 2, reciprocalRanks: 2 }]);
    }
  });

  test('adds up over processes, and says what was left out', async () => {
    const some = await findEvidence(index, [question], { least: 0, until: Infinity });
    const most = { ...(await findEvidence(index, [question, question], { least: 0, until: Infinity })), of: 5 };
    const sum = addResults([some, most]);
    expect(sum).toMatchObject({ asked: 3, of: 6 });
    expect(sum.rows.map(({ name }) => name)).toEqual(some.rows.map(({ name }) => name));
    expect(sum.rows.flatMap(({ tallies }) => Object.values(tallies).map(({ hit1 }) => hit1))).toEqual(
      some.rows.map(() => 3),
    );
  });

  test('stops when the time is over, but not before the least', async () => {
    const many = Array.from({ length: 60 }, () => question);
    expect(await findEvidence(index, many, { least: 25, until: 0 })).toMatchObject({ asked: 25, of: 60 });
  });
});
