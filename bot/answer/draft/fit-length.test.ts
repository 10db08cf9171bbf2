import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitLength } from './fit-length.ts';

/** Points of some sizes, as many of them as the room takes, under a frame. */
const compiler =
  (points: readonly number[], frame: number) =>
  (room: number): { readonly size: number } | undefined => {
    let size = 0;
    for (const point of points) if (size + point <= room) size += point;
    return points.length === 0 ? undefined : { size: size + frame };
  };

it('keeps within the limit where that can be done, and else is as short as can be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 5, max: 200 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 100, max: 3000 }),
      (points, frame, limit) => {
        const compile = compiler(points, frame);
        const fitted = fitLength({ compile, sizeOf: ({ size }) => size, limit, guess: limit });
        if (points.length === 0) expect(fitted).toBeUndefined();
        else if (frame <= limit) expect(fitted?.size).toBeLessThanOrEqual(limit);
        else expect(fitted?.size).toBeLessThanOrEqual(compile(limit)?.size ?? 0);
      },
    ),
  );
});

it('fills what was asked for when there is enough to say', () => {
  const compile = compiler(
    Array.from({ length: 500 }, () => 20),
    300,
  );
  for (const limit of [500, 1000, 4000]) {
    const size = fitLength({ compile, sizeOf: (one) => one.size, limit, guess: limit })?.size ?? 0;
    expect(size).toBeGreaterThan(limit * 0.9);
    expect(size).toBeLessThanOrEqual(limit);
  }
});
