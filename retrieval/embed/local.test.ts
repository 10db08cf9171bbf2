import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Words } from '../types.ts';
import { cosine } from '../vectors/vector.ts';
import { seededRandom } from './seeded-random.ts';
import { errorCode } from '../vectors/vectors.fixture.ts';
import { loadLocalEmbedding, trainLocalEmbedding } from './local.ts';

/** Words enough for a test: runs of Han characters in pairs, figures and Latin words whole. */
const words: Words = {
  split: (text) => text.toLowerCase().match(/[\p{L}\p{N}]{1,2}(?=[\p{L}]*)|[\d.]+%?/gu) ?? [],
};

const topics = [
  ['高新技术企业', '培育', '认定', '数量', '企业梯队', '科技型中小企业'],
  ['人才', '引进', '博士后', '领军', '院士工作站', '团队'],
  ['实验室', '大科学装置', '平台', '建设', '同步辐射', '科学中心'],
  ['专利', '知识产权', '保护', '转化', '交易', '许可'],
  ['研发经费', '投入', '强度', '财政', '税收优惠', '加计扣除'],
];

/** Passages that each keep to one topic, with a few words that all share. */
function passages(count: number, seed: number): { text: string; topic: number }[] {
  const random = seededRandom(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const topic = i % topics.length;
    const drawn = Array.from({ length: 12 }, () =>
      pick(random() < 0.8 ? (topics[topic] ?? []) : ['示例市', '到2025年', '推进', '全市']),
    );
    return { text: `${drawn.join('，')}。`, topic };
  });
}

const corpus = passages(200, 1);
const texts = corpus.map(({ text }) => text);

test('a question finds passages of its topic, also where it shares no word with them', async () => {
  // As many directions as topics and one for what all share; more of them tell apart passages of one topic.
  const embedder = trainLocalEmbedding(texts, words, { dimension: 6 });
  const vectors = await embedder.embedDocuments(texts);
  const asked: [question: string, topic: number][] = [
    ['高新技术企业要培育多少家？', 0],
    ['怎样引进人才', 1],
    ['同步辐射装置建在哪里', 2],
    ['知识产权保护', 3],
    ['研发经费投入强度', 4],
  ];
  for (const [question, topic] of asked) {
    const vector = await embedder.embedQuery(question);
    const ranked = corpus
      .map((passage, i) => ({ ...passage, similarity: cosine(vector, vectors[i] ?? []) }))
      .sort((a, b) => b.similarity - a.similarity);
    expect(ranked.slice(0, 20).filter((passage) => passage.topic === topic).length).toBeGreaterThanOrEqual(18);
  }
  const apart = corpus.find(({ text, topic }) => topic === 1 && !text.includes('博士后'));
  const near = cosine(embedder.embed('博士后'), embedder.embed(apart?.text ?? ''));
  const far = cosine(embedder.embed('博士后'), embedder.embed(corpus.find(({ topic }) => topic === 3)?.text ?? ''));
  expect(near).toBeGreaterThan(far + 0.2);
});

test('the same corpus gives the same bytes and vectors; another seed or corpus another id', () => {
  const first = trainLocalEmbedding(texts, words);
  const second = trainLocalEmbedding(texts, words);
  expect(Buffer.from(second.save()).equals(first.save())).toBe(true);
  expect(second.id).toBe(first.id);
  expect(second.embed('人才')).toEqual(first.embed('人才'));
  expect(trainLocalEmbedding(texts, words, { seed: 2 }).id).not.toBe(first.id);
  expect(trainLocalEmbedding(texts.slice(1), words).id).not.toBe(first.id);
});

test('a saved model embeds as before', async () => {
  const trained = trainLocalEmbedding(texts, words, { dimension: 20 });
  const loaded = loadLocalEmbedding(trained.save(), words);
  expect([loaded.id, loaded.dimension]).toEqual([trained.id, trained.dimension]);
  expect(await loaded.embedDocuments(texts)).toEqual(await trained.embedDocuments(texts));
});

test('cuts and changed bits of a saved model are noticed', () => {
  const bytes = trainLocalEmbedding(texts.slice(0, 20), words, { dimension: 4 }).save();
  const random = seededRandom(3);
  for (let round = 0; round < 300; round += 1) {
    const at = Math.floor(random() * bytes.length);
    expect(errorCode(() => loadLocalEmbedding(bytes.slice(0, at), words))).toBe('index-damaged');
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    expect(errorCode(() => loadLocalEmbedding(changed, words))).toBe('index-damaged');
  }
});

test('no text gives a vector that is not finite, and its length is 1 or 0', () => {
  const embedder = trainLocalEmbedding(texts, words, { dimension: 16 });
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...texts, '', ' ', '，。', '🚀', '\ud800', 'zzz'),
  );
  fc.assert(
    fc.property(text, (value) => {
      const vector = embedder.embed(value);
      const squares = vector.reduce((sum, number) => sum + number * number, 0);
      expect(vector.every(Number.isFinite)).toBe(true);
      expect(squares === 0 || Math.abs(squares - 1) < 1e-5).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(embedder.embed('zzz').every((number) => number === 0)).toBe(true);
});

test.each([
  ['no text', []],
  ['texts without a word', ['，。', '', '！']],
  ['one text', ['示例市培育企业']],
  ['one text three times', ['示例市培育企业', '示例市培育企业', '示例市培育企业']],
  ['texts that share nothing', ['甲乙', '丙丁', '戊己']],
])('trains on %s', async (_, few) => {
  const embedder = trainLocalEmbedding(few, words);
  expect(embedder.dimension).toBeGreaterThanOrEqual(1);
  const vectors = await embedder.embedDocuments(few);
  const known = few.filter((text) => words.split(text).length > 0).length;
  expect(vectors.filter((vector) => vector.some((number) => number !== 0))).toHaveLength(known);
  expect(vectors.every((vector) => vector.every(Number.isFinite) && vector.length === embedder.dimension)).toBe(true);
});

test('reports progress and stops when told to', async () => {
  const embedder = trainLocalEmbedding(texts, words, { dimension: 8 });
  const seen: number[] = [];
  await embedder.embedDocuments(texts, { onProgress: (done) => seen.push(done) });
  expect(seen).toEqual([0, 64, 128, 192, 200]);
  const stop = new AbortController();
  const stopped = embedder.embedDocuments(texts, {
    signal: stop.signal,
    onProgress: () => {
      stop.abort(new Error('enough'));
    },
  });
  await expect(stopped).rejects.toThrow('enough');
});
