import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeChecked } from './checked-bytes.ts';
import { ExactIndex } from './exact.ts';
import { cosine } from './vector.ts';
import { seededRandom } from '../embed/seeded-random.ts';
import { clusteredVectors, errorCode, rangesOf, rejectionCode } from './vectors.fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-exact-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const vectors = clusteredVectors({ count: 120, dimension: 12, seed: 3 });
const labels = vectors.map((_, position) => position * 7 + 1);
const question = vectors[5] as Float32Array;

/** What a search should return, by the plainest means. */
function naive(vector: Float32Array, k: number, allowed?: ReadonlySet<number>): readonly number[] {
  return vectors
    .map((other, position) => ({ label: labels[position] as number, similarity: cosine(vector, other) }))
    .filter(({ label }) => allowed === undefined || allowed.has(label))
    .sort((a, b) => b.similarity - a.similarity || a.label - b.label)
    .slice(0, k)
    .map(({ label }) => label);
}

test('finds what a naive scan finds, with any filter and any number of results', () => {
  const index = ExactIndex.build(vectors, labels);
  const random = seededRandom(4);
  fc.assert(
    fc.property(fc.nat(130), fc.option(fc.uniqueArray(fc.nat(900))), (k, allowed) => {
      const vector = Float32Array.from({ length: 12 }, () => random() - 0.5);
      const filter = allowed === null ? undefined : new Set(allowed);
      const hits = index.searchNow(vector, k, filter && rangesOf(filter));
      expect(hits.map(({ label }) => label)).toEqual(naive(vector, k, filter));
    }),
  );
});

test('the zero vector is near nothing; an empty index and an empty filter return nothing', async () => {
  const index = ExactIndex.build(vectors, labels);
  expect(await index.search(new Float32Array(12), 5)).toEqual([]);
  expect(await index.search(question, 5, [])).toEqual([]);
  expect(await ExactIndex.build([], [], { dimension: 3 }).search([1, 2, 3], 5)).toEqual([]);
});

test.each([
  ['a vector of another length', [Float32Array.of(1, 2), Float32Array.of(1)], [0, 1]],
  ['a label twice', [Float32Array.of(1), Float32Array.of(2)], [3, 3]],
  ['fewer labels than vectors', [Float32Array.of(1), Float32Array.of(2)], [3]],
  ['no vector and no dimension', [], []],
  ['a label out of range', [Float32Array.of(1)], [-1]],
])('refuses %s', (_, bad, badLabels) => {
  expect(errorCode(() => ExactIndex.build(bad, badLabels))).toBe('vector-invalid');
});

test('a bad question is refused, as a rejection', async () => {
  const index = ExactIndex.build(vectors, labels);
  expect(await rejectionCode(index.search([1, 2], 5))).toBe('vector-invalid');
  expect(await rejectionCode(index.search(question, -1))).toBe('vector-invalid');
});

test('a saved index searches as before; saving twice gives the same bytes', () => {
  const index = ExactIndex.build(vectors, labels);
  const path = join(folder, 'saved');
  index.save(path);
  const first = readFileSync(path);
  const loaded = ExactIndex.load(path);
  loaded.save(path);
  expect(readFileSync(path)).toEqual(first);
  expect([loaded.dimension, loaded.size]).toEqual([12, 120]);
  for (const vector of vectors) expect(loaded.searchNow(vector, 9)).toEqual(index.searchNow(vector, 9));
  expect(readdirSync(folder)).toEqual(['saved']);
});

test('every cut and every changed bit of a file is noticed', () => {
  const path = join(folder, 'whole');
  ExactIndex.build(vectors.slice(0, 5), labels.slice(0, 5)).save(path);
  const whole = readFileSync(path);
  const refused = (bytes: Uint8Array) => {
    writeFileSync(join(folder, 'broken'), bytes);
    return errorCode(() => ExactIndex.load(join(folder, 'broken')));
  };
  for (let length = 0; length < whole.length; length += 7) {
    expect(refused(whole.subarray(0, length))).toBe('index-damaged');
  }
  for (let bit = 0; bit < whole.length * 8; bit += 13) {
    const changed = Buffer.from(whole);
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(refused(changed)).toBe('index-damaged');
  }
  expect(refused(Buffer.concat([whole, Buffer.alloc(1)]))).toBe('index-damaged');
  expect(errorCode(() => ExactIndex.load(join(folder, 'nowhere')))).toBe('index-damaged');
});

test('a file of another format version is a mismatch, not damage', () => {
  const path = join(folder, 'later');
  const kind = { magic: 'GUIDAVEC', version: 2, name: 'vector file' };
  writeFileSync(path, encodeChecked(kind, { header: {}, sections: [] }));
  expect(errorCode(() => ExactIndex.load(path))).toBe('index-mismatch');
});

test('a folder that is not there is reported', () => {
  const index = ExactIndex.build(vectors, labels);
  expect(
    errorCode(() => {
      index.save(join(folder, 'nowhere', 'file'));
    }),
  ).toBe('data-unwritable');
});
