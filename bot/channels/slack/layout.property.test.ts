import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzedAnswer, fuzzedText, fuzzedWords } from './slack-answers.fixture.ts';
import { SOURCE_PASSAGE, someSource } from './source-view.fixture.ts';
import { LIMITS, layoutAnswer, layoutTail, pack, withPlainButtons } from './answer-layout.ts';
import { literal, mrkdwn, shownSoFar, streamMarkdown, tablesAsLists } from './markup.ts';
import { blocksError, readView, SLACK_LIMITS } from './slack-limits.fixture.ts';
import { sourceModal } from './source-view.ts';

const figures = (words: string): readonly string[] => words.replaceAll('\u200b', '').match(/\d+(?:[.,]\d+)*/gu) ?? [];
const letters = (words: string): string => words.replace(/&(?:amp|lt|gt);/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
/** Anything Slack would make live. */
const LIVE = /[<>]|&(?!(?:amp|lt|gt);)|:\/\/|\]\(|!\[|[@#][\p{L}\p{N}]/u;

test('no answer is over a limit, live, or parted inside a figure', () => {
  fc.assert(
    fc.property(fuzzedAnswer, (given) => {
      const messages = layoutAnswer(given, 'answer-1');
      for (const message of messages.flatMap((one) => [one, withPlainButtons(one)])) {
        expect(blocksError(message.blocks)).toBeUndefined();
        expect(message.text.length).toBeLessThanOrEqual(SLACK_LIMITS.editedText);
        expect(message.text).not.toMatch(LIVE);
        expect(message.text).not.toBe('');
      }
      const sections = messages
        .flatMap(({ blocks }) => blocks)
        .flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : []));
      for (const words of sections) expect(words).not.toMatch(LIVE);
      const source = tablesAsLists(given.text);
      expect(sections.flatMap(figures)).toEqual(figures(source));
      expect(sections.map(letters).join('')).toBe(letters(literal(source)));
    }),
    { numRuns: 400 },
  );
});

test('a stream is never live, and holds what the sections hold', () => {
  fc.assert(
    fc.property(fuzzedText, (given) => {
      const source = tablesAsLists(given);
      const streamed = streamMarkdown(source);
      expect(streamed).not.toMatch(LIVE);
      expect(figures(streamed)).toEqual(figures(source));
      expect(letters(streamed)).toBe(letters(mrkdwn(source)));
    }),
    { numRuns: 400 },
  );
});

test('what is shown of a text that grows is a beginning of it', () => {
  fc.assert(
    fc.property(fuzzedWords, fc.nat(), (given, at) => {
      const soFar = given.slice(0, at % (given.length + 1));
      expect(soFar.startsWith(shownSoFar(soFar))).toBe(true);
    }),
  );
});

test('what stands under a streamed answer leaves room for it', () => {
  fc.assert(
    fc.property(fuzzedAnswer, fc.integer({ min: 0, max: LIMITS.stream }), (given, taken) => {
      const messages = pack(layoutTail(given, 'answer-1'), taken);
      for (const { blocks } of messages) expect(blocksError(blocks)).toBeUndefined();
      expect(JSON.stringify(messages[0]?.blocks ?? []).length + taken).toBeLessThanOrEqual(SLACK_LIMITS.allBlocks);
    }),
    { numRuns: 100 },
  );
});

test('a passage in its surroundings is a dialog that Slack takes', () => {
  fc.assert(
    fc.property(
      fuzzedText,
      fc.array(fuzzedWords, { maxLength: 3 }),
      fc.option(fc.webUrl(), { nil: undefined }),
      (words, around, publicUrl) => {
        const neighbours = around.map((one) => ({ ...SOURCE_PASSAGE, text: one }));
        const view = sourceModal(someSource({ ...SOURCE_PASSAGE, text: words.slice(0, 2_000) }, neighbours), publicUrl);
        expect(readView(JSON.parse(JSON.stringify(view)))).toBeDefined();
      },
    ),
    { numRuns: 200 },
  );
});
