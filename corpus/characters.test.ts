import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareText, cleanLine, displayWidth, foldRadicals, joinPieces, tightenSpaces } from './characters.ts';

describe('foldRadicals', () => {
  const check = (text: string, expected: string): void => {
    expect(foldRadicals(text)).toBe(expected);
  };

  test('Kangxi and supplement radicals', () => {
    check('⼈⼯智能⽰范', '人工智能示范');
    check('⻛险⻓三⾓⻋⻔⻢⻥', '风险长三角车门马鱼');
    check('⾦⻰⻬', '金龙齐');
  });

  test('radical 29 is 口 beside the words it stands in, else 又', () => {
    check('⼈⼜规模、进出⼜、单⼀窗⼜、突破⼜、港⼜', '人口规模、进出口、单一窗口、突破口、港口');
    check('⼜岸、⼜腔医院、⼜碑', '口岸、口腔医院、口碑');
    check('⼈ ⼜健康', '人 口健康');
    check('⼜快⼜好', '又快又好');
    check('交⼜', '交又');
  });

  test('what is no radical stays', () => {
    check('①②㎡（％）ＡＢ、“人口”𠀀', '①②㎡（％）ＡＢ、“人口”𠀀');
  });

  test('one character stays one character, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0x2e80, max: 0x2fdf }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          expect(foldRadicals(text)).toHaveLength(text.length);
          expect(foldRadicals(foldRadicals(text))).toBe(foldRadicals(text));
        },
      ),
    );
  });
});

test('tightenSpaces', () => {
  const check = (text: string, expected: string): void => {
    expect(tightenSpaces(text)).toBe(expected);
  };
  check('科 技　创 新', '科技创新');
  check('到 2030 年，研发 （ R&D ）经费占 2.5 % 左右', '到2030年，研发（R&D）经费占2.5%左右');
  check('Micro LED 和 5G', 'Micro LED和5G');
  check('( 人年 )', '(人年)');
  check('“ 十五五 ”规划', '“十五五”规划');
  check('甲\u200B乙\uFEFF', '甲乙');
  check('\t甲 \t 乙 ', '甲乙');
});

test('cleanLine folds before it tightens', () => {
  expect(cleanLine(' ⼤ 健康 ')).toBe('大健康');
});

test('joinPieces puts a space between Latin words only', () => {
  expect(joinPieces('Micro', 'LED')).toBe('Micro LED');
  expect(joinPieces('达到20', '30家')).toBe('达到2030家');
  expect(joinPieces('创', '新')).toBe('创新');
  expect(joinPieces('', 'A')).toBe('A');
});

test('bareText compares letters and digits', () => {
  expect(bareText('“十五五”（２０３０ 年）Ｒ＆Ｄ')).toBe(bareText('十五五2030年r&d'));
});

test('displayWidth counts a Chinese character as two', () => {
  expect(displayWidth('到2030年，“甲”')).toBe(2 + 4 + 2 + 2 + 2 + 2 + 2);
});
