import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GuidaError } from '../corpus/errors.ts';
import { loadSynonyms } from './query/synonyms.ts';
import { readQuestion, type Question } from './query/question.ts';
import { rankingSet } from './rank/ranking.fixture.ts';
import { temporaryIndex, words, type TemporaryIndex } from './rank/temporary-index.fixture.ts';
import { search, termWeights, type SearchOptions } from './search.ts';
import { rememberingStore } from './store/remembering-store.ts';
import { countingEmbedder } from './store/store.fixture.ts';
import type { PlanSummary } from './types.ts';

let index: TemporaryIndex;
let plans: readonly PlanSummary[];
beforeAll(async () => {
  index = await temporaryIndex(rankingSet());
  plans = await index.store.plans();
});
afterAll(() => index.close());

const read = (text: string): Question => readQuestion(text, { plans, words, synonyms: loadSynonyms() });

async function found(question: string, options: SearchOptions = {}): Promise<readonly string[]> {
  return (await search(index.store, read(question), options)).map(({ passage }) => passage.id);
}

describe('ranking set', () => {
  test.each<[string, string, readonly string[]]>([
    ['the target before the result and the mention', '示例市2025年高新技术企业目标多少家', ['city-1']],
    ['the result where the result is asked for', '示例市2020年高新技术企业有多少家', ['city-0']],
    ['the headline before the district', '示例市高企要到多少家', ['city-1']],
    ['the district where it is named', '湖东区引进多少家高企', ['city-4']],
    ['a synonym', '示例市研发强度2025年目标是多少', ['city-1']],
    ['a table row by its name', '示例市技术合同成交额2025年多少亿元', ['city-7']],
    ['a share, not the quantity in it', '示例市高新技术产业增加值占比2025年多少', ['city-8']],
    ['the place that is named', '样本省高新技术企业2025年多少家', ['province-0']],
    ['a task by its heading', '示例市怎么培育企业', ['city-3']],
    ['the plan that has it', '领军人才引进多少名', ['province-0']],
    ['the sentence before its mention in another', '每万人发明专利', ['city-2']],
    ['goals before results', '示例市2025年研发投入强度目标多少', ['city-1', 'city-0']],
    ['a word of one passage', '组织领导', ['city-6']],
  ])('%s', async (_, question, expected) => {
    expect((await found(question)).slice(0, expected.length)).toEqual(expected);
  });

  test('a passage is scored by its best sentence', async () => {
    const [first] = await search(index.store, read('示例市每万人发明专利拥有量'));
    expect(first?.passage.id).toBe('city-2');
    expect(first?.score).toBe(first?.units[0]?.score);
    expect(first?.units[0]?.coverage).toBeGreaterThan(0.9);
  });

  test('is the same every time', async () => {
    expect(await found('示例市高企目标')).toEqual(await found('示例市高企目标'));
  });
});

describe('stages', () => {
  test('without re-ranking the order is that of the words', async () => {
    const question = '样本省示例市高新技术企业要到多少家';
    expect(new Set(await found(question, { rerank: false }))).toEqual(new Set(await found(question)));
  });

  test('without synonyms 高企 finds no 高新技术企业', async () => {
    expect(await found('高企', { synonyms: false })).toEqual([]);
    expect(await found('高企')).not.toEqual([]);
  });

  test('without the plan filter another plan may come first', async () => {
    const question = '样本省湖东实验室';
    expect((await found(question, { planFilter: false }))[0]).toBe('city-4');
  });

  test('plans that are not allowed are not there', async () => {
    const ids = await found('高新技术企业', { allowedPlans: ['province'] });
    expect(ids).toEqual(['province-0']);
    expect(await found('高新技术企业', { allowedPlans: [] })).toEqual([]);
    expect(await found('示例市高新技术企业', { allowedPlans: ['province'] })).toEqual(['province-0']);
  });

  test('as many candidates as asked for', async () => {
    expect(await found('高新技术企业', { candidates: 2 })).toHaveLength(2);
  });

  test('vectors find what the words do not', async () => {
    const embedder = countingEmbedder();
    const vectors = (text: string) => embedder.embedQuery(text);
    expect(await found('孵化载体')).toEqual([]);
    expect((await found('孵化载体', { vectors })).length).toBeGreaterThan(0);
    expect(
      (await found('孵化载体', { vectors, allowedPlans: ['province'] })).every((id) => id.startsWith('province')),
    ).toBe(true);
  });

  test('a question that comes while the vector process is away rests on words', async () => {
    const away = (code: 'vector-process' | 'index-damaged') => ({
      ...rememberingStore(index.store),
      searchVectors: () => Promise.reject(new GuidaError(code, 'Away.')),
    });
    const vectors = (text: string) => countingEmbedder().embedQuery(text);
    const question = read('示例市高企目标');
    const byWords = await search(index.store, question);
    expect(byWords).not.toEqual([]);
    expect(await search(away('vector-process'), question, { vectors })).toEqual(byWords);
    await expect(search(away('index-damaged'), question, { vectors })).rejects.toMatchObject({ code: 'index-damaged' });
  });

  test.each(['', '？？', '的了呢'])('nothing to look for: “%s”', async (question) => {
    expect(await found(question)).toEqual([]);
  });
});

test('a rare word weighs more than a common one, an unknown one little', async () => {
  const question = read('湖东 企业 量子');
  const weights = new Map(
    (await termWeights(index.store, question)).map((weight, at) => [question.terms[at]?.surface, weight]),
  );
  const [rare = 0, common = 0, unknown = 0] = ['湖东', '企业', '量子'].map((word) => weights.get(word));
  expect(rare).toBeGreaterThan(common);
  expect(unknown).toBe(2.5);
});
