import { expect, test } from 'vitest';
import { bigramShare, weighBigrams } from './bigrams.ts';
import { measureOf, measuresOf } from './measures.ts';
import type { Passage } from '../../corpus/types.ts';
import type { Question } from '../query/question.ts';

function passage(id: string, text: string): Passage {
  return { id, planId: 'p', order: 0, kind: 'prose', section: ['主要目标'], text, lines: [1, 1] } as unknown as Passage;
}

function question(text: string): Question {
  return { text, content: text } as unknown as Question;
}

test('a pair that fewer candidates have weighs more, one that none has weighs nothing', () => {
  const candidates = ['孵化器达到三十家。', '孵化基地若干。', '孵化园区若干。'].map((text, at) =>
    passage(`p${String(at)}`, text),
  );
  const { question: weights } = weighBigrams(question('孵化器咋样'), candidates);
  expect([...weights.keys()]).toEqual(['孵化', '化器']);
  expect(weights.get('化器') ?? 0).toBeGreaterThan(weights.get('孵化') ?? 0);
  expect(bigramShare(weights, '孵化器达到三十家')).toBe(1);
  expect(bigramShare(weights, '孵化基地')).toBeLessThan(0.5);
});

test('without pairs nothing is shared', () => {
  expect(bigramShare(new Map(), '任何文字')).toBe(0);
});

test.each([
  ['亿元', 'money'],
  ['万亿元', 'money'],
  ['%', 'share'],
  ['个百分点', 'share'],
  ['万人年', 'people'],
  ['平方公里', 'size'],
  ['家', undefined],
  ['', undefined],
] as const)('%s measures %s', (counter, measure) => {
  expect(measureOf(counter)).toBe(measure);
});

test('counters of things are not held to a measure', () => {
  expect(measuresOf(['家', '亿元'])).toEqual([]);
  expect(measuresOf(['亿元', '万元', '元'])).toEqual(['money']);
  expect(measuresOf([])).toEqual([]);
});
