import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

test('as a list that each use moves to its end and that is cut at its start', () => {
  const step = fc.record({ key: fc.integer({ min: 1, max: 6 }), sets: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), (most, steps) => {
      const kept = new RecentlyUsed<number, string>(most);
      let model: number[] = [];
      for (const { key, sets } of steps) {
        if (sets) kept.set(key, `value ${key}`);
        else expect(kept.get(key)).toBe(model.includes(key) ? `value ${key}` : undefined);
        if (sets || model.includes(key)) model = [...model.filter((other) => other !== key), key].slice(-most);
      }
    }),
  );
});
