import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildIndex, type BuildOptions } from '../build.ts';
import { buildHnswFileHere, type BuildProgress } from '../store/generation-writer.ts';
import { currentGeneration } from '../store/layout.ts';
import { openStore } from '../store/open.ts';
import { characterWords, corpusOf } from '../store/store.fixture.ts';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { failing } from './embeddings-server.fixture.ts';
import { withEmbeddingsServer } from './openai-embedder.fixture.ts';

/** The whole way: passages → endpoint → cache → index. */

const bench = withEmbeddingsServer();

const corpus = corpusOf({
  id: 'city',
  title: '示例市科技创新规划',
  sections: [[['重点任务'], ...Array.from({ length: 60 }, (_, at) => `到2025年，建成第${at}号平台${at + 2}个。`)]],
});

function options(embedder: BuildOptions['embedder'], changes: Partial<BuildOptions> = {}): BuildOptions {
  const dataDir = join(bench().folder, 'data');
  return {
    dataDir,
    fingerprint: 'one',
    words: characterWords,
    embedder,
    buildVectors: buildHnswFileHere,
    ...changes,
  };
}

test('a build that failed half-way goes on where it was, with progress', async () => {
  const first = await bench().open({ batchSize: 10 });
  bench().server.next(undefined, undefined, undefined, failing(401));
  expect(await rejectionCode(buildIndex(corpus, options(first)))).toBe('embedding-failed');
  expect(currentGeneration(join(bench().folder, 'data'))).toBeUndefined();
  first.close();

  const paid = bench().asked().length;
  const second = await bench().open({ batchSize: 10 });
  const shown: BuildProgress[] = [];
  await buildIndex(corpus, options(second, { onProgress: (progress) => shown.push(progress) }));
  expect(bench().asked().slice(paid)).toEqual([10, 10, 10]);
  const steps = shown.filter(({ stage }) => stage === 'embedding').map(({ done, total }) => [done, total]);
  expect(steps).toEqual([0, 30, 40, 50, 60].map((done) => [done, 60]));
});

test('an index of another model, or of another length of vector, is not searched', async () => {
  const built = await bench().open();
  await buildIndex(corpus, options(built));
  for (const other of [await bench().open({ model: 'other' }), await bench().open({ dimensions: 4 })]) {
    const opening = openStore(join(bench().folder, 'data'), { embedderId: other.id });
    expect(await rejectionCode(opening)).toBe('index-mismatch');
  }
});

test('when the endpoint is down, the index that is there stays as it was', async () => {
  const embedder = await bench().open();
  const { generation } = await buildIndex(corpus, options(embedder));
  bench().server.always(() => failing(401));
  const grown = corpusOf({
    id: 'city',
    title: '示例市科技创新规划',
    sections: [[['目标'], '到2025年，引进人才9名。']],
  });
  expect(await rejectionCode(buildIndex(grown, options(embedder, { fingerprint: 'two' })))).toBe('embedding-failed');
  expect(currentGeneration(join(bench().folder, 'data'))).toBe(generation);
});
