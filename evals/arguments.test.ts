import { describe, expect, test } from 'vitest';
import { editionsOf, readArguments, setsOf } from './arguments.ts';

describe('readArguments', () => {
  const refuses = (argv: readonly string[], message: RegExp) => {
    test(`refuses ${argv.join(' ')}`, () => {
      expect(() => readArguments(argv)).toThrow(message);
    });
  };
  refuses(['--chek'], /unknown option '--chek'/u);
  refuses(['--part', 'third'], /Allowed choices are tuning, kept, all/u);
  refuses(['own.jsonl'], /too many arguments/u);
  refuses(['--check', '--questions', 'own.jsonl'], /--check and --accept are for/u);
  refuses(['--accept', '--corpus', 'plans'], /--check and --accept are for/u);
  refuses(['--check', '--model'], /--check and --accept are for/u);

  test('takes several files', () => {
    const { questions, part } = readArguments(['--questions', 'a.jsonl', '--questions', 'b.jsonl']);
    expect({ questions, part }).toEqual({ questions: ['a.jsonl', 'b.jsonl'], part: 'all' });
  });
});

describe('setsOf', () => {
  test('takes both parts, and knows which one is kept, by whatever path it is named', async () => {
    const sets = await setsOf({ part: 'all' });
    expect(sets.map(({ name, isKept }) => [name, isKept])).toEqual([
      ['tuning', false],
      ['kept', true],
    ]);
    const [named] = await setsOf({ part: 'all', questions: ['evals/../evals/questions/kept.jsonl'] });
    expect(named?.isKept).toBe(true);
  });

  test('names the file that is not there', async () => {
    await expect(setsOf({ part: 'all', questions: ['none.jsonl'] })).rejects.toThrow(/^none\.jsonl: /u);
  });
});

test('editionsOf takes the official texts where they are', () => {
  const names = (corpus: readonly string[] | undefined, texts: string | undefined): readonly string[] =>
    editionsOf(corpus ? { corpus } : {}, { PLAN_TEXTS: texts }).map(({ name }) => name);
  expect(names(undefined, undefined)).toEqual(['shipped']);
  expect(names(undefined, '')).toEqual(['shipped']);
  expect(names(undefined, 'texts')).toEqual(['shipped', 'official']);
  expect(names(['own'], 'texts')).toEqual(['corpus']);
});
