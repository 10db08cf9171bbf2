import { expect, test } from 'vitest';
import { cosine } from '../../retrieval/vectors/vector.ts';
import { generateCorpus, generateQuestions, pairEmbedder } from './generate-passages.ts';

test('the same seed gives the same corpus, another seed another', () => {
  const corpus = generateCorpus({ passages: 300, seed: 4 });
  expect(generateCorpus({ passages: 300, seed: 4 })).toEqual(corpus);
  expect(generateCorpus({ passages: 300, seed: 5 })).not.toEqual(corpus);
  expect(generateQuestions(corpus, 20)).toEqual(generateQuestions(corpus, 20));
});

test('passages are as many as are asked for, in plans, each different and in a section', () => {
  const { documents } = generateCorpus({ passages: 301, passagesPerPlan: 100 });
  expect(documents.map(({ passages }) => passages.length)).toEqual([100, 100, 100, 1]);
  for (const { plan, passages, sections, records } of documents) {
    expect(new Set(passages.map(({ text }) => text)).size).toBe(passages.length);
    const paths = new Set(sections.map(({ path }) => path.join()));
    expect(passages.every(({ planId, section }) => planId === plan.id && paths.has(section.join()))).toBe(true);
    expect(records.length).toBe(Math.ceil(passages.length / 4));
  }
});

test('some words are far more frequent than others', () => {
  const { documents } = generateCorpus({ passages: 2000 });
  const texts = documents.flatMap(({ passages }) => passages.map(({ text }) => text));
  const share = (word: string): number => texts.filter((text) => text.includes(word)).length / texts.length;
  expect(share('人工智能')).toBeGreaterThan(0.2);
  expect(share('养老服务')).toBeLessThan(0.05);
  expect(share('养老服务')).toBeGreaterThan(0);
});

test('texts that share phrases are near each other', async () => {
  const embedder = pairEmbedder(64);
  const [one, near, far] = await embedder.embedDocuments([
    '建设人工智能平台',
    '完善人工智能平台',
    '森林覆盖率稳步提高',
  ]);
  if (!one || !near || !far) throw new Error('three were asked for');
  expect(cosine(one, near)).toBeGreaterThan(cosine(one, far) + 0.3);
  expect(Math.hypot(...one)).toBeCloseTo(1, 5);
  expect(await pairEmbedder(64).embedQuery('建设人工智能平台')).toEqual(one);
});
