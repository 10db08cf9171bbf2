import { expect, test } from 'vitest';
import { sourcePath, sourceTitle } from './source-path.ts';

test('a draft is called one, once', () => {
  const title = (plan: string, draft: boolean): string => sourceTitle({ plan, draft });
  expect(title('示例市人才条例', false)).toBe('示例市人才条例');
  expect(title('示例市人才条例', true)).toBe('示例市人才条例（征求意见稿）');
  expect(title('示例市人才条例（征求意见稿）', true)).toBe('示例市人才条例（征求意见稿）');
});

test('the path leads from the plan to the section', () => {
  expect(sourcePath({ plan: '示例市规划', draft: false, section: ['第二章 目标', '一、总量'] })).toBe(
    '示例市规划 › 第二章 目标 › 一、总量',
  );
  expect(sourcePath({ plan: '示例市规划', draft: true, section: [] })).toBe('示例市规划（征求意见稿）');
});
