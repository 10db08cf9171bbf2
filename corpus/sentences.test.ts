import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packSentences, splitClauses, splitSentences, type Stretch } from './sentences.ts';

function cut(text: string, stretches: readonly Stretch[]): readonly string[] {
  return stretches.map(({ start, end }) => text.slice(start, end));
}

test('splitSentences', () => {
  const check = (...sentences: string[]): void => {
    const text = sentences.join('');
    expect(cut(text, splitSentences(text))).toEqual(sentences);
  };
  check('甲。', '乙！', '丙');
  check('他说：“甲。”', '（乙。）', '丙；丁。');
  check('甲？！', '乙……。');
  check('研发强度达2.5%。', '丁');
  expect(splitSentences('')).toEqual([]);
});

test('splitClauses', () => {
  const check = (commas: boolean, ...clauses: string[]): void => {
    const text = clauses.join('');
    expect(cut(text, splitClauses(text, { commas }))).toEqual(clauses);
  };
  check(false, '甲，乙；', '丙。', '丁');
  check(true, '甲，', '乙；', '丙（一，二），', '丁');
});

describe('packSentences', () => {
  const check = (limit: number, ...packed: string[]): void => {
    const text = packed.join('');
    expect(cut(text, packSentences(text, limit))).toEqual(packed);
  };

  test('whole sentences, then clauses, then items', () => {
    check(8, '甲甲。乙乙。', '丙丙丙丙丙。');
    check(8, '甲甲甲甲；', '乙乙乙乙，丙。');
    check(8, '甲甲甲甲，', '乙乙乙乙，丙。');
    check(8, '甲甲甲、', '乙乙乙乙、丙。');
    check(4, '甲甲甲甲', '甲甲。');
  });

  test('numbers, words and characters outside the basic plane stay whole', () => {
    check(6, '甲甲甲甲', '2030年');
    check(8, '甲甲甲', 'GPU12.5%');
    check(5, '甲𠀀𠀀', '𠀀𠀀');
  });

  test('nothing is lost, nothing is too long, nothing is in two pieces', () => {
    const unit = fc.constantFrom(...Array.from('甲乙。；，、（）“”1a𠀀'));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), fc.integer({ min: 4, max: 50 }), (text, limit) => {
        const pieces = cut(text, packSentences(text, limit));
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece.length).toBeGreaterThan(0);
          expect(piece).not.toMatch(/[\uD800-\uDFFF]/u); // half a character
        }
      }),
      { numRuns: 500 },
    );
  });
});
