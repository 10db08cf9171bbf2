import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildIndex } from '../build.ts';
import { createWords } from '../words/words.ts';
import type { EmbeddedStoreOptions } from './embedded-store.ts';
import { buildHnswFileHere } from './generation-writer.ts';
import { openStore } from './open.ts';
import { characterWords, corpusOf, countingEmbedder } from './store.fixture.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-words-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Ids in the order in which a search gives them. */
async function found(dataDir: string, words: readonly string[], options: EmbeddedStoreOptions = {}) {
  const store = await openStore(dataDir, options);
  const scored = await store.searchWords(words, {}, 100);
  await store.close();
  return scored.map(({ passageId }) => passageId);
}

async function built(name: string, words = characterWords): Promise<string> {
  const filler = Array.from({ length: 10 }, (_, i) => `另外的段落${i}，没有关系。`);
  const corpus = corpusOf(
    {
      id: 'a',
      title: '示例市规划',
      sections: [
        [['总则'], '讲到琴。', '讲到棋。'],
        [['关于琴'], '另一件事。'],
        [['其他'], ...filler],
      ],
    },
    { id: 'b', title: '样板县琴业规划', sections: [[['总则'], '再一件事。']] },
    {
      id: 'c',
      title: '示例市科技规划',
      sections: [[['目标'], '高新技术企业达到800家，研发强度3.5%。', '引进人才。']],
    },
  );
  const dataDir = join(folder, name);
  await buildIndex(corpus, {
    dataDir,
    fingerprint: '',
    words,
    embedder: countingEmbedder(),
    buildVectors: buildHnswFileHere,
  });
  return dataDir;
}

test('the weights decide what a word in the text, a heading and the title is worth', async () => {
  const dataDir = await built('weights');
  const check = async (weights: EmbeddedStoreOptions['weights'], expected: readonly string[]) => {
    expect(await found(dataDir, ['琴'], weights === undefined ? {} : { weights })).toEqual(expected);
  };
  await check(undefined, ['a-0', 'a-2', 'b-0']);
  await check({ text: 0.1, heading: 1, title: 5 }, ['b-0', 'a-2', 'a-0']);
  await check({ text: 1, heading: 5, title: 0.1 }, ['a-2', 'a-0', 'b-0']);
});

test('of more words than are looked up, the rarest count', async () => {
  const dataDir = await built('most');
  const words = ['的', '段', '落', '有', '关', '系', '棋'];
  expect((await found(dataDir, words)).length).toBeGreaterThan(9);
  expect(await found(dataDir, words, { mostWords: 1 })).toEqual(['a-1']);
});

test('a question finds its passage by the words of jieba', async () => {
  const words = createWords();
  const dataDir = await built('jieba', words);
  const check = async (question: string, expected: string) => {
    expect((await found(dataDir, words.split(question)))[0]).toBe(expected);
  };
  await check('2025年高新技术企业要到多少家？', 'c-0');
  await check('研发强度是不是３.５％', 'c-0');
  await check('人才怎么引进', 'c-1');
});
