import { expect, test } from 'vitest';
import { isLabelled, splitGlued } from './glued.ts';
import { readLines } from './lines.ts';

function check(lines: readonly string[], expected: readonly string[]): void {
  expect(
    splitGlued(readLines({ file: '示例.txt', sha256: '', lines })).map((line) => `${line.number} ${line.text}`),
  ).toEqual(expected);
}

test('headings glued to the title of a box', () => {
  check(
    ['专栏 6农业重大专项以及优先主题一、农业重大专项重大专项 1：种子工程', '重大专项 2：农机'],
    ['1 专栏6农业重大专项以及优先主题', '1 一、农业重大专项', '1 重大专项1：种子工程', '2 重大专项2：农机'],
  );
  check(
    ['一、社会重大专项重大专项1：医药', '重大专项2：安全'],
    ['1 一、社会重大专项', '1 重大专项1：医药', '2 重大专项2：安全'],
  );
});

test('a body glued to its heading', () => {
  check(
    ['专栏6专项一、重大专项重大专项1：种子工程开展选育，建设基地。', '重大专项2：农机'],
    ['1 专栏6专项', '1 一、重大专项', '1 重大专项1：种子工程', '1 开展选育，建设基地。', '2 重大专项2：农机'],
  );
  check(
    ['重大专项1：种子', '重大专项2：农机研发装备，建设基地。'],
    ['1 重大专项1：种子', '2 重大专项2：农机', '2 研发装备，建设基地。'],
  );
});

test('what is whole stays whole', () => {
  check(
    ['专栏1 统一、规范的平台', '一、重点工程', '工程1：甲。'],
    ['1 专栏1统一、规范的平台', '2 一、重点工程', '3 工程1：甲。'],
  );
  check(['背光组件1：研发模组，建设产线。'], ['1 背光组件1：研发模组，建设产线。']);
});

test('isLabelled', () => {
  for (const text of ['重大专项2：现代农机', '优先主题12：可控热核聚变能及相关技术与装备'])
    expect(isLabelled(text), text).toBe(true);
  for (const text of ['重大专项：农机', '重大专项2：农机。', '重大专项2：', '2030年：目标', '重大专项123：农机'])
    expect(isLabelled(text), text).toBe(false);
});
