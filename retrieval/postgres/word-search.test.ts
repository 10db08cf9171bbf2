import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildIndex } from '../build.ts';
import { seededRandom } from '../embed/seeded-random.ts';
import { openStore } from '../store/open.ts';
import { characterWords, corpusOf, countingEmbedder, type PlanSketch } from '../store/store.fixture.ts';
import type { Store } from '../types.ts';
import { buildPostgresIndex } from './build.ts';
import { Postgres } from './connection.ts';
import { describePostgres } from './described-cluster.fixture.ts';
import { openPostgresStore } from './open.ts';
import { searchByVector } from './vector-search.ts';

/** Characters from very frequent to rare, so that some words are passed over and some are not. */
const CHARACTERS = Array.from('的规划创新人才平台企业研发投入强度目标任务保障措施工程示范园区绿色低碳');

describePostgres('PostgreSQL: the order of a search', (cluster) => {
  let folder: string;
  let postgres: Store;
  let embedded: Store;
  let connection: { readonly url: string };
  const weights = { text: 1, heading: 0.7, title: 0.1 };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guida-order-'));
    const plans = Array.from({ length: 8 }, (_, plan) => sketchOf(plan));
    const corpus = corpusOf(...plans);
    const common = { fingerprint: 'order', words: characterWords, embedder: countingEmbedder() };
    connection = { url: await cluster.createDatabase() };
    await buildPostgresIndex(corpus, { connection, ...common });
    await buildIndex(corpus, { dataDir: folder, ...common });
    postgres = await openPostgresStore({ connection, weights, mostWords: 12 });
    embedded = await openStore(folder, { weights, mostWords: 12, vectorSearch: 'exact' });
  });
  afterAll(async () => {
    await postgres.close();
    await embedded.close();
    rmSync(folder, { recursive: true });
  });

  const question = fc.array(fc.constantFrom(...CHARACTERS, '甲', '章', '无'), { minLength: 1, maxLength: 16 });
  const filter = fc.option(
    fc.subarray(Array.from({ length: 8 }, (_, plan) => `p${plan}`)).map((planIds) => ({ planIds })),
    { nil: {} },
  );

  test('by words is that of the embedded store, with the same scores', async () => {
    await fc.assert(
      fc.asyncProperty(question, filter, fc.constantFrom(1, 5, 80, 2000), async (words, passes, k) => {
        const [ours, theirs] = await Promise.all(
          [postgres, embedded].map((store) => store.searchWords(words, passes, k)),
        );
        expect(ranked(ours, k)).toEqual(ranked(theirs, k));
      }),
      { numRuns: 120 },
    );
  });

  test('by vectors along HNSW gives what comparing with all of them gives', async () => {
    const database = new Postgres(connection);
    const table = { database, schema: 'guida_g1', dimension: countingEmbedder().dimension, passages: 2000 };
    await fc.assert(
      fc.asyncProperty(question, fc.boolean(), fc.constantFrom(1, 5, 80), async (words, isFiltered, k) => {
        const vector = await countingEmbedder().embedQuery(words.join(''));
        const plans = isFiltered ? { numbers: [1, 2, 5], share: 0.4 } : undefined;
        const [walked, compared] = await Promise.all([
          searchByVector(table, vector, plans, k, 'hnsw'),
          searchByVector(table, vector, plans, k, 'exact'),
        ]);
        expect(walked).toHaveLength(compared.length);
        const found = walked.filter(({ similarity }) => similarity >= (compared.at(-1)?.similarity ?? 0) - 1e-6);
        expect(found.length).toBeGreaterThanOrEqual(0.9 * compared.length);
      }),
      { numRuns: 50 },
    );
    await database.close();
  });

  test('by vectors is that of the embedded store', async () => {
    await fc.assert(
      fc.asyncProperty(question, filter, fc.constantFrom(1, 5, 80), async (words, passes, k) => {
        const vector = await countingEmbedder().embedQuery(words.join(''));
        const [ours, theirs] = await Promise.all(
          [postgres, embedded].map((store) => store.searchVectors(vector, passes, k)),
        );
        expect(ours).toHaveLength(theirs?.length ?? 0);
        // Half precision keeps 11 bits of each number of a vector.
        for (const [rank, { score }] of (ours ?? []).entries())
          expect(score).toBeCloseTo(theirs?.[rank]?.score ?? 2, 2);
      }),
      { numRuns: 50 },
    );
  });
});

/**
 * Logarithms differ in their last digit from one library to another, so passages whose scores tie may change places: they
 * are told in the order of their ids, and of those that tie for the last place only the score.
 */
function ranked(
  found: Awaited<ReturnType<Store['searchWords']>> | undefined,
  k: number,
): readonly (readonly string[])[] {
  const rounded = (found ?? []).map(({ passageId, score }) => ({ passageId, score: score.toPrecision(10) }));
  const last = rounded.length === k ? rounded.at(-1)?.score : undefined;
  return rounded
    .map(({ passageId, score }) => [score, score === last ? '' : passageId] as const)
    .toSorted((left, right) => Number(right[0]) - Number(left[0]) || (left[1] < right[1] ? -1 : 1));
}

function sketchOf(plan: number): PlanSketch {
  const random = seededRandom(plan);
  const next = (below: number): number => Math.floor(random() * below);
  const text = (length: number): string =>
    Array.from({ length }, () => CHARACTERS[Math.floor(CHARACTERS.length * random() ** 2)] ?? '').join('');
  const sections = Array.from({ length: 25 }, (_, section): PlanSketch['sections'][number] => [
    [`第${section}章${text(3)}`],
    // Each is said once more, so that scores tie.
    ...Array.from({ length: 10 }, (__, i) => (i % 5 === 0 ? '规划创新规划' : text(3 + next(60)))),
  ]);
  return { id: `p${plan}`, title: `甲地${text(4)}规划`, sections };
}
