import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Words } from '../types.ts';
import { createWords } from './words.ts';

const words = createWords();

function check(text: string, expected: readonly string[], splitter: Words = words): void {
  expect(splitter.split(text)).toEqual(expected);
}

/** 1234 as 一二三四. */
function inChinese(number: number): string {
  return String(number).replace(/\d/gu, (digit) => '零一二三四五六七八九'.charAt(Number(digit)));
}

describe('split', () => {
  test('gives the parts of a long word, then the word', () => {
    check('高新技术企业', ['高新', '技术', '高新技术', '企业']);
    check('科技创新', ['科技', '创新']);
  });

  test('keeps the figures that jieba alone would split', () => {
    check('2025年', ['2025', '年']);
    check('增长13.5%左右', ['增长', '13.5', '13.5%', '左右']);
    check('GDP和R&D经费', ['gdp', '和', 'r&d', '经费']);
    check('5G网络覆盖率1.6', ['5g', '网络', '覆盖', '覆盖率', '1.6']);
  });

  test('reads full-width text as half-width', () => {
    check('ＧＤＰ增长６．５％', words.split('GDP增长6.5%'));
  });

  test('takes odd input', () => {
    check('', []);
    check('，。？！ \n', []);
    check('😀🎉', []);
    check('\uD800数字\uDFFF', ['数字']);
    check('数字\u0000经济', ['数字', '经济']);
  });

  test('takes a hundred thousand characters', () => {
    expect(words.split('科技创新'.repeat(25_000))).toHaveLength(50_000);
    expect(words.split('一'.repeat(100_000)).length).toBeGreaterThan(0);
    expect(words.split('9'.repeat(100_000))).toHaveLength(1);
  });

  test('gives lower-cased words without white space or punctuation, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const word of words.split(text)) {
          expect(word).toMatch(/^[\p{L}\p{M}\p{N}.&]+[%‰]?$/u);
          expect(word).toBe(word.toLowerCase());
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('finds every figure between Chinese words', () => {
    const figure = fc
      .tuple(fc.integer({ min: 0, max: 99_999 }), fc.option(fc.integer({ min: 1, max: 9 })), fc.constantFrom('', '%'))
      .map(([whole, tenth, sign]) => `${whole}${tenth === null ? '' : `.${tenth}`}${sign}`);
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 5 }), (figures) => {
        const found = words.split(figures.map((value) => `目标达到${value}以上`).join('，'));
        for (const value of figures) expect(found).toContain(value);
      }),
    );
  });
});

describe('user words', () => {
  test('stay whole, and keep the words inside them', () => {
    const own = createWords({ userWords: ['芯屏汽合', '高新技术企业'] });
    check('芯屏汽合', ['芯屏汽合'], own);
    check('高新技术企业', ['高新', '技术', '企业', '高新技术', '高新技术企业'], own);
  });

  test('do not show in an object made without them', () => {
    const own = createWords({ userWords: ['芯屏汽合'] });
    const before = words.split('芯屏汽合');
    check('芯屏汽合', ['芯屏汽合'], own);
    check('芯屏汽合', before);
    check('芯屏汽合', ['芯屏汽合'], own);
    expect(before).not.toContain('芯屏汽合');
  });

  test('survive the byte order mark and the line ends that a dictionary file does not', () => {
    check('芯屏汽合', ['芯屏汽合'], createWords({ userWords: ['\uFEFF芯屏汽合\r\n'] }));
  });

  test('that are not a run of Chinese characters have no effect', () => {
    const refused = [
      '',
      ' ',
      '企',
      '芯屏 汽合',
      '芯屏\u0000汽合',
      '5G网络',
      'abc',
      '1+N体系',
      '\uD800\uD800',
      '超'.repeat(25),
    ];
    expect(createWords({ userWords: refused }).userWords).toEqual([]);
    expect(createWords({ userWords: ['超'.repeat(24)] }).userWords).toHaveLength(1);
  });

  test('do not change how a known word is cut', () => {
    const own = createWords({ userWords: ['发展', '企业', '创新'] });
    const text = '企业创新发展能力明显提升，创新型企业发展壮大';
    check(text, words.split(text), own);
  });

  test('of a whole corpus are taken', () => {
    const userWords = Array.from({ length: 3000 }, (_, i) => `示例${inChinese(i)}工程`);
    const own = createWords({ userWords });
    expect(own.userWords).toHaveLength(3000);
    expect(own.split('示例一二三四工程')).toContain('示例一二三四工程');
  });
});

describe('knows', () => {
  test.each<[string, boolean]>([
    ['高新技术', true],
    ['上市', true],
    ['的', true],
    // What the segmenter guesses from characters that often stand together, and two words side by side.
    ['数比', false],
    ['企业创新', false],
    ['', false],
  ])('%s: %s', (word, expected) => {
    expect(words.knows?.(word)).toBe(expected);
  });

  test('the user words, which another object does not', () => {
    const own = createWords({ userWords: ['芯屏汽合'] });
    for (const splitter of [own, words, own]) expect(splitter.knows?.('芯屏汽合')).toBe(splitter === own);
  });

  test('a word as it is once folded', () => {
    const fold = { name: 'test', apply: (text: string) => text.replaceAll('創', '创') };
    expect(createWords({ fold }).knows?.('創新')).toBe(true);
    expect(words.knows?.('創新')).toBe(false);
  });
});

describe('options', () => {
  test('characters are given once each', () => {
    check('高新技术5G', ['高新', '技术', '高新技术', '高', '新', '技', '术', '5g'], createWords({ characters: true }));
  });

  test('a fold from traditional characters is applied before cutting', () => {
    const fold = { name: 'test', apply: (text: string) => text.replaceAll('創', '创') };
    check('科技創新', ['科技', '创新'], createWords({ fold }));
  });

  test('the id tells apart what splits differently', () => {
    const ids = [
      createWords(),
      createWords({ characters: true }),
      createWords({ userWords: ['芯屏汽合'] }),
      createWords({ fold: { name: 'test', apply: (text) => text } }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(createWords({ userWords: ['芯屏汽合', '芯屏汽合', 'x'] }).id).toBe(ids[2]);
  });
});

describe('isNoun', () => {
  test.each([
    ['博士生', true],
    ['市值', true],
    ['实验室', true],
    ['培育', false],
    ['大概', false],
    ['怎么', false],
    ['搞陶', false],
    ['', false],
  ])('%s: %s', (word, expected) => {
    expect(words.isNoun?.(word)).toBe(expected);
  });
});
