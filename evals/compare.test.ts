import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds, normalise } from './compare.ts';

describe('holds', () => {
  const check = (text: string, wanted: string, expected: boolean) => {
    test(`${JSON.stringify(text)} ${expected ? 'holds' : 'does not hold'} ${JSON.stringify(wanted)}`, () => {
      expect(holds(text, wanted)).toBe(expected);
    });
  };
  check('示例市到2025年达到10,000家', '10000', true);
  check('示例市到2025年达到１００００家', '10000', true);
  check('达到 3.8 % 左右', '3.8%左右', true);
  check('达到**3.8**%', '3.8%', true);
  check('⼈⼜达到12万', '人口', true);
  check('占比13.8%', '3.8', false);
  check('占比3.85%', '3.8', false);
  check('占比23.8%，其后3.8%', '3.8', true);
  check('共160家', '60', false);
  check('共60.5家', '60', false);
  check('共60家。2家在建', '60', true);
  check('版本2.60', '60', false);
  check('到2025年.', '2025', true);
  check('AMOLED驱动芯片', 'amoled', true);
  check('“示例”工程', '"示例"', true);
  check('任何文字', '', false);
});

test('normalise is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normalise(text);
      expect(normalise(once)).toBe(once);
    }),
  );
});

test('a text without digits is held exactly when it is a part', () => {
  const letters = fc.string({ unit: fc.constantFrom('示', '例', '市', '家') });
  fc.assert(
    fc.property(letters, letters, (text, wanted) => {
      expect(holds(text, wanted)).toBe(wanted !== '' && text.includes(wanted));
    }),
  );
});
