import { expect, test } from 'vitest';
import { tokenOf } from './tokens.ts';

test('a token has no white space, and no upper-case Latin letters', () => {
  const check = (word: string, expected: string) => {
    expect(tokenOf(word)).toBe(expected);
  };
  check('GDP', 'gdp');
  check('R&D', 'r&d');
  check('13.5%', '13.5%');
  check('a b\tc\u0000d\u007F', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFD');
  check('\uD800', '\uFFFD');
  check('', '');
  expect(tokenOf('x'.repeat(100_000))).toHaveLength(256);
});
