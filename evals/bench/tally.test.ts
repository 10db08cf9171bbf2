import { expect, test } from 'vitest';
import { partOf } from '../questions.ts';
import { passageOf, questionOf } from '../questions.fixture.ts';
import { addTallies, scoresOf, tallyOf, type Tally } from './tally.ts';

const evidence = passageOf('高新技术企业达到800家。');
const other = passageOf('别的事情。');

/** The tally of a search that finds the evidence at a rank (0: nowhere), as the part of `test-1` has it. */
function rankedAt(rank: number): Tally | undefined {
  const found = Array.from({ length: 10 }, (_, index) => (index + 1 === rank ? evidence : other));
  return tallyOf(questionOf(), found)[partOf('test-1')];
}

test('counts the rank of the evidence', () => {
  const check = (rank: number, expected: Omit<Tally, 'questions'>): void => {
    expect(rankedAt(rank)).toEqual({ questions: 1, ...expected });
  };
  check(1, { hit1: 1, hit5: 1, reciprocalRanks: 1 });
  check(2, { hit1: 0, hit5: 1, reciprocalRanks: 1 / 2 });
  check(5, { hit1: 0, hit5: 1, reciprocalRanks: 1 / 5 });
  check(6, { hit1: 0, hit5: 0, reciprocalRanks: 1 / 6 });
  check(0, { hit1: 0, hit5: 0, reciprocalRanks: 0 });
});

test('adds up by part and gives means', () => {
  const tuning: Tally = { questions: 1, hit1: 1, hit5: 1, reciprocalRanks: 1 };
  const late: Tally = { questions: 1, hit1: 0, hit5: 1, reciprocalRanks: 0.5 };
  const sum = addTallies([{ tuning }, { tuning: late, kept: late }, {}]);
  expect(sum).toEqual({ tuning: { questions: 2, hit1: 1, hit5: 2, reciprocalRanks: 1.5 }, kept: late });
  expect(sum.tuning && scoresOf(sum.tuning)).toEqual({ questions: 2, hit1: 0.5, hit5: 1, meanReciprocalRank: 0.75 });
  expect(addTallies([])).toEqual({});
});
