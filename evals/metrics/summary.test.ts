import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerOf, passageOf, questionOf } from '../questions.fixture.ts';
import type { KnownFact } from '../questions.ts';
import { judge } from './judge.ts';
import { cragScore, percentiles, summarise } from './summary.ts';

const evidence = passageOf('高新技术企业达到800家。');
const outcome = { found: [evidence], milliseconds: 10 };
const unknown: Partial<KnownFact> = { decline: true, expect: [], evidence: [], kind: 'unanswerable' };

const right = judge({ ...outcome, question: questionOf(), answer: answerOf('高新技术企业达到800家[1]', [evidence]) });
const wrong = judge({
  ...outcome,
  question: questionOf({ id: 'test-2' }),
  answer: answerOf('高新技术企业达到900家[1]', [evidence]),
});
const refused = judge({
  ...outcome,
  question: questionOf({ id: 'test-3' }),
  answer: answerOf('没有', [], { declined: true }),
});
const rightRefusal = judge({
  ...outcome,
  question: questionOf({ ...unknown, id: 'test-4' }),
  answer: answerOf('没有', [], { declined: true }),
  found: [],
});
const failed = judge({
  question: questionOf({ ...unknown, id: 'test-5' }),
  found: [],
  milliseconds: 30,
  error: 'Error: 示例',
});

describe('judge', () => {
  test('a right answer that cites the evidence has every mark', () => {
    expect(right.marks).toEqual({ right: true, cited: true, 'evidence@1': true, 'evidence@5': true, grounded: true });
  });

  test('a right answer that cites something else is not cited', () => {
    const elsewhere = passageOf('高新技术企业达到八百家。', { plan: '样板省规划' });
    const { marks } = judge({ ...outcome, question: questionOf(), answer: answerOf('800[1]', [elsewhere]) });
    expect(marks).toMatchObject({ right: true, cited: false });
  });

  test('a question to decline has no marks of evidence', () => {
    expect(rightRefusal.marks).toEqual({ right: true, cited: true, grounded: true });
  });

  test('a question that failed is wrong, whatever was to be done', () => {
    expect(failed.marks.right).toBe(false);
  });
});

test('summarise adds up, kind by kind', () => {
  const { total, kinds } = summarise([right, wrong, refused, rightRefusal, failed]);
  expect([...kinds.keys()]).toEqual(['figure', 'unanswerable']);
  expect(kinds.get('figure')).toMatchObject({ questions: 3, falseDeclines: 1 / 3, falseAnswers: undefined });
  expect(total).toMatchObject({
    questions: 5,
    marks: { right: 0.4, cited: 0.4, 'evidence@1': 1, grounded: 0.8 },
    meanReciprocalRank: 1,
    complete: undefined,
    citationRecall: 0.5,
    citationPrecision: 0.5,
    falseDeclines: 1 / 3,
    falseAnswers: 0.5,
    crag: 0,
    latency: { p50: 10, p95: 30 },
  });
});

describe('cragScore', () => {
  const check = (marks: { right: boolean }, declined: boolean, expected: number) => {
    test(`${marks.right ? 'right' : 'wrong'}, ${declined ? 'declined' : 'answered'}: ${expected}`, () => {
      expect(cragScore({ marks, declined })).toBe(expected);
    });
  };
  check({ right: true }, false, 1);
  check({ right: true }, true, 1);
  check({ right: false }, true, 0);
  check({ right: false }, false, -1);
});

test('percentiles are values of the list that the right share does not exceed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const { p50, p95 } = percentiles(values);
      for (const [at, share] of [
        [p50, 0.5],
        [p95, 0.95],
      ] as const) {
        expect(values).toContain(at);
        expect(values.filter((value) => value <= at).length).toBeGreaterThanOrEqual(share * values.length);
        expect(values.filter((value) => value < at).length).toBeLessThan(share * values.length);
      }
    }),
  );
  expect(percentiles([])).toEqual({ p50: 0, p95: 0 });
});
