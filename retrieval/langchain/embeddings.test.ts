import { Embeddings } from '@langchain/core/embeddings';
import { expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import { LangChainEmbeddings, embedderFromLangChain } from './embeddings.ts';

/** A LangChain embedding that returns what it is told, whatever its type says. */
class Scripted extends Embeddings {
  readonly result: unknown;

  constructor(result: unknown) {
    super({});
    this.result = result;
  }

  override embedDocuments(documents: string[]): Promise<number[][]> {
    if (this.result instanceof Error) return Promise.reject(this.result);
    return Promise.resolve((this.result ?? documents.map((text) => [text.length, 1])) as number[][]);
  }

  override embedQuery(document: string): Promise<number[]> {
    if (this.result instanceof Error) return Promise.reject(this.result);
    return Promise.resolve((this.result ?? [document.length, 1]) as number[]);
  }
}

const identity = { id: 'scripted', dimension: 2 };

test('there and back again: LangChain → ours → LangChain', async () => {
  const ours = embedderFromLangChain(new Scripted(undefined), identity);
  expect([ours.id, ours.dimension]).toEqual(['scripted', 2]);
  expect(await ours.embedDocuments(['a', 'bb'])).toEqual([Float32Array.of(1, 1), Float32Array.of(2, 1)]);
  const back = new LangChainEmbeddings(ours);
  expect(back).toBeInstanceOf(Embeddings);
  expect(await back.embedDocuments(['a', 'bb'])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(await back.embedQuery('ccc')).toEqual([3, 1]);
});

test.each([
  ['too few', [[1, 2]]],
  [
    'another length',
    [
      [1, 2],
      [1, 2, 3],
    ],
  ],
  [
    'NaN',
    [
      [1, 2],
      [Number.NaN, 1],
    ],
  ],
  [
    'strings',
    [
      [1, 2],
      ['1', 2],
    ],
  ],
  ['nothing', null],
  ['a throw', new Error('out of order')],
])('an embedding that returns %s fails', async (_, result) => {
  const ours = embedderFromLangChain(new Scripted(result ?? [null]), identity);
  expect(await rejectionCode(ours.embedDocuments(['a', 'b']))).toBe('embedding-failed');
  expect(await rejectionCode(ours.embedQuery('a'))).toBe('embedding-failed');
});

test('what it throws is the cause, not the message', async () => {
  const cause = new Error('key sk-1');
  const ours = embedderFromLangChain(new Scripted(cause), identity);
  const error: unknown = await ours.embedQuery('a').catch((reason: unknown) => reason);
  expect(isGuidaError(error) && [error.cause, error.message.includes('sk-1')]).toEqual([cause, false]);
});

test('a signal that is aborted stops it', async () => {
  const ours = embedderFromLangChain(new Scripted(undefined), identity);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(ours.embedDocuments(['a'], { signal })).rejects.toThrow('enough');
});
