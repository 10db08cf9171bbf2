import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExactIndex } from './exact.ts';
import { exactFromHnswFile, manifestName } from './hnsw-file.ts';
import { efFor, filteredWidth, methodFor, type VectorMethod } from './hnsw-parameters.ts';
import { HnswBuilder, HnswIndex } from './hnsw.ts';
import { seededRandom } from '../embed/seeded-random.ts';
import { clusteredVectors, errorCode, forgeManifest, rangesOf, rejectionCode } from './vectors.fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-hnsw-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const positions = (vectors: readonly unknown[]) => vectors.map((_, position) => position);

/** Share of the exact best ten that the graph finds, over `questions`. */
function recallAtTen(index: HnswIndex, exact: ExactIndex, questions: readonly Float32Array[]): number {
  let found = 0;
  for (const question of questions) {
    const near = new Set(index.searchNow(question, 10).map(({ label }) => label));
    found += exact.searchNow(question, 10).filter(({ label }) => near.has(label)).length;
  }
  return found / (questions.length * 10);
}

test('recall@10 is at least 0.98 on clustered vectors of any size, dimension and seed', () => {
  const shape = fc.record({
    count: fc.integer({ min: 200, max: 2500 }),
    dimension: fc.integer({ min: 8, max: 96 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });
  fc.assert(
    fc.property(shape, (options) => {
      const all = clusteredVectors({ ...options, count: options.count + 50 });
      const vectors = all.slice(50);
      const index = HnswIndex.build(vectors, positions(vectors));
      const exact = ExactIndex.build(vectors, positions(vectors));
      expect(recallAtTen(index, exact, all.slice(0, 50))).toBeGreaterThanOrEqual(0.98);
    }),
    { numRuns: 8, seed: 5 },
  );
});

test('filters, wide and narrow: nothing forbidden, and near enough what a scan finds', () => {
  const vectors = clusteredVectors({ count: 1500, dimension: 24, seed: 6 });
  const labels = vectors.map((_, position) => position * 3);
  const index = HnswIndex.build(vectors, labels);
  const exact = ExactIndex.build(vectors, labels);
  const random = seededRandom(7);
  let [found, wanted] = [0, 0];
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 20 }), (share, k) => {
      const allowed = new Set(labels.filter(() => random() < share));
      // Labels that are not in the index, or cannot be in any, do no harm.
      for (const stray of [-1, 0.5, 1e12, 4_294_967_295]) allowed.add(stray);
      const filter = rangesOf(allowed);
      const question = vectors[Math.floor(random() * vectors.length)] as Float32Array;
      const hits = index.searchNow(question, k, filter, 'graph');
      const best = exact.searchNow(question, k, filter);
      expect(hits.every(({ label }) => allowed.has(label))).toBe(true);
      expect(hits).toHaveLength(best.length);
      // Left to itself it compares with all where there are so few.
      expect(index.searchNow(question, k, filter)).toEqual(best);
      found += hits.filter(({ label }) => best.some((other) => other.label === label)).length;
      wanted += best.length;
    }),
    { numRuns: 200, seed: 8 },
  );
  expect(found / wanted).toBeGreaterThanOrEqual(0.98);
});

test('among more vectors more candidates are weighed, never fewer than were measured to be needed', () => {
  const check = (count: number, expected: number, needed: number): void => {
    expect(efFor(count)).toBe(expected);
    // What gave a recall@10 of 0.98; see evals/bench/README.md.
    expect(efFor(count)).toBeGreaterThanOrEqual(needed);
  };
  check(0, 64, 0);
  check(832, 64, 64);
  check(10_000, 158, 130);
  check(20_000, 215, 170);
  check(100_000, 445, 445);
  check(1_000_000, 1253, 1000);
});

test('the cheaper way is chosen, by how many pass and how many are asked for', () => {
  const check = (count: number, share: number, k: number, expected: VectorMethod): void => {
    expect(methodFor(filteredWidth(efFor(count), k, share), count * share)).toBe(expected);
  };
  check(500, 0.5, 10, 'exact');
  check(100_000, 1, 10, 'graph');
  check(100_000, 0.2, 10, 'graph');
  check(100_000, 0.05, 10, 'exact');
  check(100_000, 0.2, 1000, 'exact');
  check(1_000_000, 0.06, 10, 'graph');
  check(1_000_000, 0, 10, 'exact');
});

test('equal vectors, zero vectors, and more results than vectors', () => {
  const vectors = [
    ...Array.from({ length: 300 }, () => Float32Array.of(1, 2, 3)),
    ...Array.from({ length: 300 }, () => new Float32Array(3)),
    Float32Array.of(3, 2, -1),
  ];
  const index = HnswIndex.build(vectors, positions(vectors));
  const exact = ExactIndex.build(vectors, positions(vectors));
  const halves = rangesOf(positions(vectors).filter((position) => position % 2 === 0));
  for (const allowed of [undefined, halves]) {
    for (const k of [1, 2, 3, 250, 302]) {
      for (const question of [
        [3, 2, -1],
        [1, 2, 3],
        [-1, -2, -3],
      ]) {
        for (const method of ['graph', 'exact'] as const) {
          expect(index.searchNow(question, k, allowed, method)).toEqual(exact.searchNow(question, k, allowed));
        }
      }
    }
  }
  const path = join(folder, 'equal');
  index.save(path);
  expect(HnswIndex.load(path).searchNow([1, 2, 3], 301)).toEqual(exact.searchNow([1, 2, 3], 301));
  expect(index.searchNow([1, 2, 3], 900)).toHaveLength(601);
  expect(index.searchNow([1, 2, 3], 550)).toHaveLength(550);
  expect(index.searchNow([1, 2, 3], 0)).toEqual([]);
  expect(index.searchNow([0, 0, 0], 5)).toEqual([]);
});

test('an empty index can be built, saved, loaded and searched', () => {
  const path = join(folder, 'empty');
  HnswIndex.build([], [], { dimension: 4 }).save(path);
  const loaded = HnswIndex.load(path);
  expect([loaded.dimension, loaded.size, loaded.searchNow([1, 2, 3, 4], 5)]).toEqual([4, 0, []]);
  loaded.save(path);
  expect(exactFromHnswFile(path).size).toBe(0);
});

test('a saved index searches as before, and two builds agree byte for byte', () => {
  const vectors = clusteredVectors({ count: 800, dimension: 20, seed: 9 });
  const labels = vectors.map((_, position) => 4_294_967_295 - position * 5);
  const index = HnswIndex.build(vectors, labels);
  const [first, second, third] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string];
  index.save(first);
  HnswIndex.build(vectors, labels).save(second);
  const loaded = HnswIndex.load(first);
  loaded.save(third);
  for (const other of [second, third]) {
    expect(readFileSync(other)).toEqual(readFileSync(first));
    expect(readFileSync(manifestName(other))).toEqual(readFileSync(manifestName(first)));
  }
  const exact = exactFromHnswFile(first);
  for (const vector of vectors.slice(0, 100)) {
    expect(loaded.searchNow(vector, 10)).toEqual(index.searchNow(vector, 10));
    expect(exact.searchNow(vector, 1)).toEqual(index.searchNow(vector, 1));
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('every cut and every changed bit of the file or its manifest is noticed', () => {
  const vectors = clusteredVectors({ count: 60, dimension: 8, seed: 10 });
  const whole = join(folder, 'whole');
  HnswIndex.build(vectors, positions(vectors)).save(whole);
  const path = join(folder, 'broken');
  const random = seededRandom(11);
  const check = (broken: (bytes: Buffer) => Buffer, name: (path: string) => string) => {
    for (const part of [(of: string) => of, manifestName]) writeFileSync(part(path), readFileSync(part(whole)));
    writeFileSync(name(path), broken(readFileSync(name(whole))));
    expect(errorCode(() => HnswIndex.load(path))).toMatch(/^index-(damaged|mismatch)$/u);
  };
  const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(random() * bytes.length));
  const flip = (bytes: Buffer) => {
    const at = Math.floor(random() * bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
    return bytes;
  };
  for (let round = 0; round < 200; round += 1) {
    for (const damage of [cut, flip]) {
      check(damage, (of) => of);
      check(damage, manifestName);
    }
  }
});

test('no changed byte brings the process down, not even under a checksum that fits', () => {
  const vectors = clusteredVectors({ count: 40, dimension: 4, seed: 12 });
  const path = join(folder, 'forged');
  HnswIndex.build(vectors, positions(vectors), { m: 4 }).save(path);
  const whole = readFileSync(path);
  const edit = fc.record({
    // Half of the edits strike the header, whose every byte counts.
    at: fc.oneof(fc.nat(95), fc.nat(whole.length - 1)),
    value: fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255)),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const bytes = Buffer.from(whole);
      for (const { at, value } of edits) bytes[at] = value;
      writeFileSync(path, bytes);
      forgeManifest(path);
      let index: HnswIndex | undefined;
      expect([undefined, 'index-damaged', 'settings']).toContain(errorCode(() => (index = HnswIndex.load(path))));
      for (const vector of index === undefined ? [] : vectors) index?.searchNow(vector, 5);
    }),
    { numRuns: 1500, seed: 13 },
  );
});

test.each([
  [{ m: 1 }, 'settings'],
  [{ m: 2.5 }, 'settings'],
  [{ ef: 0 }, 'settings'],
  [{ efConstruction: Number.NaN }, 'settings'],
  [{ seed: -1 }, 'settings'],
  [{ dimension: 3 }, 'vector-invalid'],
])('refuses the options %o', (options, expected) => {
  expect(errorCode(() => HnswIndex.build([Float32Array.of(1, 2)], [0], options))).toBe(expected);
});

test('a builder that got too few, too many or the same label twice', () => {
  const builder = new HnswBuilder(2, 2);
  builder.add([1, 2], 7);
  expect(
    errorCode(() => {
      builder.add([2, 1], 7);
    }),
  ).toBe('vector-invalid');
  expect(errorCode(() => builder.finish())).toBe('vector-invalid');
  builder.add([2, 1], 8);
  expect(
    errorCode(() => {
      builder.add([2, 1], 9);
    }),
  ).toBe('vector-invalid');
  expect(builder.finish().size).toBe(2);
});

test('searching a closed index is an error, not a crash', async () => {
  const index = HnswIndex.build([Float32Array.of(1, 2)], [0]);
  await index.close();
  expect(await rejectionCode(index.search([1, 2], 1))).toBe('internal');
});
