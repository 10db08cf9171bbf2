import { describe, expect, test } from 'vitest';
import { answerOf, questionOf } from '../questions.fixture.ts';
import type { KnownFact } from '../questions.ts';
import { verdictOn, type Verdict } from './right.ts';

describe('verdictOn', () => {
  const check = (
    name: string,
    question: Partial<KnownFact>,
    answer: { text: string; declined?: boolean },
    expected: Partial<Verdict>,
  ) => {
    test(name, () => {
      const { text, declined = false } = answer;
      expect(verdictOn(questionOf(question), answerOf(text, [], { declined }))).toMatchObject(expected);
    });
  };
  check('the figure is there', {}, { text: '**800家**以上[1]' }, { right: true, missing: [] });
  check('another figure has it as a part', {}, { text: '1800家[1]' }, { right: false, missing: [['800']] });
  check('one alternative is enough', { expect: [['1万', '10000']] }, { text: '10,000家[1]' }, { right: true });
  const items = { expect: [['甲'], ['乙'], ['丙']] };
  check('a list lacks an item', items, { text: '甲、丙[1]' }, { right: false, missing: [['乙']] });
  check('a mark is no figure', { expect: [['2']] }, { text: '示例[2]' }, { right: false });
  check('the number of a line is no figure', { expect: [['2']] }, { text: '1. 甲[1]\n2. 乙[1]' }, { right: false });
  const neighbour = { forbid: ['600'] };
  check('the value of the row beside it', neighbour, { text: '800家，600家[1]' }, { right: false, forbidden: ['600'] });
  check(
    'declined though the plans have it',
    {},
    { text: '没有，是800', declined: true },
    { right: false, declineWrong: true },
  );
  const unknown = { decline: true, expect: [], evidence: [] };
  check('declined as it should be', unknown, { text: '规划里没有', declined: true }, { right: true });
  check('not declined as it should be', unknown, { text: '800家[1]' }, { right: false, declineWrong: true });
  check('as long as may be', {}, { text: `800${'示'.repeat(177)}` }, { right: true, tooLong: false });
  check('longer than a fact may be', {}, { text: `800${'示'.repeat(178)}` }, { right: false, tooLong: true });
  check('a list may be longer', { kind: 'list' }, { text: `800${'示'.repeat(497)}` }, { right: true });
});
