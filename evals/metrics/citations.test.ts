import { describe, expect, test } from 'vitest';
import { passageOf } from '../questions.fixture.ts';
import { countCitations } from './citations.ts';
import { statementsOf } from './statements.ts';
import { supports } from './support.ts';

describe('statementsOf', () => {
  const check = (answer: string, expected: readonly (readonly [text: string, ...cites: number[]])[]) => {
    test(answer.replaceAll('\n', '⏎'), () => {
      expect(statementsOf(answer)).toEqual(expected.map(([text, ...cites]) => ({ text, cites })));
    });
  };
  check('达到**800家**。[1]另有甲[2][3]。', [
    ['达到800家。', 1],
    ['另有甲。', 2, 3],
  ]);
  check('甲。乙。[1]', [
    ['甲。', 1],
    ['乙。', 1],
  ]);
  check('甲。[1]乙。', [['甲。', 1], ['乙。']]);
  check('甲[1]\n乙', [['甲', 1], ['乙']]);
  check('共2项：\n1. 甲[1]\n2. 乙[2]\n丙', [['共2项：', 1, 2], ['甲', 1], ['乙', 2], ['丙']]);
  check('3.8%左右[1]', [['3.8%左右', 1]]);
  check('。\n\n', []);
});

describe('supports', () => {
  const passage = passageOf('到2025年，示例市高新技术企业达到800家，建设“样板谷”，研发投入占比3.8%左右。');
  const check = (statement: string, expected: boolean) => {
    test(`${statement}: ${expected ? 'yes' : 'no'}`, () => {
      expect(supports([passage], statement)).toBe(expected);
    });
  };
  check('2025年示例市高新技术企业达到800家', true);
  check('2025年示例市高新技术企业达到801家', false);
  check('2026年示例市高新技术企业达到800家', false);
  check('2025年示例市高新技术企业达到800亿元', false);
  check('示例市建设“样板谷”', true);
  check('示例市建设“样板城”', false);
  check('研发投入占比8%左右', false);
  check('外省中小学校图书馆藏书达到800家', false);
  check('沿G60布局高新技术企业', false);
});

describe('countCitations', () => {
  const first = passageOf('高新技术企业达到800家。');
  const second = passageOf('科技型中小企业达到9000家。');
  const other = passageOf('完善农村道路网络。', { section: ['交通'] });
  const cited = new Map([
    [1, first],
    [2, second],
    [3, other],
  ]);
  const check = (
    answer: string,
    [statements, supported, citations, precise]: readonly [number, number, number, number],
  ) => {
    test(answer, () => {
      expect(countCitations(answer, cited)).toEqual({ statements, supported, citations, precise });
    });
  };
  check('高新技术企业达到800家。[1]', [1, 1, 1, 1]);
  check('高新技术企业达到800家。', [1, 0, 0, 0]);
  check('高新技术企业达到800家。[2]', [1, 0, 1, 0]);
  check('高新技术企业达到800家。[1][3]', [1, 1, 2, 1]);
  check('高新技术企业达到800家，科技型中小企业达到9000家。[1][2]', [1, 1, 2, 2]);
  check('高新技术企业达到800家。[1][9]', [1, 0, 2, 0]);
});
