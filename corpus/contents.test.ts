import { expect, test } from 'vitest';
import { dropContents } from './contents.ts';
import { readLines } from './lines.ts';

function check(lines: readonly string[], expected: readonly string[]): void {
  const kept = dropContents(readLines({ file: '示例.txt', sha256: '', lines }));
  expect(kept.map((line) => line.text)).toEqual(expected);
}

test('a table of contents is left out, with dots, page numbers and blank lines', () => {
  const text = ['第一章 总体要求', '坚持创新。', '第二章 重点任务', '培育企业。'];
  check(
    ['示例市规划', '目 录', '', '第一章 总体要求……………1', '第二章 重点任务 .... 12', '', ...text],
    ['示例市规划', '', ...text.map((line) => line.replace(/章 /u, '章'))],
  );
  check(
    ['目录', '第一章总体要求', '第二章重点任务', ...text],
    text.map((line) => line.replace(/章 /u, '章')),
  );
});

test('lines that do not stand again in the text are no contents', () => {
  const lines = ['目录', '第一章总体要求', '坚持创新。', '第二章重点任务'];
  check(lines, lines);
  check(['甲', '乙'], ['甲', '乙']);
});
