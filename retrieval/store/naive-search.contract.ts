import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import type { Corpus, Passage } from '../../corpus/types.ts';
import type { PassageFilter, Scored } from '../types.ts';
import { cosine } from '../vectors/vector.ts';
import { embeddedText } from './database-writer.ts';
import { withStore, type OpenedStore, type StoreFactory } from './opened-store.fixture.ts';
import { characterWords, corpusOf, type PlanSketch } from './store.fixture.ts';

/** The two searches of a store, held against the plainest ones there are. Part of `describeStore`. */
export function describeAgainstNaiveSearch(name: string, factory: StoreFactory): void {
  describe(`${name}: against naive search`, () => {
    const sketches = ['甲', '乙', '丙', '丁'].map((place, plan): PlanSketch => ({
      id: `p${plan}`,
      title: `${place}地规划`,
      sections: Array.from({ length: 12 }, (_, section): PlanSketch['sections'][number] => [
        [`第${section}章`],
        ...Array.from({ length: 1 + (section % 3) }, (_, text) => randomText(plan * 1000 + section * 10 + text)),
      ]),
    }));
    const corpus = corpusOf(...sketches);
    const opened = withStore(factory, corpus);
    const word = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Array.from(ALPHABET), '第', '章', '甲', '地') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    );
    const filter = fc.oneof(
      fc.constant<PassageFilter>({}),
      fc.subarray(['p0', 'p1', 'p2', 'p3', 'p9']).map((planIds): PassageFilter => ({ planIds })),
    );

    test('by words: a passage is found if and only if it has one of them and passes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(word, { maxLength: 6 }), filter, async (words, passes) => {
          const { store, passages } = opened();
          const found = await store.searchWords(words, passes, passages.length);
          expect(idsOf(found)).toEqual(
            passages
              .filter((passage) => isIn(passage, passes) && hasOne(corpus, passage, words))
              .map(({ id }) => id)
              .sort(),
          );
        }),
        { numRuns: 200 },
      );
    });

    test('by words: the first k are the first k of all', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(word, { maxLength: 6 }), filter, fc.nat(20), async (words, passes, k) => {
          const { store, passages } = opened();
          const all = await store.searchWords(words, passes, passages.length);
          expect(await store.searchWords(words, passes, k)).toEqual(all.slice(0, k));
        }),
        { numRuns: 50 },
      );
    });

    test('by words: counted in some plans, a search is that of an index of these alone', async () => {
      const chosen = corpusOf(...sketches.filter(({ id }) => ['p1', 'p3'].includes(id)));
      const planIds = chosen.documents.map(({ plan }) => plan.id);
      const { store: alone, dispose } = await factory({ ...opened(), corpus: chosen });
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(word, { maxLength: 6 }), filter, fc.nat(20), async (words, passes, k) => {
            const within = { planIds: passes.planIds?.filter((id) => planIds.includes(id)) ?? planIds };
            const found = await opened().store.searchWords(words, { ...within, countedIn: planIds }, k);
            expect(found).toEqual(await alone.searchWords(words, within, k));
          }),
          { numRuns: 100 },
        );
      } finally {
        await dispose();
      }
    });

    test('by words: how many of the passages that pass hold each', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(word, { maxLength: 6 }), filter, async (words, passes) => {
          const { store, passages } = opened();
          const passing = passages.filter((passage) => isIn(passage, passes));
          const { total, counts } = await store.documentFrequencies(words, passes);
          expect(total).toBe(passing.length);
          for (const one of words) {
            expect(counts.get(one)).toBe(passing.filter((passage) => hasOne(corpus, passage, [one])).length);
          }
        }),
        { numRuns: 200 },
      );
    });

    test('by vectors: the nearest that pass', async () => {
      await fc.assert(
        fc.asyncProperty(word, word, filter, fc.nat(20), async (one, other, passes, k) => {
          const { store, passages, embedder } = opened();
          const query = await embedder.embedQuery(`${one}${other}`);
          const found = await store.searchVectors(query, passes, k);
          const expected = query.every((value) => value === 0)
            ? []
            : (await similarities(opened(), query, passes)).slice(0, k).map(({ score }) => score);
          expect(found.map(({ score }) => score.toFixed(4))).toEqual(expected.map((score) => score.toFixed(4)));
          const planOf = new Map(passages.map((passage) => [passage.id, passage]));
          for (const { passageId } of found) {
            const passage = planOf.get(passageId);
            expect(passage !== undefined && isIn(passage, passes)).toBe(true);
          }
        }),
        { numRuns: 100 },
      );
    });

    test('by vectors: what is no vector of this index is refused', async () => {
      const { store, embedder } = opened();
      const refused = [
        new Float32Array(embedder.dimension + 1).fill(1),
        new Float32Array(0),
        new Float32Array(embedder.dimension).fill(Number.NaN),
        new Float32Array(embedder.dimension).fill(Number.POSITIVE_INFINITY),
      ];
      for (const vector of refused) {
        await expect(store.searchVectors(vector, {}, 5)).rejects.toSatisfy(
          (error) => isGuidaError(error) && error.code === 'vector-invalid',
        );
      }
    });
  });
}

const ALPHABET = '规划创新人才平台企业';

/** The same for the same seed: a linear congruential generator (Numerical Recipes). */
function randomText(seed: number): string {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: 1 + next(6) }, () => ALPHABET.charAt(next(ALPHABET.length))).join('');
}

function isIn(passage: Passage, { planIds }: PassageFilter): boolean {
  return planIds?.includes(passage.planId) ?? true;
}

/** Whether the text, a heading or the title has one of the words, as the splitter sees it. */
function hasOne(corpus: Corpus, passage: Passage, words: readonly string[]): boolean {
  const title = corpus.documents.find(({ plan }) => plan.id === passage.planId)?.plan.title ?? '';
  const own = new Set([title, ...passage.section, passage.text].flatMap((text) => characterWords.split(text)));
  return words.some((word) => own.has(word.toLowerCase()));
}

function idsOf(scored: readonly Scored[]): readonly string[] {
  return scored.map(({ passageId }) => passageId).sort();
}

/** Cosine with every passage that passes, best first. */
async function similarities(
  opened: OpenedStore,
  query: Float32Array,
  filter: PassageFilter,
): Promise<readonly Scored[]> {
  const { passages, corpus, embedder } = opened;
  const passing = passages.filter((passage) => isIn(passage, filter));
  const plans = new Map(corpus.documents.map(({ plan }) => [plan.id, plan]));
  const texts = passing.map((passage) => {
    const plan = plans.get(passage.planId);
    return plan === undefined ? '' : embeddedText(plan, passage);
  });
  const vectors = await embedder.embedDocuments(texts);
  return passing
    .map(({ id }, i) => ({ passageId: id, score: cosine(query, vectors[i] ?? []) }))
    .sort((left, right) => right.score - left.score);
}
