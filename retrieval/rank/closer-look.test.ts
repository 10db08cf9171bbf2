import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readQuestion, type Question } from '../query/question.ts';
import { loadSynonyms } from '../query/synonyms.ts';
import { gatherCandidates } from '../search.ts';
import { CLOSER_WIDTH, closerRows } from './closer-features.ts';
import { bestOf, lookCloser, LOOKED_AT } from './closer-look.ts';
import { rankingSet } from './ranking.fixture.ts';
import { logitOf, scoreUnits, type ScoredUnit } from './score.ts';
import { temporaryIndex, words, type TemporaryIndex } from './temporary-index.fixture.ts';
import { RANKING_WEIGHTS } from './weights.ts';

let index: TemporaryIndex;
let question: Question;
let units: readonly ScoredUnit[];
beforeAll(async () => {
  index = await temporaryIndex(rankingSet());
  const plans = await index.store.plans();
  question = readQuestion('示例市到2025年高新技术企业要达到多少家？', { plans, words, synonyms: loadSynonyms() });
  const { passages, context } = await gatherCandidates(index.store, question, {});
  units = passages.flatMap((passage) => scoreUnits(passage, context));
});
afterAll(() => index.close());

/** Adds five to every candidate that is behind the best by the weighted sum. */
const OTHERS_FIRST = {
  trees: [
    { feature: [CLOSER_WIDTH - Object.keys(RANKING_WEIGHTS).length - 1, -1, -1], value: [0, 5, 0], left: [1, 0, 0] },
  ],
};

describe('the closer look', () => {
  test('a row has a number for each feature, and none is ahead of the best', () => {
    const rows = closerRows(units, question, RANKING_WEIGHTS);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([CLOSER_WIDTH]));
    for (const row of rows) {
      expect(row.every(Number.isFinite)).toBe(true);
      expect(Math.max(...row.slice(-Object.keys(RANKING_WEIGHTS).length))).toBeLessThanOrEqual(0);
    }
  });

  test('without trees all stays as it is', () => {
    const again = lookCloser(units, question, { forest: { trees: [] } });
    expect(again.map(({ unit }) => unit)).toEqual(units.map(({ unit }) => unit));
    again.forEach((unit, at) => {
      expect(logitOf(unit)).toBeCloseTo(logitOf(units[at] as ScoredUnit));
    });
  });

  test('the trees change the order', () => {
    const [best] = bestOf(units);
    const again = lookCloser(units, question, { forest: OTHERS_FIRST });
    expect(bestOf(again)[0]?.unit).not.toBe(best?.unit);
  });

  test('what was not looked at stays behind', () => {
    const many = Array.from({ length: LOOKED_AT + 20 }, (_, at) => {
      const unit = units[at % units.length] as ScoredUnit;
      return { ...unit, score: unit.score * (1 + at / 1000) };
    });
    const chosen = new Set(bestOf(many).map(({ score }) => score));
    const again = lookCloser(many, question);
    const behind = again.filter((_, at) => !chosen.has(many[at]?.score ?? 0)).map(({ score }) => score);
    const ahead = again.filter((_, at) => chosen.has(many[at]?.score ?? 0)).map(({ score }) => score);
    expect(behind).toHaveLength(20);
    expect(Math.max(...behind)).toBeLessThanOrEqual(Math.max(...ahead));
  });

  test('no candidates, no scores', () => {
    expect(lookCloser([], question)).toEqual([]);
  });
});
