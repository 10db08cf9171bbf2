import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchTerm } from '../rank/match-term.ts';
import { words } from '../rank/temporary-index.fixture.ts';
import { boundariesOf, lexiconOf } from './lexicon.ts';
import { loadSynonyms } from './synonyms.ts';
import { contentOf, readTerms } from './terms.ts';

const synonyms = loadSynonyms();
const read = (question: string) => readTerms(contentOf(question, []), words, synonyms);

/** The plan words that a question is taken to ask for. */
function check(question: string, expected: readonly string[]): void {
  const reached = new Set(read(question).flatMap(({ plan = [] }) => plan));
  expect([...expected].filter((word) => !reached.has(word))).toEqual([]);
}

test.each<[string, readonly string[]]>([
  ['基金的盘子有多大', ['规模', '面积']],
  ['这件事落在谁头上', ['牵头', '责任单位']],
  ['哪年能拿下示范区', ['获批', '认定']],
  ['把各家平台打通', ['互联互通', '对接']],
  ['这个中心是干啥的', ['职能', '定位']],
  ['要搭什么平台', ['建设', '组建']],
  ['哪个部门是管钱的', ['资金管理']],
  ['牵头的是谁', ['责任单位']],
  ['总部放在哪儿', ['选址', '落户']],
  ['为啥要建这个园', ['旨在', '组建']],
  ['给牛人什么待遇', ['顶尖人才', '领军人才', '薪酬']],
  ['引来多少大公司', ['招引', '龙头企业']],
  ['一年投多少亿', ['投入', '投资']],
  ['芯片产业在哪里', ['集成电路', '位于']],
])('%s', check);

describe('what is left as it is', () => {
  test.each<[string, readonly string[]]>([
    // Cues and short words count only where they stand as words.
    ['建设领域', ['建设', '领域']],
    ['钱塘江', ['钱塘江']],
    ['在哪些领域', ['领域']],
    ['在哪年', []],
    ['新能源汽车', ['新能源汽车']],
  ])('%s', (question, expected) => {
    expect(read(question).map(({ surface }) => surface)).toEqual(expected);
  });
});

describe('an everyday word', () => {
  const [term] = read('盘子');

  test('counts less than an own match, and more than nothing', () => {
    if (!term) throw new Error('no term');
    const [own, meant, other] = ['盘子', '规模', '领域'].map((text) => matchTerm(term, text));
    expect(own).toBe(1);
    expect(meant).toBeLessThan(1);
    expect(meant).toBeGreaterThan(0.4);
    expect(other).toBe(0);
  });

  test('searches for its plan words too', () => {
    expect(term?.words).toContain('规模');
  });

  test('brings the synonyms of its plan words', () => {
    const made = { groups: [['甲方案', '甲案']], everyday: [{ word: '老话', plan: ['甲方案'], cue: false }] };
    expect(lexiconOf(made).find(({ wording }) => wording === '老话')?.plan).toEqual(['甲方案', '甲案']);
  });

  test('that is a synonym as well has both', () => {
    const made = { groups: [['甲方案', '甲案']], everyday: [{ word: '甲案', plan: ['乙方案', '甲方案'], cue: true }] };
    expect(lexiconOf(made).find(({ wording }) => wording === '甲案')).toEqual({
      wording: '甲案',
      group: ['甲方案', '甲案'],
      plan: ['乙方案'],
      cue: false,
      whole: false,
    });
  });
});

test('a cue weighs less than a word', () => {
  expect(read('为什么').map(({ factor }) => factor)).toEqual([0.3]);
  expect(read('盘子').map(({ factor }) => factor)).toEqual([undefined]);
});

describe('boundariesOf', () => {
  test('is inside words only', () => {
    const text = '集成电路产业';
    expect([...boundariesOf(text, words, { guesses: true })].flatMap((bound, at) => (bound ? [at] : []))).toEqual([
      0, 4, 6,
    ]);
  });

  test('does not stop at words that say nothing', () => {
    expect(read('要建平台').some(({ plan }) => plan?.includes('组建'))).toBe(true);
  });

  test('bounds both ends of any text, and every place outside of letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const bounds = boundariesOf(text, words, { guesses: true });
        expect(bounds).toHaveLength(text.length + 1);
        expect(bounds[0]).toBe(true);
        expect(bounds.at(-1)).toBe(true);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
