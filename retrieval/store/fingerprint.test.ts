import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

test('tells apart what makes another index, and nothing else', () => {
  const a = { file: 'a.md', sha256: '1' };
  const b = { file: 'b.md', sha256: '2' };
  expect(fingerprintOf([b, a], '1')).toBe(fingerprintOf([a, b], '1'));
  const different = [
    fingerprintOf([a, b], '1'),
    fingerprintOf([a, b], '2'),
    fingerprintOf([a], '1'),
    fingerprintOf([], '1'),
    fingerprintOf([a, { ...b, sha256: '3' }], '1'),
    fingerprintOf([a, { ...b, file: 'c.md' }], '1'),
    fingerprintOf(
      [
        { ...a, sha256: '2' },
        { ...b, sha256: '1' },
      ],
      '1',
    ),
  ];
  expect(new Set(different).size).toBe(different.length);
});
