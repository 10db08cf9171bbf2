import { expect, test } from 'vitest';
import { PLANS } from '../../retrieval/query/plans.fixture.ts';
import { documentOf } from '../../retrieval/store/store.fixture.ts';
import { numberCitations } from './number-citations.ts';

const [first, second, third] = documentOf({
  id: 'city',
  title: '示例市“十四五”科技创新规划',
  sections: [[['一、目标', '（一）企业'], '甲。', '乙。', '丙。']],
}).passages;
if (!first || !second || !third) throw new Error('three passages are needed');

test('marks stand behind each statement, numbered by first use', () => {
  const { text, citations } = numberCitations(
    [
      { text: '共二项：', passages: [] },
      { text: '乙', passages: [second] },
      { text: '甲和乙', passages: [first, second] },
    ],
    PLANS,
    '\n',
  );
  expect(text).toBe('共二项：\n乙[1]\n甲和乙[2][1]');
  expect(citations.map(({ n, passageId }) => [n, passageId])).toEqual([
    [1, 'city-1'],
    [2, 'city-0'],
  ]);
});

test('a citation has what a reader needs to find the words', () => {
  const { citations } = numberCitations([{ text: '甲', passages: [first] }], PLANS, '');
  expect(citations).toEqual([
    {
      n: 1,
      passageId: 'city-0',
      planId: 'city',
      plan: '示例市“十四五”科技创新规划',
      section: ['一、目标', '（一）企业'],
      quote: '甲。',
      file: 'city.md',
      lines: first.lines,
      draft: false,
    },
  ]);
});

test('a passage of a draft says so, and of a file only its name is told', () => {
  const plans = PLANS.map((plan) => (plan.id === 'draft' ? { ...plan, file: '/srv/plans/draft.md' } : plan));
  const { citations } = numberCitations([{ text: '甲', passages: [{ ...first, planId: 'draft' }] }], plans, '');
  expect(citations[0]).toMatchObject({ draft: true, file: 'draft.md' });
});

test('nothing to say', () => {
  expect(numberCitations([], PLANS, '\n')).toEqual({ text: '', citations: [] });
});
