import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SentenceStream } from './sentences.ts';

function sentencesOf(pieces: readonly string[], isWhole = true): readonly string[] {
  const stream = new SentenceStream();
  const sentences = [...pieces.flatMap((piece) => stream.push(piece)), ...stream.end(isWhole)];
  return sentences.map(({ text, startsLine }) => `${startsLine ? '¶' : ''}${text}`);
}

test.each<[string, readonly string[]]>([
  ['甲[1]。乙[2]。', ['¶甲[1]。', '乙[2]。']],
  ['甲。[1][2]乙。[3]', ['¶甲。[1][2]', '乙。[3]']],
  ['甲。 (1)乙。', ['¶甲。 (1)', '乙。']],
  ['- 甲[1]\n- 乙[2]', ['¶- 甲[1]', '¶- 乙[2]']],
  ['甲：\n\n1. 乙[1]。\n2. 丙[2]。\n', ['¶甲：', '¶1. 乙[1]。', '¶2. 丙[2]。']],
  ['“甲。”[1]乙', ['¶“甲。”[1]', '乙']],
  ['<think>乙。丙[1]。</think>\n甲[1]。', ['¶甲[1]。']],
  ['<think>乙。丙[1]。', []],
  ['3.5%[1]。', ['¶3.5%[1]。']],
])('%j', (text, expected) => {
  expect(sentencesOf([text])).toEqual(expected);
  expect(sentencesOf(Array.from(text))).toEqual(expected);
});

test('a sentence is handed on as soon as the next one begins', () => {
  const stream = new SentenceStream();
  expect(stream.push('甲[1]。')).toEqual([]);
  expect(stream.push('[2]')).toEqual([]);
  expect(stream.push('乙')).toEqual([{ text: '甲[1]。[2]', startsLine: true }]);
});

test('of a stream that broke off, the last sentence counts only when it had ended', () => {
  expect(sentencesOf(['甲[1]。乙达到30'], false)).toEqual(['¶甲[1]。']);
  expect(sentencesOf(['甲[1]。乙[2]。'], false)).toEqual(['¶甲[1]。', '乙[2]。']);
});

test('nothing is lost and nothing depends on how the stream is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '1', '[', ']', '。', '\n', '（', '）', '”', ' ', '<', '？') });
  fc.assert(
    fc.property(text, fc.array(fc.nat(20)), (whole, cuts) => {
      const pieces: string[] = [];
      let from = 0;
      for (const length of cuts) {
        pieces.push(whole.slice(from, from + length));
        from += length;
      }
      pieces.push(whole.slice(from));
      expect(sentencesOf(pieces)).toEqual(sentencesOf([whole]));
      const bare = (value: string): string => value.replace(/[\s¶]/gu, '');
      expect(bare(sentencesOf(pieces).join(''))).toBe(bare(whole));
    }),
  );
});
