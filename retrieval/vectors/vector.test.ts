import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorCode } from './vectors.fixture.ts';
import { assertCount, assertDimension, assertLabel, assertVector, cosine, isZero, normalise } from './vector.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

test.each([
  ['a Float32Array', Float32Array.of(1, 2, 3), undefined],
  ['an array', [1, 2, 3], undefined],
  ['too short', [1, 2], 'vector-invalid'],
  ['too long', [1, 2, 3, 4], 'vector-invalid'],
  ['empty', [], 'vector-invalid'],
  ['a hole', [1, , 3], 'vector-invalid'], // eslint-disable-line no-sparse-arrays
  ['a string', [1, '2', 3], 'vector-invalid'],
  ['null', [1, null, 3], 'vector-invalid'],
  ['NaN', [1, Number.NaN, 3], 'vector-invalid'],
  ['infinity', Float32Array.of(1, Number.NEGATIVE_INFINITY, 3), 'vector-invalid'],
  ['infinite once stored as a float', [1, 1e39, 3], 'vector-invalid'],
  ['doubles', Float64Array.of(1, 2, 3), 'vector-invalid'],
  ['an object with a length', { length: 3, 0: 1, 1: 2, 2: 3 }, 'vector-invalid'],
  ['nothing', undefined, 'vector-invalid'],
])('a vector: %s', (_, vector, expected) => {
  expect(
    errorCode(() => {
      assertVector(vector, 3);
    }),
  ).toBe(expected);
});

test.each([
  [assertLabel, 0, true],
  [assertLabel, 4_294_967_295, true],
  [assertLabel, 4_294_967_296, false],
  [assertLabel, -1, false],
  [assertLabel, 0.5, false],
  [assertLabel, '1', false],
  [assertCount, 0, true],
  [assertCount, 10, true],
  [assertCount, -1, false],
  [assertCount, 2.5, false],
  [assertCount, Number.NaN, false],
  [assertCount, Number.POSITIVE_INFINITY, false],
  [assertDimension, 1, true],
  [assertDimension, 0, false],
  [assertDimension, 65_536, false],
] as readonly [(value: never) => void, unknown, boolean][])('%o of %s', (check, value, good) => {
  expect(
    errorCode(() => {
      check(value as never);
    }),
  ).toBe(good ? undefined : 'vector-invalid');
});

test('a normalised vector has length 1 or is zero, and no number in it is NaN', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1, maxLength: 40 }), (vector) => {
      const unit = normalise(vector);
      const squares = unit.reduce((sum, value) => sum + value * value, 0);
      expect(isZero(vector) ? squares === 0 : Math.abs(squares - 1) < 1e-5).toBe(true);
    }),
  );
});

test('cosine: symmetric, blind to length, within [-1, 1]', () => {
  const pair = fc
    .integer({ min: 1, max: 20 })
    .chain((length) =>
      fc.tuple(
        fc.array(finite, { minLength: length, maxLength: length }),
        fc.array(finite, { minLength: length, maxLength: length }),
      ),
    );
  fc.assert(
    fc.property(pair, ([left, right]) => {
      const value = cosine(left, right);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(cosine(right, left)).toBe(value);
      expect(
        cosine(
          left.map((number) => number * 4),
          right,
        ),
      ).toBeCloseTo(value, 5);
    }),
  );
  expect(cosine([1, 0], [0, 0])).toBe(0);
  expect(cosine([1, 1], [1, 1])).toBeCloseTo(1, 6);
  expect(errorCode(() => cosine([1, 1], [1]))).toBe('vector-invalid');
});
