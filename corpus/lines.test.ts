import { describe, expect, test } from 'vitest';
import { judgeLayout, nextFilled, readLines, type Line } from './lines.ts';

function read(...lines: string[]): readonly Line[] {
  return readLines({ file: '示例.md', sha256: '', lines });
}

describe('readLines', () => {
  const check = (line: string, expected: Partial<Line>): void => {
    expect(read(line)[0]).toMatchObject(expected);
  };

  test('takes Markdown’s marks off', () => {
    check('### 第一节  建设 平台', { text: '第一节建设平台', depth: 3 });
    check('- 建设平台', { text: '建设平台', bullet: true, depth: 0 });
    check('* **种子工程**：选育品种。', { text: '种子工程：选育品种。', bullet: true, bold: '种子工程' });
    check('**智能农机。**研发装备。', { text: '智能农机。研发装备。', bold: '智能农机。', bullet: false });
    check('研发**重点**装备', { text: '研发重点装备', bold: '' });
    check('表中带\\*数据', { text: '表中带*数据' });
    check('> 编者注：略。', { text: '编者注：略。', quote: true });
    check('#无空格', { text: '#无空格', depth: 0 });
    check('-5.2', { text: '-5.2', bullet: false });
    check('——坚持创新。', { text: '——坚持创新。', bullet: false });
  });

  test('a rule is a blank line', () => {
    for (const rule of ['---', '* * *', '————————', '___']) check(rule, { text: '', bullet: false });
    check('——', { text: '——' });
  });

  test('raw keeps tabs and spaces', () => {
    check('\t⼈才  数', { raw: '\t人才  数', text: '人才数' });
  });

  test('the space after the number of a box counts', () => {
    check('专栏五 四大工程', { text: '专栏五 四大工程' });
    check('专 栏 十 一流学科', { text: '专栏十 一流学科' });
    check('专栏十一 应用场景', { text: '专栏十一应用场景' });
  });
});

describe('page numbers', () => {
  const check = (lines: readonly string[], expected: readonly number[]): void => {
    expect(
      read(...lines)
        .filter((line) => line.page)
        .map((line) => line.number),
    ).toEqual(expected);
  };

  test('between lines of text, rising', () => {
    check(['甲', '12', '乙', '', '13', '丙'], [2, 5]);
    check(['甲', '13', '乙', '12', '丙'], [2]);
    check(['甲', '9', '乙', '1', '丙'], [2, 4]);
  });

  test('with dashes or words around', () => {
    check(['— 3 —', '-4-', '第5页', '第 6 页 共 20 页', '7/20'], [1, 2, 3, 4, 5]);
  });

  test('numbers beside numbers, in cells, and years are none', () => {
    check(['指标', '300', '500', '甲'], []);
    check(['\t12', '2030'], []);
    check(['甲', '2030', '乙'], []);
    check(['甲', '1.5', '乙'], []);
  });
});

describe('judgeLayout', () => {
  const sentence = '推进科技创新发展，建设创新型城市，培育高新技术企业，打造创新高地。';
  const text = sentence.repeat(30);

  test('lines broken at a width', () => {
    const wrapped = Array.from({ length: Math.floor(text.length / 25) }, (_, index) =>
      text.slice(index * 25, (index + 1) * 25),
    );
    expect(judgeLayout(read(...wrapped))).toEqual({ hardWrapped: true, width: 50, blankSeparated: false });
    expect(judgeLayout(read(...wrapped.flatMap((line) => [line, ''])))).toMatchObject({
      hardWrapped: true,
      blankSeparated: true,
    });
    expect(judgeLayout(read(...wrapped.slice(0, 10)))).toMatchObject({ hardWrapped: true });
  });

  test('a paragraph a line', () => {
    expect(judgeLayout(read(...Array<string>(50).fill(sentence)))).toMatchObject({ hardWrapped: false, width: 0 });
    expect(judgeLayout(read())).toEqual({ hardWrapped: false, width: 0, blankSeparated: false });
  });
});

test('nextFilled', () => {
  const lines = read('甲', '', ' ', '乙', '');
  expect(nextFilled(lines, 0)).toBe(0);
  expect(nextFilled(lines, 1)).toBe(3);
  expect(nextFilled(lines, 4)).toBe(5);
});
