import { describe, expect, test } from 'vitest';
import { readLines } from './lines.ts';
import { findTitles, isTitle } from './titles.ts';

test('isTitle', () => {
  for (const title of [
    '示例市“十五五”科技创新规划',
    '示例省国民经济和社会发展第十六个五年规划和2040年远景目标纲要',
    '样本县科技创新行动计划（2023—2027年）',
    '样本县科技创新行动计划（2023－2027年）（征求意见稿）',
    '关于加快科技创新的若干措施',
    '示例市支持企业创新若干政策（试行）',
    '《示例市人才发展实施方案》',
    '关于推进产业创新的实施意见（草案）',
    '附件：示例市科技创新规划',
  ]) {
    expect(isTitle(title), title).toBe(true);
  }
  for (const text of [
    '关于印发示例市科技创新规划的通知',
    '根据《示例市发展规划》',
    '制定本规划',
    '实施“双倍增”行动计划',
    '坚持规划引领，完善实施方案',
    '示例市科技创新发展规划。',
    '规划',
    '一、完善实施方案',
    '示例市科技创新规划解读',
  ]) {
    expect(isTitle(text), text).toBe(false);
  }
});

describe('findTitles', () => {
  const check = (lines: readonly string[], expected: readonly (readonly [string, number, number])[]): void => {
    const found = findTitles(readLines({ file: '示例.txt', sha256: '', lines }));
    expect(found.map(({ title, lines: [from, to] }) => [title, from, to])).toEqual(expected);
  };

  test('after a notice, in brackets, with a space', () => {
    check(
      [
        '关于印发示例市科技创新规划的通知',
        '各县区：',
        '现印发。',
        '2026年1月1日',
        '',
        '《示例市 科技创新规划》',
        '一、总则',
      ],
      [['示例市科技创新规划', 6, 6]],
    );
    check(
      ['示例市人民政府关于印发', '示例市科技创新规划的通知', '现印发给你们。', '示例市科技创新规划', '一、总则'],
      [['示例市科技创新规划', 4, 4]],
    );
    check(
      ['示例市人民政府关于印发', '示例市科技创新规划', '的通知', '现印发给你们。', '示例市科技创新规划', '一、总则'],
      [['示例市科技创新规划', 5, 5]],
    );
  });

  test('broken over two and three lines, with a draft mark or years below', () => {
    check(
      ['示例市农业农村科技创新发展', '', '“十五五”规划', '', '前言'],
      [['示例市农业农村科技创新发展“十五五”规划', 1, 3]],
    );
    check(['示例市', '“十五五”科技创新', '发展规划', '前言'], [['示例市“十五五”科技创新发展规划', 1, 3]]);
    check(
      ['关于推进产业创新的实施意见', '（征求意见稿）', '', '一、总则'],
      [['关于推进产业创新的实施意见（征求意见稿）', 1, 2]],
    );
    check(
      ['样本县科技创新行动计划', '（2023—2027年）', '（草案）', '一、总则'],
      [['样本县科技创新行动计划（2023—2027年）（草案）', 1, 3]],
    );
  });

  test('several plans in one file', () => {
    const plan = (title: string): string[] => [title, '一、总则', '坚持创新。', '二、任务', '建设平台。'];
    check(
      [...plan('示例省基础研究规划'), ...plan('示例省人才规划'), '附件2', ...plan('示例省合作规划')],
      [
        ['示例省基础研究规划', 1, 1],
        ['示例省人才规划', 6, 6],
        ['示例省合作规划', 12, 12],
      ],
    );
    check(
      ['示例省基础研究规划', '示例省人才规划', ...plan('示例省基础研究规划'), ...plan('示例省人才规划')],
      [
        ['示例省基础研究规划', 3, 3],
        ['示例省人才规划', 8, 8],
      ],
    );
  });

  test('titles that are only mentioned', () => {
    check(
      ['示例市科技创新规划', '一、总则', '坚持创新。', '人才引进行动计划', '建设平台。', '二、任务', '培育企业。'],
      [['示例市科技创新规划', 1, 1]],
    );
    check([...Array<string>(20).fill('坚持创新。'), '示例市科技创新规划'], []);
    check([], []);
  });
});
