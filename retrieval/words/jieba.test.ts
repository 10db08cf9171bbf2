import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { assertPresent, cutChinese } from './jieba.ts';

test('a missing dictionary is an error, not an abort, and its path stays out of the message', () => {
  const path = '/nowhere/jieba.dict.utf8';
  try {
    assertPresent([path]);
    expect.unreachable();
  } catch (error) {
    expect(isGuidaError(error) && error.code).toBe('words-dictionary');
    expect(isGuidaError(error) && error.message).not.toContain('nowhere');
  }
});

test('a word that is inserted twice or after a reload is cut the same', () => {
  const one = { key: 'one', words: ['芯屏汽合'] };
  const two = { key: 'two', words: ['急终生智'] };
  for (let turn = 0; turn < 2; turn += 1) {
    expect(cutChinese('芯屏汽合急终生智', one)).toContain('芯屏汽合');
    expect(cutChinese('芯屏汽合急终生智', one)).not.toContain('急终生智');
    expect(cutChinese('芯屏汽合急终生智', two)).toContain('急终生智');
    expect(cutChinese('芯屏汽合急终生智', two)).not.toContain('芯屏汽合');
  }
});

test('works in a worker thread beside the main one', async () => {
  expect(cutChinese('科技创新', { key: '', words: [] })).toEqual(['科技', '创新']);
  const source = `
    const { parentPort } = require('node:worker_threads');
    parentPort.postMessage(require('nodejieba').cutForSearch('科技创新', true));`;
  const worker = new Worker(source, { eval: true });
  const answer = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  expect(answer).toEqual(['科技', '创新']);
  expect(cutChinese('科技创新', { key: '', words: [] })).toEqual(['科技', '创新']);
});
