import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, type BaselinePart } from './baseline.ts';
import { compare, signTest } from './check.ts';
import type { EditionResult } from './edition.ts';
import { judge, type Judgement } from './metrics/judge.ts';
import { answerOf, passageOf, questionOf } from './questions.fixture.ts';
import { loadQuestions, shippedQuestions, type Kind } from './questions.ts';
import { failuresOf, reportOn } from './report.ts';
import { runEdition } from './run-edition.ts';

describe('signTest', () => {
  const check = (lost: number, gained: number, expected: number) => {
    test(`${lost} lost, ${gained} gained: ${expected}`, () => {
      expect(signTest(lost, gained)).toBeCloseTo(expected, 6);
    });
  };
  check(0, 0, 1);
  check(0, 5, 1);
  check(1, 0, 1 / 2);
  check(4, 0, 1 / 16);
  check(5, 0, 1 / 32);
  check(3, 1, 5 / 16);

  test('agrees with counting every way to turn', () => {
    const count = (lost: number, gained: number): number => {
      const ways = Array.from({ length: 2 ** (lost + gained) }, (_, way) => way.toString(2).replaceAll('0', '').length);
      return ways.filter((ones) => ones >= lost).length / ways.length;
    };
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (lost, gained) => {
        expect(signTest(lost, gained)).toBeCloseTo(count(lost, gained), 9);
      }),
    );
  });
});

describe('compare', () => {
  /** Questions of which the first `right` are answered right. */
  const judged = (questions: number, right: number): readonly Judgement[] =>
    Array.from({ length: questions }, (_, index) => {
      const evidence = passageOf('达到800家。');
      const text = index < right ? '达到800家。[1]' : '达到若干家。[1]';
      const question = questionOf({ id: `test-${index}` });
      return judge({ question, answer: answerOf(text, [evidence]), found: [evidence], milliseconds: 1 });
    });
  const baselineOf = (judgements: readonly Judgement[]): BaselinePart => {
    const part = accept({}, 'shipped', 'tuning', judgements)['shipped']?.tuning;
    if (!part) throw new Error('no baseline was made');
    return part;
  };
  const check = (name: string, before: readonly [number, number], after: readonly [number, number], fails: boolean) => {
    test(name, () => {
      const comparisons = compare(judged(...after), baselineOf(judged(...before)));
      const whole = comparisons.find(({ scope, mark }) => scope === 'all' && mark === 'right');
      expect(whole?.fails).toBe(fails);
    });
  };
  check('the same scores pass', [100, 80], [100, 80], false);
  check('a gain passes', [100, 80], [100, 90], false);
  check('four lost are noise', [100, 80], [100, 76], false);
  check('five lost are not', [100, 80], [100, 75], true);
  check('five lost of six hundred are less than a point', [600, 500], [600, 495], false);
  check('questions that the baseline lacks do not count', [50, 50], [100, 50], false);

  test('names what turned', () => {
    const comparisons = compare(judged(3, 1), baselineOf(judged(3, 2)));
    expect(comparisons.find(({ scope, mark }) => scope === 'all' && mark === 'right')).toMatchObject({
      before: 2 / 3,
      after: 1 / 3,
      lost: ['test-1'],
      gained: [],
    });
  });

  test('a kind fails by itself', () => {
    const scopes = compare(judged(600, 595), baselineOf(judged(600, 600))).filter(({ fails }) => fails);
    expect(new Set(scopes.map(({ scope }) => scope))).toEqual(new Set(['figure']));
  });
});

describe('a check of the assistant itself', () => {
  let dataDir = '';
  let result: EditionResult;
  const set = { name: 'tuning', isKept: false };

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'guida-check-'));
    const all = await loadQuestions(shippedQuestions('tuning'));
    const kinds: readonly Kind[] = ['figure', 'cell', 'name', 'colloquial'];
    const questions = all.filter(({ kind }) => kinds.includes(kind)).slice(0, 120);
    const corpus = [path.join(import.meta.dirname, '..', 'corpus', 'plans')];
    result = await runEdition({ corpus, dataDir, questions, runs: [{}, { planFilter: false }] });
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  const reportOf = (run: 0 | 1) => {
    const [whole = [], broken = []] = result.runs;
    const baseline = accept({}, 'shipped', 'tuning', whole.map(judge))['shipped']?.tuning;
    const outcomes = run === 0 ? whole : broken;
    return reportOn({ edition: 'shipped', set: { ...set, questions: [] }, outcomes, baseline });
  };

  test('passes when nothing has changed', () => {
    expect(failuresOf(reportOf(0))).toEqual([]);
  });

  test('fails when the search no longer heeds the plan that a question names, and names the questions that turned', () => {
    const report = reportOf(1);
    expect(failuresOf(report)).toContainEqual(expect.stringMatching(/^shipped\/tuning all: evidence@1 fell from /u));
    const lost = report.comparisons.find(({ scope, mark }) => scope === 'all' && mark === 'evidence@1')?.lost;
    expect(lost?.length).toBeGreaterThanOrEqual(5);
  });
});
