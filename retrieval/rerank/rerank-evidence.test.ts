import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isGuidaError, type GuidaError } from '../../corpus/errors.ts';
import { readQuestion } from '../query/question.ts';
import { loadSynonyms } from '../query/synonyms.ts';
import { rankingSet } from '../rank/ranking.fixture.ts';
import { temporaryIndex, words, type TemporaryIndex } from '../rank/temporary-index.fixture.ts';
import { search, type Evidence } from '../search.ts';
import type { PlanSummary } from '../types.ts';
import { createReranker, type Relevance } from './rerank-endpoint.ts';
import { rerankEvidence, sharesOf, type RerankEvidenceOptions } from './rerank-evidence.ts';
import { refusing, replying, scoring, startRerankServer, type RerankServer } from './rerank-server.fixture.ts';

const QUESTION = '示例市高新技术企业';

let index: TemporaryIndex;
let plans: readonly PlanSummary[];
let server: RerankServer;
let failures: GuidaError[];
beforeAll(async () => {
  index = await temporaryIndex(rankingSet());
  plans = await index.store.plans();
});
afterAll(() => index.close());
beforeEach(async () => {
  server = await startRerankServer();
  failures = [];
});
afterEach(() => server.close());

const hook = (options: RerankEvidenceOptions = {}) =>
  rerankEvidence(createReranker({ model: 'stand-in', baseURL: server.baseURL, timeoutMs: 500 }), {
    onFailure: (failure) => failures.push(failure),
    ...options,
  });

async function found(rerankWith?: ReturnType<typeof hook>, question = QUESTION): Promise<readonly Evidence[]> {
  const read = readQuestion(question, { plans, words, synonyms: loadSynonyms() });
  return search(index.store, read, { rerankWith });
}

const ids = (evidence: readonly Evidence[]) => evidence.map(({ passage }) => passage.id);

describe('the order', () => {
  test('follows the model where it is sure, in passages and in their sentences', async () => {
    const own = await found();
    server.always(scoring((text) => (text.includes('湖东实验室') ? 0.98 : 0.02)));
    const [first, ...rest] = await found(hook());
    expect(first?.passage.id).toBe('city-4');
    expect(ids([...(first ? [first] : []), ...rest]).sort()).toEqual([...ids(own)].sort());
    const before = own.find(({ passage }) => passage.id === 'city-4');
    expect(first?.score).toBe(before?.score);
    expect(first?.units).toEqual(before?.units);
    for (const { score, units } of rest) expect(score).toBe(units[0]?.score);
  });

  test.each([
    ['no passage is better than another', scoring(() => 0.7)],
    ['none is relevant', scoring((_, at) => (at % 2) / 1e6)],
  ])('is ours when %s', async (_, behaviour) => {
    server.always(behaviour);
    expect(ids(await found(hook()))).toEqual(ids(await found()));
  });

  test('is ours, nearly, with a small weight, and the model’s with a large one', async () => {
    server.always(scoring((_, at) => at / 10));
    expect(ids(await found(hook({ weight: 0 })))).toEqual(ids(await found()));
    const [first] = await found(hook({ weight: 1 }));
    expect(first?.passage.id).not.toBe((await found())[0]?.passage.id);
  });

  test('beyond the passages that are judged stays as it was', async () => {
    const own = ids(await found());
    server.always(scoring((_, at) => at));
    const order = ids(await found(hook({ most: 2, weight: 1 })));
    expect(server.requests[0]?.body.documents).toHaveLength(2);
    expect(order.slice(2)).toEqual(own.slice(2));
  });
});

test('the model reads plan, headings and passage, within bounds', async () => {
  await found(hook());
  const { query, documents } = server.requests[0]?.body ?? { query: '', documents: [] };
  expect(query).toBe(QUESTION);
  expect(documents[0]).toMatch(/^示例市“十四五”科技创新规划 › .+\n.+/u);
  expect(documents.every((text) => text.length <= 421)).toBe(true);
});

describe('without the endpoint', () => {
  test.each([
    ['fails', refusing(500)],
    ['refuses the key', refusing(401)],
    ['talks nonsense', replying({ results: [{ index: 99, relevance_score: 1 }] })],
    ['hangs', () => undefined],
  ])('that %s the order is ours, and that is told', async (_, behaviour) => {
    server.always(behaviour);
    expect(await found(hook({ budgetMs: 400 }))).toEqual(await found());
    expect(failures.map((failure) => isGuidaError(failure) && failure.code)).toEqual(['rerank-failed']);
  });

  test('it is left alone after two failures', async () => {
    server.always(refusing(401));
    const rerankWith = hook();
    for (const question of [QUESTION, '研发投入强度', '每万人发明专利', '领军人才']) await found(rerankWith, question);
    expect([server.requests.length, failures.length]).toEqual([2, 2]);
  });
});

test('the same evidence is judged once; a single passage not at all', async () => {
  const rerankWith = hook();
  await found(rerankWith);
  await found(rerankWith);
  expect(server.requests).toHaveLength(1);
  await found(rerankWith, '组织领导');
  expect(server.requests).toHaveLength(1);
});

test.each<[string, readonly number[], readonly number[]]>([
  ['probabilities, as shares of the best', [0.8, 0.4, 0], [1, 0.5, 0]],
  ['logits', [0, 100, -100], [0.5, 1, 0]],
  ['cosines below zero', [0.5, -0.2], [1, 0]],
  ['nothing relevant', [0.01, 0.005], [0.2, 0.1]],
])('%s', (_, scores, expected) => {
  const shares = sharesOf(
    scores.map((score, at) => ({ index: at, score })),
    scores.length,
  );
  shares.forEach((share, at) => {
    expect(share).toBeCloseTo(expected[at] ?? NaN, 10);
  });
});

test('whatever an endpoint scores, shares lie between 0 and 1 and keep its order', () => {
  const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(scores, (all) => {
      const shares = sharesOf(
        all.map((score, at): Relevance => ({ index: at, score })),
        all.length,
      );
      shares.forEach((share, at) => {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        all.forEach((other, place) => {
          if ((all[at] ?? 0) > other) expect(share).toBeGreaterThanOrEqual(shares[place] ?? 0);
        });
      });
    }),
  );
});
