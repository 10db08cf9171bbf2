import { expect, test } from 'vitest';
import { quotedWords } from './quoted-words.ts';

const FILLER = '这一句讲的是别的事情，与所问无关，只是为了让段落变长。'.repeat(3);

function check(quote: string, answer: string, expected: string, n = 1): void {
  expect(quotedWords({ n, quote }, answer, 40)).toBe(expected);
}

test('a short passage is quoted whole', () => {
  check('短句。', '别的', '短句。');
});

test('a long passage is cut to the sentence the answer rests on', () => {
  const quote = `${FILLER}技术合同成交额突破60亿元。${FILLER}`;
  check(quote, '到2025年，技术合同成交额**突破60亿元**。[1]', '…技术合同成交额突破60亿元。…');
});

test('the sentence with the figure is quoted, not one that merely speaks of the same', () => {
  const quote = '加强示例市高新技术企业梯队培育，完善高新技术企业扶持体系，壮大高新技术企业。到2025年达到300家。';
  check(quote, '示例市高新技术企业到2025年力争**达到300家**。[1]', '…到2025年达到300家。');
});

test('of several statements the one with the mark of the source counts', () => {
  const quote = `到2025年，示例市全社会研发投入强度达到3.5%左右。${FILLER}技术合同成交额突破60亿元。`;
  const answer = '1. 研发投入强度：**3.5%左右**[1]\n2. 技术合同成交额：**60亿元**[2]';
  check(quote, answer, '到2025年，示例市全社会研发投入强度达到3.5%左右。…');
  check(quote, answer, '…技术合同成交额突破60亿元。', 2);
  check(quote, '研发投入强度达到3.5%[1][3]，技术合同成交额为60亿元[2]。', '…技术合同成交额突破60亿元。', 2);
  check(quote, '| 研发投入强度 | 3.5%左右[1] |\n|---|---|\n| 成交额 | 60亿元[2] |', '…技术合同成交额突破60亿元。', 2);
});

test('a sentence that bears on the answer as well is quoted with it while there is room', () => {
  const quote = `${FILLER}高新技术企业达到300家。${FILLER}高新技术企业2020年为185家。`;
  check(quote, '高新技术企业2020年为185家，达到300家。[1]', '…高新技术企业达到300家。…高新技术企业2020年为185家。');
});

test('of one long sentence the clauses around the figure are quoted', () => {
  const quote = `${'很长的一句话，'.repeat(30)}高新技术企业达到300家，${'还有别的话，'.repeat(10)}完`;
  const words = quotedWords({ n: 1, quote }, '高新技术企业达到300家[1]', 40);
  expect(words).toMatch(/^…很长的一句话，.*高新技术企业达到300家，.*…$/u);
  expect(words.length).toBeLessThanOrEqual(42);
});

test('a heading that runs in is quoted with what follows it', () => {
  const next = '创新人才评价机制，完善职称制度。';
  check(`加强人才政策创新。${next}${FILLER}`, '共1项：\n1. 加强人才政策创新[1]', `加强人才政策创新。${next}…`);
});

test('a clause is never cut, however long', () => {
  const quote = `${'很长'.repeat(60)}达到300家`;
  check(quote, '达到300家[1]', quote);
});
