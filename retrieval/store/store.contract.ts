import { describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import type { PassageFilter } from '../types.ts';
import { describeAgainstNaiveSearch } from './naive-search.contract.ts';
import { withStore, type StoreFactory } from './opened-store.fixture.ts';
import { characterWords, corpusOf, countingEmbedder, sampleCorpus, type PlanSketch } from './store.fixture.ts';

/** Everything that callers of a `Store` rely on, for each implementation. */
export function describeStore(name: string, factory: StoreFactory): void {
  describe(`${name}: what is stored`, () => {
    const corpus = sampleCorpus();
    const opened = withStore(factory, corpus);
    const [city, province] = corpus.documents;
    if (city === undefined || province === undefined) throw new Error('the sample has two plans');

    test('plans come back in order, whole, with counts', async () => {
      const plans = await opened().store.plans();
      expect(plans).toEqual([
        { ...city.plan, counts: { sections: 4, passages: 6, tables: 1, records: 2 } },
        { ...province.plan, counts: { sections: 2, passages: 2, tables: 0, records: 1 } },
      ]);
    });

    test('sections come back in order', async () => {
      expect(await opened().store.sections('city')).toEqual(city.sections);
      expect(await opened().store.sections('nowhere')).toEqual([]);
    });

    test('passages come back in the order asked for, without the unknown', async () => {
      const { store, passages } = opened();
      const ids = passages.map(({ id }) => id).reverse();
      expect(await store.passages([...ids, 'nothing', ''])).toEqual([...passages].reverse());
      expect(await store.passages(['city-1', 'city-1'])).toHaveLength(2);
      expect(await store.passages([])).toEqual([]);
    });

    test('a range of passages', async () => {
      const check = async (plan: string, from: number, to: number, expected: readonly string[]) => {
        expect((await opened().store.passageRange(plan, from, to)).map(({ id }) => id)).toEqual(expected);
      };
      await check('city', 1, 2, ['city-1', 'city-2']);
      await check('city', -5, 0, ['city-0']);
      await check('city', 4, 99, ['city-4', 'city-row']);
      await check('city', 2, 1, []);
      await check('nowhere', 0, 9, []);
    });

    test('the passages under a heading', async () => {
      const check = async (path: readonly string[], expected: readonly string[]) => {
        expect((await opened().store.sectionPassages('city', path)).map(({ id }) => id)).toEqual(expected);
      };
      await check(['第一章 目标'], ['city-0', 'city-1', 'city-row']);
      await check(['第二章 任务'], ['city-2', 'city-3']);
      await check(['第二章 任务', '第二节 平台'], ['city-3']);
      await check(['第二章'], []);
      await check(['第二章 任务","第一节'], []);
      await check([], ['city-0', 'city-1', 'city-2', 'city-3', 'city-4', 'city-row']);
    });

    test('tables and records, of all plans or of some', async () => {
      const { store } = opened();
      expect(await store.tables({})).toEqual(city.tables);
      expect(await store.tables({ planIds: ['province'] })).toEqual([]);
      expect(await store.records({})).toEqual([...city.records, ...province.records]);
      expect(await store.records({ planIds: ['province', 'nowhere'] })).toEqual(province.records);
      expect(await store.records({ planIds: [] })).toEqual([]);
    });

    test('the same generation for as long as it is open', () => {
      expect(opened().store.generation).not.toBe('');
      expect(opened().store.generation).toBe(opened().store.generation);
    });
  });

  describe(`${name}: search by words`, () => {
    const opened = withStore(factory, sampleCorpus());
    const search = (words: readonly string[], filter: PassageFilter = {}, k = 10) =>
      opened().store.searchWords(words, filter, k);

    test('figures and Latin words are words of their own', async () => {
      const check = async (word: string, expected: readonly string[]) => {
        expect((await search([word])).map(({ passageId }) => passageId).sort()).toEqual(expected);
      };
      await check('3.5%', ['city-0']);
      await check('3.5', ['city-row']);
      await check('3%', ['province-0']);
      await check('5g', ['city-3']);
      await check('r&d', ['city-3']);
      await check('1.6', ['province-0']);
      await check('2025', ['city-0', 'city-row']);
    });

    test('headings and titles are found too', async () => {
      expect((await search(['章'])).length).toBe(6);
      expect((await search(['样'])).map(({ passageId }) => passageId).sort()).toEqual(['province-0', 'province-1']);
    });

    test('odd input finds nothing and throws nothing', async () => {
      const odd = ['', ' ', '"', '""', "'", '*', '^', '-', '+', '(', ')', ':', 'text:', 'NEAR', 'AND', 'OR', 'NOT'];
      for (const word of [...odd, '\u0000', '\uD800', '{}', 'a b', '\\', '%', '_', '😀', 'x'.repeat(100_000)]) {
        expect(await search([word])).toEqual([]);
      }
      expect(await search(odd)).toEqual([]);
      expect(await search([])).toEqual([]);
      expect(await search(['3.5%'], {}, 0)).toEqual([]);
      expect(await search(['3.5%'], {}, -1)).toEqual([]);
      expect(await search(['3.5%'], {}, Number.NaN)).toEqual([]);
      expect(await search(['3.5%'], {}, 1e12)).toHaveLength(1);
    });

    test('ten thousand words are answered', async () => {
      const many = Array.from({ length: 10_000 }, (_, index) => `w${index}`);
      expect(await search([...many, '5g'])).toHaveLength(1);
    });

    test('how many passages hold a word', async () => {
      const { store, passages } = opened();
      const { total, counts } = await store.documentFrequencies(['5g', '章', '样', 'nowhere', '"', '5g']);
      expect(total).toBe(passages.length);
      expect([...counts]).toEqual([
        ['5g', 1],
        ['章', 6],
        ['样', 2],
        ['nowhere', 0],
        ['"', 0],
      ]);
    });

    test('how many passages of some plans hold a word', async () => {
      const check = async (planIds: readonly string[], expected: { total: number; counts: readonly number[] }) => {
        const { total, counts } = await opened().store.documentFrequencies(['章', '样', '5g', 'nowhere'], { planIds });
        expect({ total, counts: [...counts.values()] }).toEqual(expected);
      };
      await check(['city'], { total: 6, counts: [6, 0, 1, 0] });
      await check(['province', 'nowhere'], { total: 2, counts: [0, 2, 0, 0] });
      await check(['city', 'province'], { total: 8, counts: [6, 2, 1, 0] });
      await check([], { total: 0, counts: [0, 0, 0, 0] });
    });
  });

  describe(`${name}: the order of a search by words`, () => {
    const filler: PlanSketch['sections'] = Array.from({ length: 20 }, (_, i) => [['其他'], `填充段落${i}`] as const);
    const opened = withStore(
      factory,
      corpusOf(
        {
          id: 'a',
          title: '甲地规划',
          sections: [
            [['总则'], '讲到琴。', '讲到琴，又讲到琴。', '讲到棋，又讲到书，又讲到画。', '讲到书，讲到书的书。'],
            [['说琴'], '另讲一事。'],
            ...filler,
          ],
        },
        { id: 'b', title: '琴地规划', sections: [[['总则'], '再讲一事。']] },
      ),
    );

    test('text before heading before title, and more before less', async () => {
      const found = await opened().store.searchWords(['琴'], {}, 10);
      expect(found.map(({ passageId }) => passageId)).toEqual(['a-1', 'a-0', 'a-4', 'b-0']);
      expect(found).toEqual([...found].sort((left, right) => right.score - left.score));
    });

    test('the rare word before the frequent one', async () => {
      const found = await opened().store.searchWords(['画', '书', '棋'], {}, 1);
      expect(found.map(({ passageId }) => passageId)).toEqual(['a-2']);
    });

    test('equal passages in the order of the text', async () => {
      const found = await opened().store.searchWords(['填'], {}, 30);
      expect(found.map(({ passageId }) => passageId)).toEqual(filler.map((_, i) => `a-${i + 5}`));
    });
  });

  describeAgainstNaiveSearch(name, factory);

  test(`${name}: closes with searches under way, and answers nothing afterwards`, async () => {
    const content = { corpus: sampleCorpus(), words: characterWords, embedder: countingEmbedder() };
    const { store, dispose } = await factory(content);
    const query = await content.embedder.embedQuery('人才');
    const underWay = store.searchVectors(query, {}, 3).catch((error: unknown) => error);
    await store.close();
    const outcome = await underWay;
    expect(Array.isArray(outcome) || isGuidaError(outcome)).toBe(true);
    await expect(store.plans()).rejects.toSatisfy(isGuidaError);
    await dispose();
  });
}
