import { expect, test } from 'vitest';
import { readMarks } from './marks.ts';

const known = (n: number): boolean => n >= 1 && n <= 12;

function check(sentence: string, expected: readonly (readonly [string, ...number[]])[] | undefined): void {
  const marked = readMarks(sentence, known);
  let from = 0;
  const pieces = marked?.groups.map(({ at, passages }) => {
    const piece = [marked.text.slice(from, at), ...passages] as const;
    from = at;
    return piece;
  });
  const rest = marked?.text.slice(from) ?? '';
  expect(pieces && rest !== '' ? [...pieces, [rest]] : pieces).toEqual(expected);
}

test.each<[string, readonly (readonly [string, ...number[]])[]]>([
  ['甲[1]。', [['甲', 1], ['。']]],
  ['甲。[1]', [['甲。', 1]]],
  ['甲 [1] [2]。', [['甲', 1, 2], ['。']]],
  ['甲【1】。', [['甲', 1], ['。']]],
  ['甲［1］。', [['甲', 1], ['。']]],
  ['甲〔1〕。', [['甲', 1], ['。']]],
  ['甲[ID:1]。', [['甲', 1], ['。']]],
  ['甲[id: 3]。', [['甲', 3], ['。']]],
  ['甲[来源2]。', [['甲', 2], ['。']]],
  ['甲[^2]。', [['甲', 2], ['。']]],
  ['甲【4†source】。', [['甲', 4], ['。']]],
  ['甲[1,2]。', [['甲', 1, 2], ['。']]],
  ['甲[1，3、5]。', [['甲', 1, 3, 5], ['。']]],
  ['甲[1-3]。', [['甲', 1, 2, 3], ['。']]],
  ['甲[1][1]。', [['甲', 1], ['。']]],
  ['甲(1)。', [['甲', 1], ['。']]],
  ['甲（2）[3]。', [['甲', 2, 3], ['。']]],
  ['甲[1]，乙[2]。', [['甲', 1], ['，乙', 2], ['。']]],
  ['(1)甲[2]。', [['(1)甲', 2], ['。']]],
  ['甲（2021）[2]。', [['甲（2021）', 2], ['。']]],
  ['皖政〔2021〕5号[2]。', [['皖政〔2021〕5号', 2], ['。']]],
])('%s', (sentence, expected) => {
  check(sentence, expected);
});

test.each([
  '甲[13]。',
  '甲[0]。',
  '甲[1][99]。',
  '甲[1-40]。',
  '甲[3-1]。',
  '甲[1',
  '甲[注]。',
  '甲[2025]。',
  '甲[链接](x)[1]。',
  '![图][1]',
  '[1]: x',
])('no passage of that number, or no mark: %s', (sentence) => {
  // The last one reads as a mark before a colon: the sentence falls for other reasons.
  if (sentence === '[1]: x') check(sentence, [['', 1], [': x']]);
  else check(sentence, undefined);
});
