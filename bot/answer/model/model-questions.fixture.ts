import { expect } from 'vitest';
import type { Answer, AnswerEvent } from '../types.ts';
import { shownText } from './model-assistant.fixture.ts';
import type { ChatRequest } from './stand-in.fixture.ts';

/** Questions over the invented plans, one of each kind. */
export const FIGURE = '示例市2025年高新技术企业目标是多少家';
export const COMPARISON = '样本省和示例市的研发投入强度目标各是多少';
export const LIST = '示例市的基本原则有哪些';
export const SUMMARY = '总结一下示例市的重点任务';
export const OPEN = '示例科学城由谁牵头建设';
export const UNANSWERABLE = '示例市2025年空间站目标是多少座';

/** The number under which a prompt shows the passage with these words. */
export function numberOf(request: ChatRequest, words: string): number {
  const passage = request.passages.find(({ text }) => text.includes(words));
  if (!passage) throw new Error(`not shown: ${words}`);
  return passage.n;
}

/** Writes a text in which {words} stands for the mark of the passage with these words. */
export const writes =
  (text: string) =>
  (request: ChatRequest): string =>
    text.replace(/\{([^}]+)\}/gu, (_, words: string) => `[${numberOf(request, words)}]`);

/** What holds of every answer that a user sees. */
export function expectSound(answer: Answer, events: readonly AnswerEvent[]): void {
  expect(shownText(events)).toBe(answer.text);
  const marks = new Set([...answer.text.matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n)));
  expect([...marks].sort((a, b) => a - b)).toEqual(answer.citations.map(({ n }) => n));
  expect(answer.text).not.toMatch(/sk-canary|https?:|127\.0\.0\.1|Error|\/srv\/|规则：|<passage|没有通过核对的句子/u);
}
