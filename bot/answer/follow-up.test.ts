import { describe, expect, test } from 'vitest';
import { read } from '../../retrieval/query/plans.fixture.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { resolveFollowUp, type Resolved } from './follow-up.ts';

function resolve(...turns: readonly string[]): Promise<Resolved> {
  const conversation = turns.slice(0, -1).map((question) => ({ question }));
  return resolveFollowUp(turns.at(-1) ?? '', conversation, { read });
}

const surfaces = (question: Question) => question.terms.map(({ surface }) => surface);
const places = (question: Question) => question.places.map(({ place }) => place);

describe('resolveFollowUp', () => {
  test('the first question stands by itself', async () => {
    const { question, standalone, otherwise } = await resolve('示例市高企目标');
    expect(question).toEqual(read('示例市高企目标'));
    expect(standalone).toBe('示例市高企目标');
    expect(otherwise).toEqual([]);
  });

  test('another place takes the topic and the year along', async () => {
    const { question } = await resolve('示例市2025年高企目标是多少家', '样本省呢');
    expect(places(question)).toEqual(['样本省']);
    expect(surfaces(question)).toContain('高企');
    expect(question.times.map(({ to }) => to)).toEqual([2025]);
    expect(question.planIds).toEqual(['basic', 'talent', 'transfer']);
    expect(question.intent.kind).toBe('figure');
  });

  test('another year takes the topic and the place along', async () => {
    const { question } = await resolve('示例市2025年高企目标是多少家', '2020年呢');
    expect(places(question)).toEqual(['示例市']);
    expect(question.times.map(({ to }) => to)).toEqual([2020]);
    expect(surfaces(question)).toContain('高企');
  });

  test('another indicator takes the place along', async () => {
    const { question } = await resolve('示例市2025年高企目标是多少家', '那孵化器呢');
    expect(places(question)).toEqual(['示例市']);
    expect(surfaces(question)).toContain('孵化器');
    expect(question.times.map(({ to }) => to)).toEqual([2025]);
  });

  test('an attribute is asked of the thing before', async () => {
    const { question } = await resolve('示例市高企有多少家', '年均增速呢');
    expect(surfaces(question)).toContain('高企');
  });

  test('the number of an item points into the list before', async () => {
    const { question } = await resolve('示例市基本原则有哪些', '第三个是什么');
    expect(question.intent.item).toBe(3);
    expect(surfaces(question).join('')).toContain('原则');
  });

  test('the last item', async () => {
    expect((await resolve('示例市基本原则有哪些', '最后一项呢')).question.intent.item).toBe(-1);
  });

  test('the item behind the one before', async () => {
    expect((await resolve('示例市第八个方向是什么', '紧接着的下一个方向呢')).question.intent.item).toBe(9);
  });

  test('a question with a place and a topic of its own starts anew', async () => {
    const { question } = await resolve('示例市2025年高企目标是多少家', '样本省工程师培养多少名');
    expect(surfaces(question)).not.toContain('高企');
    expect(places(question)).toEqual(['样本省']);
    expect(question.times).toEqual([]);
  });

  test('a long question without a place keeps the place', async () => {
    const { question } = await resolve('示例市高企目标', '量子信息 生物医药 智能制造 孵化器 实验室分别布局在哪里');
    expect(question.planIds).toEqual(['city', 'draft']);
    expect(surfaces(question)).not.toContain('高企');
  });

  test('“两个差多少” works on the turns before', async () => {
    const { question } = await resolve('示例市2020年高企多少家', '2025年呢', '两个差多少');
    expect(question.times.map(({ to }) => to)).toEqual([2020, 2025]);
    expect(surfaces(question)).toContain('高企');
  });

  test('what is asked alone is kept for when the turns lead nowhere', async () => {
    const { otherwise } = await resolve('示例市高企目标', '孵化器多少家');
    expect(otherwise.at(-1)?.standalone).toBe('孵化器多少家');
    expect(otherwise.at(-1)?.question.planIds).toBeUndefined();
  });

  test.each<[string, string, string]>([
    ['示例市2025年高企目标是多少家', '样本省呢', '样本省2025年高企目标是多少家？'],
    ['示例市2025年高企目标是多少家', '2020年呢？', '示例市高企，2020年是多少？'],
    ['示例市基本原则有哪些', '第三个是什么', '示例市基本原则，第三个是什么？'],
    ['示例市领军人才要引进多少名', '高级人才呢', '示例市高级人才要引进多少名'],
    ['示例市高企有多少家', '年均增速呢', '示例市高企，年均增速呢？'],
  ])('%s, %s reads as %s', async (first, second, expected) => {
    expect((await resolve(first, second)).standalone).toBe(expected);
  });

  test('ten turns of places and years end where the last one points', async () => {
    const turns = ['示例市2025年高企目标是多少家', '样本省呢', '2020年呢', '示例市呢', '2025年呢'];
    const { question } = await resolve(...turns, ...turns.slice(1), '样本省呢');
    expect(places(question)).toEqual(['样本省']);
    expect(question.times.map(({ to }) => to)).toEqual([2025]);
    expect(surfaces(question)).toEqual(['高企']);
  });

  test('the items that an answer showed are named', async () => {
    const answer = '共2项：\n1. 量子信息[1]\n2. 空天信息[2]';
    const { standalone } = await resolveFollowUp('第二个依托什么平台', [{ question: '示例市新兴产业有哪些', answer }], {
      read,
    });
    expect(standalone).toBe('示例市新兴产业，第二个（空天信息）依托什么平台？');
  });
});
