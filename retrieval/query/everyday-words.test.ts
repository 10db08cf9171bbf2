import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isGuidaError } from '../../corpus/errors.ts';
import { loadEverydayWords, readEverydayWords } from './everyday-words.ts';
import { canonical, loadSynonyms } from './synonyms.ts';

const entries = loadEverydayWords();
const groups = loadSynonyms().groups;
const wordingOf = (word: string) => canonical(word.normalize('NFKC').toLowerCase());

describe('the list that ships', () => {
  test('is the YAML it looks like', () => {
    const file = new URL('everyday-words.yaml', import.meta.url);
    const { words, cues } = parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string[]>>;
    const listed = [
      ...Object.entries(words ?? {}).map(([word, plan]) => ({ word, plan, cue: false })),
      ...Object.entries(cues ?? {}).map(([word, plan]) => ({ word, plan, cue: true })),
    ];
    expect(entries).toEqual(listed);
    expect(entries.length).toBeGreaterThan(400);
  });

  const faults: readonly (readonly [string, (word: string, plan: readonly string[]) => unknown])[] = [
    ['is its own plan word', (word, plan) => plan.includes(word)],
    ['names a plan word twice', (_, plan) => new Set(plan).size < plan.length],
    ['has a plan word of one character, which any text holds', (_, plan) => plan.some((target) => target.length < 2)],
    // A text with 产业基金 has 基金 whole.
    ['has a plan word that holds it', (word, plan) => word.length > 1 && plan.some((target) => target.includes(word))],
    [
      'has nothing but its synonyms',
      (word, plan) => groups.some((group) => group.includes(word) && plan.every((target) => group.includes(target))),
    ],
  ];
  test.each(faults)('no entry %s', (_, fault) => {
    expect(entries.filter(({ word, plan }) => fault(word, plan)).map(({ word }) => word)).toEqual([]);
  });

  const opposites = [
    ['上限', '下限'],
    ['最高', '最低'],
    ['不超过', '不低于'],
    ['增长', '下降'],
    ['提高', '降低'],
    ['增加', '减少'],
    ['优势', '短板'],
    ['省内', '省外'],
    ['城区', '农村'],
    ['国家级', '省级'],
    ['引进', '输出'],
    ['收入', '支出'],
  ] as const;
  test('no entry leads to two opposites, nor to its own by a second step', () => {
    const planOf = new Map(entries.map(({ word, plan }) => [word, plan]));
    const contradictions = entries.filter(({ word, plan }) => {
      const reached = new Set([word, ...plan, ...plan.flatMap((target) => planOf.get(target) ?? [])]);
      return opposites.some(([one, other]) => reached.has(one) && reached.has(other));
    });
    expect(contradictions).toEqual([]);
  });
});

test('no word stands in two synonym groups', () => {
  const seen = new Map<string, number>();
  groups.forEach((group, index) => {
    for (const wording of new Set(group.map(wordingOf))) {
      expect(seen.get(wording), wording).toBeUndefined();
      seen.set(wording, index);
    }
  });
});

describe('readEverydayWords', () => {
  test('reads words and cues, and passes comments over', () => {
    expect(readEverydayWords('# a\nwords:\n  # b\n  盘子: [规模, 总量]\n\ncues:\r\n  建: [建设]\r\n')).toEqual([
      { word: '盘子', plan: ['规模', '总量'], cue: false },
      { word: '建', plan: ['建设'], cue: true },
    ]);
  });

  test.each([
    ['a word before any heading', '  盘子: [规模]', 1],
    ['no list', 'words:\n  盘子: 规模', 2],
    ['no space before the list', 'words:\n  盘子:[规模]', 2],
    ['an empty list', 'words:\n  盘子: []', 2],
    ['a word again', 'words:\n  盘子: [规模]\ncues:\n  盘子: [总量]', 4],
    ['another heading', 'word:\n  盘子: [规模]', 1],
  ])('names the line with %s', (_, text, line) => {
    let error: unknown;
    try {
      readEverydayWords(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(isGuidaError(error) && error.code).toBe('words-list');
    expect(String(error)).toContain(`Line ${String(line)} `);
  });
});
