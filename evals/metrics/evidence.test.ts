import { describe, expect, test } from 'vitest';
import { passageOf, questionOf } from '../questions.fixture.ts';
import { completeAt, isEvidence, ranksOf, reciprocalRank, successAt, type PassageLike } from './evidence.ts';

describe('isEvidence', () => {
  const evidence = { plan: '示例市科技规划', section: '主要目标', contains: ['高新技术企业', '800', '2025年'] };
  const check = (name: string, passage: PassageLike, expected: boolean) => {
    test(name, () => {
      expect(isEvidence(passage, evidence)).toBe(expected);
    });
  };
  check('one of the strings is enough', passageOf('达到800家'), true);
  check('it may stand in the heading', passageOf('达到若干', { section: ['高新技术企业'] }), true);
  check('not in another plan', passageOf('达到800家', { plan: '样板省科技规划' }), false);
  check('stray spaces in the title do not matter', passageOf('达到800家', { plan: '示例市 科技规划' }), true);
  check('a year alone proves nothing', passageOf('到2025年建成'), false);
  check('a part of a figure is another figure', passageOf('达到1800家'), false);

  const wordy = { ...evidence, contains: ['国家科学技术奖40项'] };
  const checkWordy = (text: string, expected: boolean) => {
    test(`${text}: ${expected ? 'yes' : 'no'}`, () => {
      expect(isEvidence(passageOf(text), wordy)).toBe(expected);
    });
  };
  checkWordy('获国家科学技术奖40项', true);
  checkWordy('国家级科学技术奖共有40项', true);
  checkWordy('国家级科学技术奖共有41项', false);
  checkWordy('新建博物馆40项', false);

  test('a year counts when there is nothing else', () => {
    expect(isEvidence(passageOf('到2025年建成'), { ...evidence, contains: ['2025年'] })).toBe(true);
  });
});

describe('ranks', () => {
  const question = questionOf({
    evidence: [
      { plan: '示例市科技规划', section: '目标', contains: ['800家'] },
      { plan: '样板省科技规划', section: '目标', contains: ['9000家'] },
    ],
  });
  const other = passageOf('别的内容');
  const city = passageOf('达到800家');
  const province = passageOf('达到9000家', { plan: '样板省科技规划' });
  const check = (
    passages: readonly PassageLike[],
    expected: { one: boolean; five: boolean; all: boolean; rank: number },
  ) => {
    test(`of ${passages.map(({ text }) => text).join(', ') || 'nothing'}`, () => {
      const ranks = ranksOf(question, passages);
      expect(successAt(ranks, 1)).toBe(expected.one);
      expect(successAt(ranks, 5)).toBe(expected.five);
      expect(completeAt(ranks, 10)).toBe(expected.all);
      expect(reciprocalRank(ranks)).toBeCloseTo(expected.rank);
    });
  };
  check([city, province], { one: true, five: true, all: true, rank: 1 });
  check([other, other, province], { one: false, five: true, all: false, rank: 1 / 3 });
  check([other, other, other, other, other, city, province], { one: false, five: false, all: true, rank: 1 / 6 });
  check([...Array.from({ length: 10 }, () => other), city], { one: false, five: false, all: false, rank: 0 });
  check([], { one: false, five: false, all: false, rank: 0 });
});
