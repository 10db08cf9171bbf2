import { expect, test } from 'vitest';
import type { Answer, Assistant, Citation } from '../answer/types.ts';
import { answerInTerminal, renderAnswer } from './terminal.ts';

const citation: Citation = {
  n: 1,
  passageId: 'p-1',
  planId: 'p',
  plan: '示例市“十四五”科技创新规划',
  section: ['第二章 总体要求', '第一节 发展目标'],
  quote: '到2025年，示例市高新技术企业力争达到300家。',
  file: 'city.txt',
  lines: [12, 12],
  draft: false,
};

const answer: Answer = {
  text: '**力争达到300家**。[1]',
  declined: false,
  mode: 'extractive',
  citations: [citation],
  understood: '示例市2025年高新技术企业多少家',
};

test('the answer stands first in bold, then plan, section, quoted words and place', () => {
  expect(renderAnswer(answer, { colour: true })).toBe(
    '\u001B[1m力争达到300家\u001B[22m。[1]\n\n' +
      '\u001B[1m出处\u001B[22m\n' +
      '[1] 示例市“十四五”科技创新规划 › 第二章 总体要求 › 第一节 发展目标 › “到2025年，示例市高新技术企业力争达到300家。” \u001B[2m（city.txt:12）\u001B[22m\n',
  );
});

test('where there is no colour it stays Markdown', () => {
  expect(renderAnswer(answer, { colour: false })).toMatch(/^\*\*力争达到300家\*\*。\[1\]\n\n出处\n\[1\] 示例市/u);
});

test('a refusal has no sources', () => {
  const declined: Answer = { ...answer, text: '规划没有写明。', declined: true, citations: [] };
  expect(renderAnswer(declined, { colour: false })).toBe('规划没有写明。\n');
});

test('a draft is called one, once', () => {
  const render = (plan: string): string =>
    renderAnswer({ ...answer, citations: [{ ...citation, plan, draft: true }] }, { colour: false });
  expect(render('示例市人才条例')).toContain('[1] 示例市人才条例（征求意见稿） ›');
  expect(render('示例市人才条例（征求意见稿）')).toContain('[1] 示例市人才条例（征求意见稿） ›');
});

test('lines of the file are shown as a range', () => {
  expect(renderAnswer({ ...answer, citations: [{ ...citation, lines: [12, 15] }] }, { colour: false })).toContain(
    '（city.txt:12-15）',
  );
});

test('a plan cannot send escape sequences to the terminal', () => {
  const hostile: Answer = {
    ...answer,
    text: '好\u001B]0;x\u0007',
    citations: [{ ...citation, quote: '一\u001B[2J二\u202E三' }],
  };
  const shown = renderAnswer(hostile, { colour: false });
  for (const control of ['\u001B', '\u0007', '\u202E']) expect(shown).not.toContain(control);
  expect(shown).toContain('一 [2J二 三');
});

test('the terminal shows the finished answer of the events', async () => {
  const assistant: Assistant = {
    async *ask() {
      await Promise.resolve();
      yield { type: 'status', text: '正在查找' };
      yield { type: 'text', text: answer.text };
      yield { type: 'done', answer };
    },
  };
  expect(await answerInTerminal(assistant, '问', { colour: false })).toBe(renderAnswer(answer, { colour: false }));
});
