import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSynonyms } from '../../../../retrieval/query/synonyms.ts';
import { words } from '../../../../retrieval/rank/temporary-index.fixture.ts';
import { createVocabulary } from '../../model/vocabulary.ts';
import { mergeClauses } from './merge-clauses.ts';
import type { Clause } from './numbered-clauses.ts';
import type { WrittenSentence } from './read-section.ts';

const vocabulary = createVocabulary(words, loadSynonyms());

const TEXTS = [
  '到2025年，高新技术企业达到800家以上。',
  '实施“云山英才计划”，每年引进创新团队20个。',
  '建设人才公寓5000套，解决子女入学需求。',
  '改革职称制度，建立绿色通道。',
];
const clauses = TEXTS.map(
  (text, at) => ({ n: at + 1, sentence: { text, marks: [at + 1] }, passages: [] }) as unknown as Clause,
);

/** What was written, with the clauses that it marks. */
const written = (text: string, ...marks: readonly number[]): WrittenSentence => ({
  text,
  clauses: clauses.filter(({ n }) => marks.includes(n)),
  passages: [],
});
const textOf = (one: Clause | WrittenSentence): string => ('n' in one ? String(one.n) : one.text);

function check(sentences: readonly WrittenSentence[], expected: readonly string[]): void {
  expect(mergeClauses(clauses, sentences, vocabulary).map(textOf)).toEqual(expected);
}

const SAID = [
  '高新技术企业到2025年达到800家以上。',
  '每年引进创新团队20个，实施“云山英才计划”。',
  '人才公寓建设5000套，解决子女入学的需求。',
  '建立绿色通道，改革职称制度。',
] as const;

test('sentences take the place of what they say, in their own order', () => {
  check(
    [3, 1, 0, 2].map((at) => written(SAID[at] ?? '', at + 1)),
    [SAID[3], SAID[1], SAID[0], SAID[2]],
  );
});

test('what nobody wrote of stands behind what was written of the clause before it', () => {
  check([], ['1', '2', '3', '4']);
  check([written(SAID[1], 2)], ['1', SAID[1], '3', '4']);
  check([written(SAID[3], 4), written(SAID[0], 1)], [SAID[3], SAID[0], '2', '3']);
});

test.each([
  ['a figure', '人才公寓建设若干套，解决子女入学的需求。', 3],
  ['a bound', '高新技术企业到2025年达到800家。', 1],
  ['a year', '高新技术企业达到800家以上。', 1],
  ['a name', '每年引进创新团队20个，实施英才计划。', 2],
  ['most words', '改革职称。', 4],
])('who leaves out %s loses the sentence to the clause', (_, text, n) => {
  check([written(text, n)], ['1', '2', '3', '4']);
});

test('two sentences may say one clause, and one sentence two', () => {
  check(
    [written('建立绿色通道。', 4), written('改革职称制度。', 4), written(`${SAID[0].slice(0, -1)}，${SAID[2]}`, 1, 3)],
    ['建立绿色通道。', '改革职称制度。', `${SAID[0].slice(0, -1)}，${SAID[2]}`, '2'],
  );
});

test('a sentence goes with the clause that it does not say, and takes what else it said along', () => {
  check([written(`${SAID[0].slice(0, -1)}，建设人才公寓。`, 1, 3), written(SAID[1], 2)], ['1', SAID[1], '3', '4']);
});

test('whatever is written, each clause is said by a sentence that marks it, or stands itself, and never both', () => {
  const sentence = fc.record({
    parts: fc.subarray([
      '800家以上',
      '2025年',
      '高新技术企业达到',
      '20个',
      '“云山英才计划”',
      '5000套',
      '职称制度',
      '绿色通道',
    ]),
    marks: fc.subarray([1, 2, 3, 4], { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 6 }), (sentences) => {
      const merged = mergeClauses(
        clauses,
        sentences.map(({ parts, marks }) => written(`${parts.join('，')}。`, ...marks)),
        vocabulary,
      );
      for (const clause of clauses) {
        const stands = merged.includes(clause);
        const marking = merged.filter((one) => !('n' in one) && one.clauses.includes(clause));
        expect(stands).toBe(marking.length === 0);
        const said = stands ? clause.sentence.text : marking.map(textOf).join('');
        for (const figure of clause.sentence.text.match(/\d+/gu) ?? []) expect(said).toContain(figure);
      }
      expect(new Set(merged).size).toBe(merged.length);
    }),
  );
});
