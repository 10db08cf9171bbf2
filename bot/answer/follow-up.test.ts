import { describe, expect, test } from 'vitest';
import { read } from '../../retrieval/query/plans.fixture.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { resolveFollowUp } from './follow-up.ts';

function resolve(...turns: readonly string[]): Question {
  const conversation = turns.slice(0, -1).map((question) => ({ question }));
  return resolveFollowUp(turns.at(-1) ?? '', conversation, read).question;
}

const surfaces = (question: Question) => question.terms.map(({ surface }) => surface);
const places = (question: Question) => question.places.map(({ place }) => place);

describe('resolveFollowUp', () => {
  test('the first question stands by itself', () => {
    const { question, alone } = resolveFollowUp('示例市高企目标', [], read);
    expect(question).toEqual(read('示例市高企目标'));
    expect(alone).toBeUndefined();
  });

  test('another place takes the topic and the year along', () => {
    const question = resolve('示例市2025年高企目标是多少家', '样本省呢');
    expect(places(question)).toEqual(['样本省']);
    expect(surfaces(question)).toContain('高企');
    expect(question.times.map(({ to }) => to)).toEqual([2025]);
    expect(question.planIds).toEqual(['basic', 'talent', 'transfer']);
    expect(question.intent.kind).toBe('figure');
  });

  test('another year takes the topic and the place along', () => {
    const question = resolve('示例市2025年高企目标是多少家', '2020年呢');
    expect(places(question)).toEqual(['示例市']);
    expect(question.times.map(({ to }) => to)).toEqual([2020]);
    expect(surfaces(question)).toContain('高企');
  });

  test('another indicator takes the place along, and the old topic counts less', () => {
    const question = resolve('示例市2025年高企目标是多少家', '那孵化器呢');
    expect(places(question)).toEqual(['示例市']);
    const factors = new Map(question.terms.map(({ surface, factor }) => [surface, factor ?? 1]));
    expect(factors.get('孵化器')).toBe(1);
    expect(factors.get('高企')).toBeLessThan(1);
  });

  test('the number of an item points into the list before', () => {
    const question = resolve('示例市基本原则有哪些', '第三个是什么');
    expect(question.intent.item).toBe(3);
    expect(surfaces(question).join('')).toContain('原则');
  });

  test('the last item', () => {
    expect(resolve('示例市基本原则有哪些', '最后一项呢').intent.item).toBe(-1);
  });

  test('a question with a place and a topic of its own starts anew', () => {
    const question = resolve('示例市2025年高企目标是多少家', '样本省工程师培养多少名');
    expect(surfaces(question)).not.toContain('高企');
    expect(places(question)).toEqual(['样本省']);
    expect(question.times).toEqual([]);
  });

  test('a long question without a place keeps the place', () => {
    const question = resolve('示例市高企目标', '量子信息 生物医药 智能制造 孵化器 实验室分别布局在哪里');
    expect(question.planIds).toEqual(['city', 'draft']);
    expect(surfaces(question)).not.toContain('高企');
  });

  test('“两个差多少” works on the turns before', () => {
    const question = resolve('示例市2020年高企多少家', '2025年呢', '两个差多少');
    expect(question.times.map(({ to }) => to)).toEqual([2020, 2025]);
    expect(surfaces(question)).toContain('高企');
  });

  test('what is asked alone is kept for when the turns lead nowhere', () => {
    const { alone } = resolveFollowUp('孵化器多少家', [{ question: '示例市高企目标' }], read);
    expect(alone?.text).toBe('孵化器多少家');
    expect(alone?.planIds).toBeUndefined();
  });

  test('an answer before is not read', () => {
    const { question } = resolveFollowUp('2020年呢', [{ question: '示例市高企目标', answer: '样本省孵化器' }], read);
    expect(surfaces(question)).toEqual(surfaces(resolve('示例市高企目标', '2020年呢')));
  });
});
