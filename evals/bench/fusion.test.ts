import { describe, expect, test } from 'vitest';
import { fuseByReciprocalRank } from './fusion.ts';

describe('fuseByReciprocalRank', () => {
  const check = (lists: readonly string[], expected: string): void => {
    test(`${JSON.stringify(lists)} gives ${expected}`, () => {
      expect(
        fuseByReciprocalRank(
          lists.map((list) => Array.from(list)),
          (item) => item,
        ).join(''),
      ).toBe(expected);
    });
  };
  check([], '');
  check(['abc'], 'abc');
  check(['abc', ''], 'abc');
  check(['ab', 'cd'], 'acbd');
  // c is second in both, which is worth more than one first place.
  check(['acx', 'bcy'], 'cabxy');
  check(['abc', 'cba'], 'acb');
});
