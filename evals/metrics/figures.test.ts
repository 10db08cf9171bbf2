import { describe, expect, test } from 'vitest';
import { passageOf } from '../questions.fixture.ts';
import { derivedFigures } from './derived.ts';
import { ungroundedFigures } from './figures.ts';

describe('ungroundedFigures', () => {
  const check = (
    answer: string,
    quotes: readonly string[],
    expected: readonly string[],
    { declined = false, question = '' } = {},
  ) => {
    test(`${answer.replaceAll('\n', '⏎')} from ${quotes.join(' | ') || 'nothing'}`, () => {
      const cited = quotes.map((text) => passageOf(text, { plan: '规划', section: ['目标'] }));
      expect(ungroundedFigures({ text: answer, declined }, cited, question)).toEqual(expected);
    });
  };
  check('2025年达到**800家**[1]', ['到2025年，达到800家。'], []);
  check('2025年达到900家[1]', ['到2025年，达到800家。'], ['达到900家']);
  check('2026年达到800家[1]', ['到2025年，达到800家。'], ['2026年']);
  check('达到800亿元[1]', ['达到800家，投入90亿元。'], ['达到800亿元']);
  check('达到572.13亿元[1]', ['交易额（亿元）——2020年 572.13'], []);
  check('达到3.5万家[1]', ['企业（万家）：3.5'], []);
  check('达到5-10家[1]', ['达到5～10家'], []);
  check('达到5-12家[1]', ['达到5～10家'], ['达到5-12家']);
  check('1. 甲[1]\n2. 乙[1]', ['甲、乙'], []);
  check('共2项：\n1. 甲[1]\n2. 乙[1]', ['甲、乙'], []);
  check('共3项：\n1. 甲[1]\n2. 乙[1]', ['甲、乙'], ['3项']);
  check('**20家**（100 − 80 = 20）[1]', ['从80家到100家'], []);
  check('**30家**（100 − 80 = 30）[1]', ['从80家到100家'], ['30家', '30']);
  check('**20家**（110 − 90 = 20）[1]', ['从80家到100家'], ['110', '90']);
  check('**约10%**（(121 ÷ 100)^(1/2) − 1 = 10%）[1]', ['从100家到121家'], []);
  check('**约11%**（(121 ÷ 100)^(1/2) − 1 = 11%）[1]', ['从100家到121家'], ['约11%', '1', '2', '1', '11%']);
  check('**100万人**（127 ÷ (1 + 27%) = 100）[1]', ['127万人，增长27%'], []);
  check('**5亿元**（8.2亿 − 3.2亿 = 5亿）[1]', ['投入8.2亿元，其中3.2亿元'], []);
  check('没有2030年的目标。', [], [], { declined: true, question: '2030年目标多少？' });
  check('没有。相近的是2025年900家[1]', ['到2025年，达到800家。'], ['900家'], { declined: true });
});

describe('derivedFigures', () => {
  const check = (answer: string, expected: readonly string[]) => {
    test(answer.replaceAll('\n', '⏎'), () => {
      expect([...derivedFigures(answer)]).toEqual(expected);
    });
  };
  check('5 − 3 = 2', ['2']);
  check('10000 ÷ 300 = 33.33', ['33.33']);
  check('10000 ÷ 300 = 33.34', []);
  check('（30 ÷ 80 = 37.5%）', ['37.5']);
  check('2 + 3 × 4 = 14', ['14']);
  check('3 − 5 = 2', ['2']);
  check('共2项：\n- 甲\n- 乙', ['2']);
  check('共2项：甲、乙', []);
  check('a = 5', []);
});
