import { describe, expect, it } from 'vitest';
import { writeLines } from './pdf-columns.ts';
import { placeLines, type PlacedText } from './pdf-lines.ts';

/** A piece of 10-point type; Han characters are 10 points wide, others 5, unless told. */
function piece(text: string, x: number, y: number, other: Partial<PlacedText> = {}): PlacedText {
  const size = other.size ?? 10;
  const width = Array.from(text).reduce((sum, letter) => sum + (/\p{ASCII}/u.test(letter) ? size / 2 : size), 0);
  return { text, x, y, width, size, ...other };
}

/** A line of pieces at `y`, each under its x. */
function line(y: number, parts: Readonly<Record<number, string>>): PlacedText[] {
  return Object.entries(parts).map(([x, text]) => piece(text, Number(x), y));
}

/** The pieces read as the given lines. */
function check(pieces: readonly PlacedText[], expected: readonly string[]): void {
  expect(writeLines(placeLines(pieces))).toEqual(expected);
}

describe('lines', () => {
  it('go from top to bottom and from left to right, whatever the order in the file', () => {
    check([piece('丁', 20, 40), piece('甲', 10, 20), piece('乙', 20, 20.5), piece('丙', 10, 40)], ['甲乙', '丙丁']);
  });

  it.each([
    ['touching pieces', { 10: '研发', 30: '强度' }, '研发强度'],
    ['a small gap', { 10: 'R&D', 28: '2025' }, 'R&D 2025'],
    ['a wide gap', { 10: '指标', 45: '单位' }, '指标\t单位'],
    ['letter-spacing', { 10: '示', 35: '例', 60: '市' }, '示例市'],
    ['two spaced letters', { 10: '目', 40: '录' }, '目录'],
    ['single letters far apart', { 10: '是', 60: '否', 110: '是' }, '是\t否\t是'],
    ['single digits apart', { 10: '1', 30: '2', 50: '3' }, '1\t2\t3'],
    ['loosely set text', { 10: '到 2 0 2 5 年 ， 达 到' }, '到2025年，达到'],
    ['single letters that are words', { 10: 'A B C D' }, 'A B C D'],
    ['blank pieces', { 0: ' ', 10: '一', 20: ' ', 21: 'a', 40: '  ' }, '一 a'],
    ['text printed twice', { 10: '研发强度', 11: '研发强度', 50: '目标' }, '研发强度目标'],
  ])('with %s', (_, parts, expected) => {
    check(line(20, parts), [expected]);
  });

  it('keep raised figures out of the figure before them', () => {
    check([piece('3.8', 10, 20), piece('1', 25, 16, { size: 6 }), piece('亿', 28, 20)], ['3.8¹亿']);
    check([piece('CO', 10, 20), piece('2', 20, 22, { size: 6 })], ['CO2']);
  });

  it('of nothing are nothing', () => {
    check([], []);
    check([piece('  ', 10, 10)], []);
  });
});

describe('tables', () => {
  const columns = [10, 100, 200, 300] as const;
  const row = (y: number, ...cells: string[]): PlacedText[] =>
    cells.flatMap((cell, index) => (cell === '' ? [] : [piece(cell, columns[index] ?? 0, y)]));
  const prose = (y: number): PlacedText => piece('本规划由各部门组织实施，并对实施情况开展年度评估和中期评估。', 10, y);

  it('get their empty cells back', () => {
    check(
      [
        prose(0),
        ...row(20, '指标', '单位', '2020年', '2025年'),
        ...row(40, '研发强度', '%', '', '3.8'),
        ...row(60, '高企', '', '2000', '3000'),
        ...row(80, '专利', '件', '', '12'),
        ...row(100, '载体', '家', '5', '9'),
        prose(120),
      ],
      [
        prose(0).text,
        '指标\t单位\t2020年\t2025年',
        '研发强度\t%\t\t3.8',
        '高企\t\t2000\t3000',
        '专利\t件\t\t12',
        '载体\t家\t5\t9',
        prose(0).text,
      ],
    );
  });

  it('put a cell over two columns into the first of them', () => {
    check(
      [
        ...[piece('指标', 10, 0), piece('目标（二〇二〇年、二五年）', 180, 0)],
        ...row(20, '', '单位', '2020年', '2025年'),
        ...row(40, '高企', '家', '2000', '3000'),
        ...row(60, '载体', '家', '5', '9'),
      ],
      ['指标\t\t目标（二〇二〇年、二五年）\t', '\t单位\t2020年\t2025年', '高企\t家\t2000\t3000', '载体\t家\t5\t9'],
    );
  });

  it('stay as they are when their rows do not agree', () => {
    check(
      [
        ...row(0, '甲', '乙', '丙'),
        piece('丁', 105, 20),
        piece('戊', 150, 20),
        piece('己', 250, 20),
        ...row(40, '庚', '', '辛'),
      ],
      ['甲\t乙\t丙', '丁\t戊\t己', '庚\t辛'],
    );
  });
});
