import { expect, test } from 'vitest';
import { documentOf } from '../store/store.fixture.ts';
import type { Passage } from '../../corpus/types.ts';
import { readUnits } from './units.ts';

function passageOf(text: string, changes: Partial<Passage> = {}): Passage {
  const [passage] = documentOf({ id: 'p', title: '示例市规划', sections: [[['一、目标'], text]] }).passages;
  if (!passage) throw new Error('no passage');
  return { ...passage, ...changes };
}

test('each sentence is a unit, with its clauses and figures', () => {
  const units = readUnits(passageOf('到2025年，高企达到300家。平台新增5个，其中省级2个。'));
  expect(units.map(({ text }) => text)).toEqual(['到2025年，高企达到300家。', '平台新增5个，其中省级2个。']);
  expect(units.map(({ clauses }) => clauses.length)).toEqual([2, 2]);
  expect(units.map(({ figures }) => figures.map(({ digits }) => digits))).toEqual([['300'], ['5', '2']]);
});

test('a sentence without a time has that of the sentence before', () => {
  const units = readUnits(passageOf('到2025年，高企达到300家。平台新增5个。2020年有2个。'));
  expect(units.map(({ times }) => times.map(({ to }) => to))).toEqual([[2025], [2025], [2020]]);
});

test('the first sentences have the time of their heading', () => {
  const [unit] = readUnits(passageOf('高企达到62家。', { section: ['一、“十三五”回顾'] }));
  expect(unit?.times.map(({ from, to }) => [from, to])).toEqual([[2016, 2020]]);
});

test('a year that is compared with is not the year spoken of', () => {
  const [unit] = readUnits(passageOf('2020年，高企比2015年增加100家。'));
  expect(unit?.times.map(({ to }) => to)).toEqual([2020]);
});

test('a table row is one unit', () => {
  const text = '主要指标：高企（家）——2020年 62；2025年 300。';
  expect(readUnits(passageOf(text, { kind: 'row' })).map((unit) => unit.text)).toEqual([text]);
});

test('a long clause is cut at its commas, quotes or not', () => {
  const text = `建设“${'示例平台，'.repeat(40)}”。`;
  const [unit] = readUnits(passageOf(text));
  expect(unit?.clauses.length).toBeGreaterThan(30);
  expect(unit?.clauses.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
});
