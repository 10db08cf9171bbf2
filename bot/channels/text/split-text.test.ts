import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitText } from './split-text.ts';

function check(text: string, limit: number, expected: readonly string[]): void {
  expect(splitText(text, limit)).toEqual(expected);
}

describe('splitText', () => {
  test('what fits is left as it is', () => {
    check('一句话。\n', 10, ['一句话。\n']);
  });
  test('a blank text has no pieces', () => {
    check('', 10, []);
    check(' \n ', 10, []);
  });
  test('a paragraph end comes first, then a sentence end, then a clause end', () => {
    check('甲乙丙丁。戊己\n\n庚辛。壬癸，子丑。', 14, ['甲乙丙丁。戊己', '庚辛。壬癸，子丑。']);
    check('甲乙丙丁。戊己，庚辛壬癸子丑。', 10, ['甲乙丙丁。', '戊己，庚辛壬癸子丑。']);
    check('甲乙丙丁，戊己庚辛，壬癸子丑寅卯', 12, ['甲乙丙丁，戊己庚辛，', '壬癸子丑寅卯']);
  });
  test('a citation stays with its sentence', () => {
    check('甲乙丙丁。[1]戊己庚辛。[2]', 9, ['甲乙丙丁。[1]', '戊己庚辛。[2]']);
    check('**甲乙丙丁。**[1]戊己庚辛。[2]', 13, ['**甲乙丙丁。**[1]', '戊己庚辛。[2]']);
  });
  test('a figure stays with its unit', () => {
    check('研发经费投入强度提高到3.25%以上水平', 14, ['研发经费投入强度提高到', '3.25%以上水平']);
    check('规模以上工业企业达到2021—2025年间', 16, ['规模以上工业企业达到', '2021—2025年间']);
    check('甲乙丙丁戊己庚辛十四五期间', 11, ['甲乙丙丁戊己庚辛', '十四五期间']);
  });
  test('titles and bold words are kept whole when they fit', () => {
    check('甲乙丙丁根据《示例市，科技规划》要求', 14, ['甲乙丙丁根据', '《示例市，科技规划》要求']);
    check('甲乙丙丁戊己**高新技术，企业**庚辛', 14, ['甲乙丙丁戊己', '**高新技术，企业**庚辛']);
    check('《示例市科技规划》', 5, ['《示例市科', '技规划》']);
  });
  test('a heading goes with what follows it', () => {
    check('甲乙丙丁戊己。\n## 目标\n庚辛壬癸子丑寅卯。', 18, ['甲乙丙丁戊己。', '## 目标\n庚辛壬癸子丑寅卯。']);
  });
  test('the indent of a list is kept', () => {
    check('- 甲乙丙丁\n  - 戊己庚辛', 10, ['- 甲乙丙丁', '  - 戊己庚辛']);
  });
  test('a table is cut between rows and its head repeated', () => {
    const head = '| 指标 | 数值 |\n| --- | --- |\n';
    const rows = ['| 甲 | 1% |', '| 乙 | 2% |', '| 丙 | 3% |'];
    check(`${head}${rows.join('\n')}\n`, head.length + 21, [
      `${head}${rows[0] ?? ''}\n${rows[1] ?? ''}`,
      `${head}${rows[2] ?? ''}\n`,
    ]);
  });
  test('the size may be counted otherwise', () => {
    const bytes = (text: string): number => Buffer.byteLength(text);
    expect(splitText('甲乙。丙丁。', 9, bytes)).toEqual(['甲乙。', '丙丁。']);
  });
});

const word = fc.constantFrom(
  ...[
    '甲乙',
    '规划',
    '，',
    '。',
    '；',
    '\n',
    '\n\n',
    ' ',
    '、',
    '**重点**',
    '**',
    '[1]',
    '[12]',
    '《示例市规划》',
    '《',
  ],
  ...['300家', '2025年', '13.5%', '1,200亿元', '3—5个', '百分之五', '🀄', '𠮷', 'GDP', '！', '”', '：', '# 题\n'],
);
const text = fc.array(word, { maxLength: 120 }).map((words) => words.join(''));
const withoutSpace = (joined: string): string => joined.replace(/\s+/gu, '');

describe('any text', () => {
  test('no piece is over the limit, none is blank, and nothing is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (whole, limit) => {
        const pieces = splitText(whole, limit);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
        for (const piece of pieces) expect(piece.trim()).not.toBe('');
        expect(withoutSpace(pieces.join(''))).toBe(withoutSpace(whole));
        for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 3000 },
    );
  });

  test('any string at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 2, max: 50 }), (whole, limit) => {
        const pieces = splitText(whole, limit);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
        expect(withoutSpace(pieces.join(''))).toBe(withoutSpace(whole));
      }),
      { numRuns: 2000 },
    );
  });

  test('no figure, citation mark or bold marker is cut', () => {
    const figure = /\d[\d.,—]*(?:[家年%个]|亿元)|\[\d+\]|\*\*/gu;
    const marks = (joined: string): readonly string[] => joined.match(figure) ?? [];
    // Figures that stand side by side would read as one, longer than the limit.
    const apart = fc.constantFrom(
      ...['，预期达到明确目标', '。各类企业与平台共建', '、', '之后稳步提升整体水平', '\n', '《示例市规划》'],
    );
    const filled = fc.array(fc.tuple(word, apart), { maxLength: 80 }).map((pairs) => pairs.flat().join('的'));
    fc.assert(
      fc.property(filled, fc.integer({ min: 24, max: 80 }), (whole, limit) => {
        expect(splitText(whole, limit).flatMap(marks)).toEqual(marks(whole));
      }),
      { numRuns: 3000 },
    );
  });

  test('a range that is longer than the limit is parted between its numbers', () => {
    const ends = fc.array(fc.integer({ min: 1, max: 9_999_999 }), { minLength: 2, maxLength: 200 });
    const between = fc.constantFrom('-', '—', '～', '至');
    fc.assert(
      fc.property(ends, between, fc.integer({ min: 10, max: 300 }), (numbers, dash, limit) => {
        const pieces = splitText(numbers.join(dash), limit);
        expect(pieces.flatMap((piece) => piece.match(/\d+/gu) ?? []).map(Number)).toEqual(numbers);
      }),
      { numRuns: 1000 },
    );
  });

  test('each row of a table is whole and stands under its head', () => {
    const head = '| 指标 | 目标 |\n|---|---|\n';
    const row = fc.integer({ min: 1, max: 99999 }).map((value) => `| 指标${value} | ${value}家 |\n`);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.integer({ min: 60, max: 200 }), (rows, limit) => {
        const pieces = splitText(`前言。\n\n${head}${rows.join('')}\n后记。`, limit);
        const withRows = pieces.filter((piece) => piece.includes('| 指标1') || /\d家/u.test(piece));
        for (const piece of withRows) expect(piece).toContain(head);
        const shown = pieces.flatMap((piece) => piece.split('\n')).filter((line) => /\d家/u.test(line));
        expect(shown).toEqual(rows.map((line) => line.trimEnd()));
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 500 },
    );
  });
});
