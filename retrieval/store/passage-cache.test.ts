import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Passage } from '../../corpus/types.ts';
import { PassageCache } from './passage-cache.ts';

const passageOf = (id: string): Passage => ({
  id,
  planId: 'city',
  order: 0,
  kind: 'prose',
  section: [],
  text: id,
  lines: [1, 1],
});

test('a passage that is read again is the object that was kept', () => {
  const cache = new PassageCache(2);
  const first = cache.keep(passageOf('a'));
  expect(cache.keep(passageOf('a'))).toBe(first);
  expect(cache.get('a')).toBe(first);
  expect(cache.get('b')).toBeUndefined();
});

test('those used last are kept, and no more than it may', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
  const id = fc.constantFrom(...ids);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(id, { maxLength: 30 }), (most, used) => {
      const cache = new PassageCache(most);
      for (const each of used) cache.keep(passageOf(each));
      const kept = new Set(
        [...used]
          .reverse()
          .filter((each, at, all) => all.indexOf(each) === at)
          .slice(0, most),
      );
      for (const each of ids) expect(cache.get(each) !== undefined).toBe(kept.has(each));
    }),
  );
});
