import { expect, test } from 'vitest';
import { quotedWords } from './quoted-words.ts';

test('a long passage is cut to the sentences the answer rests on', () => {
  const filler = '这一句讲的是别的事情，与所问无关，只是为了让段落变长。'.repeat(3);
  const quote = `${filler}技术合同成交额突破60亿元。${filler}`;
  const words = quotedWords(quote, '到2025年，技术合同成交额**突破60亿元**。[1]', 40);
  expect(words).toBe('…技术合同成交额突破60亿元。…');
  expect(quotedWords('短句。', '别的', 40)).toBe('短句。');
});

test('one long sentence is kept whole', () => {
  const quote = `${'很长的一句话，'.repeat(30)}达到300家`;
  expect(quotedWords(quote, '达到300家', 40)).toBe(quote);
});
