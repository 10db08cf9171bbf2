import { describe, expect, test } from 'vitest';
import type { Assistant, Turn } from '../bot/answer/types.ts';
import { answerOf, passageOf, questionOf } from './questions.fixture.ts';
import { runQuestions, type System } from './run.ts';

/** An assistant that repeats the question, and remembers what it was asked. */
function echo(asked: { question: string; conversation: readonly Turn[] }[]): Assistant {
  return {
    async *ask(question, conversation = []) {
      asked.push({ question, conversation });
      await Promise.resolve();
      yield { type: 'status', text: '查找' };
      if (question === '出错') throw new Error('示例错误');
      if (question !== '中断')
        yield { type: 'done', answer: answerOf(`答：${question}`, [], { understood: `懂：${question}` }) };
    },
  };
}

const systemOf = (asked: { question: string; conversation: readonly Turn[] }[], searched: string[] = []): System => ({
  assistant: echo(asked),
  search: (question) => {
    searched.push(question);
    return Promise.resolve([passageOf('达到800家')]);
  },
});

describe('runQuestions', () => {
  test('asks the turns in order, each with the answers before it, and judges the last', async () => {
    const asked: { question: string; conversation: readonly Turn[] }[] = [];
    const searched: string[] = [];
    const [outcome] = await runQuestions([questionOf({ turns: ['甲', '乙', '丙'] })], systemOf(asked, searched));
    const first = { question: '甲', answer: '答：甲' };
    expect(asked).toEqual([
      { question: '甲', conversation: [] },
      { question: '乙', conversation: [first] },
      { question: '丙', conversation: [first, { question: '乙', answer: '答：乙' }] },
    ]);
    expect(outcome?.answer?.text).toBe('答：丙');
    expect(searched).toEqual(['懂：丙']);
  });

  test('times the last turn only', async () => {
    let clock = 0;
    const now = (): number => (clock += 10);
    const [outcome] = await runQuestions([questionOf({ turns: ['甲', '乙'] })], systemOf([]), { now });
    expect(outcome?.milliseconds).toBe(10);
  });

  test('goes on after a question that fails or is not answered', async () => {
    const questions = ['出错', '中断', '甲'].map((turn, index) => questionOf({ id: `test-${index}`, turns: [turn] }));
    const outcomes = await runQuestions(questions, systemOf([]));
    expect(outcomes.map(({ error }) => error)).toEqual([
      'Error: 示例错误',
      'Error: the assistant ended without an answer',
      undefined,
    ]);
  });
});
