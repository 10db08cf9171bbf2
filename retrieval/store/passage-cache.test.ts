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

test('no more than it may are kept, those used last', () => {
  const cache = new PassageCache(2);
  const first = cache.keep(passageOf('a'));
  cache.keep(passageOf('b'));
  cache.get('a');
  cache.keep(passageOf('c'));
  expect(cache.get('b')).toBeUndefined();
  expect(cache.keep(passageOf('a'))).toBe(first);
});
