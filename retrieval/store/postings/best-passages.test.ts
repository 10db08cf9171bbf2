import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AllowedPassages, type PassageRange } from './allowed-passages.ts';
import { bestPassages, type KnownWord, type PostingIndex } from './best-passages.ts';
import { lengthNorm, saturation, weighedFrequency, wordWeight, type ColumnWeights } from './bm25.ts';
import { countPassages } from './count-passages.ts';
import { BLOCK_PASSAGES, DenseBlock, FrequencyTable } from './posting-blocks.ts';
import { BlockDirectory } from './posting-list.ts';
import { PostingsBuilder } from './postings-builder.ts';

type Columns = readonly [text: readonly string[], heading: readonly string[], title: readonly string[]];

const WEIGHTS: ColumnWeights = { text: 1, heading: 0.6, title: 0.3 };

/** Passages whose words come up unevenly: `w0` in most of them, `w19` in few; enough for several blocks. */
function passagesOf(seed: number, count: number): readonly Columns[] {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const words = (most: number) =>
    Array.from({ length: Math.floor(next() * most) }, () => `w${Math.floor(20 * next() ** 3)}`);
  let title = words(3);
  return Array.from({ length: count }, (_, passage): Columns => {
    if (passage % 97 === 0) title = words(3);
    return [words(next() < 0.01 ? 60 : 8), words(3), title];
  });
}

interface Indexed {
  readonly passages: readonly Columns[];
  readonly words: ReadonlyMap<string, KnownWord>;
  readonly index: (weights: ColumnWeights) => PostingIndex;
}

function indexed(passages: readonly Columns[]): Indexed {
  const builder = new PostingsBuilder();
  for (const columns of passages) builder.add(...columns);
  const words = new Map<string, KnownWord>();
  for (const { token, passages: holding, directory, parts } of builder.words(WEIGHTS)) {
    const part = (at: number): Uint8Array => parts[at] ?? new Uint8Array();
    words.set(token, { passages: holding, directory: new BlockDirectory(directory), part });
  }
  const { lengths, tokens } = builder;
  const norms = (block: number): Float64Array =>
    Float64Array.from({ length: BLOCK_PASSAGES }, (_, place) =>
      lengthNorm(lengths[block * BLOCK_PASSAGES + place] ?? 0, tokens / lengths.length),
    );
  return {
    passages,
    words,
    index: (weights) => ({
      ...{ passages: passages.length, norms, table: new FrequencyTable(weights) },
      hasBounds: weights === WEIGHTS,
    }),
  };
}

/** The word with its blocks by place, as the store keeps those of frequent words. */
function byPlace(word: KnownWord, table: FrequencyTable): KnownWord {
  const { parts, starts, ends } = word.directory;
  const dense = (at: number): DenseBlock =>
    new DenseBlock(word.part(parts[at] ?? -1), starts[at] ?? -1, ends[at] ?? -1, table);
  return { ...word, dense };
}

function naive(
  { passages }: Indexed,
  words: readonly string[],
  ranges: readonly PassageRange[] | undefined,
  weights: ColumnWeights,
  weightOf: (word: string) => number,
) {
  const lengths = passages.map((columns) => columns.flat().length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / passages.length;
  const times = (list: readonly string[], word: string) => list.filter((one) => one === word).length;
  return passages
    .map(([text, heading, title], n) => {
      let score = 0;
      let isFound = false;
      for (const word of words) {
        const frequency = weighedFrequency(weights, times(text, word), times(heading, word), times(title, word));
        isFound ||= [...text, ...heading, ...title].includes(word);
        score += weightOf(word) * saturation(frequency, lengthNorm(lengths[n] ?? 0, average));
      }
      return { n, score, isFound };
    })
    .filter(({ n, isFound }) => isFound && (ranges?.some(([from, to]) => n >= from && n <= to) ?? true))
    .sort((left, right) => right.score - left.score || left.n - right.n)
    .map(({ n, score }) => ({ n, score }));
}

const corpora = [1, 40, BLOCK_PASSAGES, BLOCK_PASSAGES + 1, 3 * BLOCK_PASSAGES + 500].map((count) =>
  indexed(passagesOf(count, count)),
);
const anyWords = fc.uniqueArray(
  fc.nat(20).map((word) => `w${word}`),
  { maxLength: 6 },
);
const anyRanges = fc.option(
  fc.uniqueArray(fc.nat(3 * BLOCK_PASSAGES + 600), { maxLength: 8 }).map((ends): readonly PassageRange[] => {
    const sorted = ends.toSorted((left, right) => left - right);
    return Array.from({ length: sorted.length >> 1 }, (_, i): PassageRange => [
      sorted[2 * i] ?? 0,
      (sorted[2 * i + 1] ?? 1) - 1,
    ]);
  }),
  { nil: undefined },
);

test('the best by comparing all, to the last bit, whatever is passed over', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...corpora),
      anyWords,
      anyRanges,
      fc.integer({ min: 1, max: 100 }),
      fc.boolean(),
      fc.constantFrom(1, 4),
      fc.boolean(),
      (corpus, words, ranges, k, isBound, share, isByPlace) => {
        const weights = isBound ? WEIGHTS : { text: 0.4, heading: 2, title: 1 };
        // How rare words are may be counted among fewer passages than are searched.
        const counted = (passages: number) => Math.ceil(passages / share);
        const among = counted(corpus.passages.length);
        const known = words.flatMap((word) => {
          const one = corpus.words.get(word);
          if (one === undefined) return [];
          return [
            { ...(isByPlace ? byPlace(one, new FrequencyTable(weights)) : one), passages: counted(one.passages) },
          ];
        });
        const weightOf = (word: string) => wordWeight(among, counted(corpus.words.get(word)?.passages ?? 0));
        const found = bestPassages({ ...corpus.index(weights), passages: among }, known, ranges, k);
        expect(found).toEqual(naive(corpus, words, ranges, weights, weightOf).slice(0, k));
      },
    ),
    { numRuns: 150 },
  );
});

test('few of the blocks are read where the best stand out, wherever they are', () => {
  const count = 20 * BLOCK_PASSAGES;
  const check = (stands: (n: number) => boolean): void => {
    const passages = passagesOf(7, count).map(([text, heading, title], n): Columns =>
      stands(n) ? [['rare', ...text], ['rare'], title] : [text, heading, title],
    );
    const corpus = indexed(passages);
    let read = 0;
    const known = ['w0', 'rare', 'w1'].flatMap((word) => {
      const one = corpus.words.get(word);
      return one === undefined ? [] : [{ ...one, part: (part: number) => ((read += 1), one.part(part)) }];
    });
    expect(bestPassages(corpus.index(WEIGHTS), known, undefined, 10)).toHaveLength(10);
    expect(read).toBeLessThanOrEqual(3);
  };
  check((n) => n < 200);
  check((n) => n >= count - 200);
});

test('how many passages within ranges hold a word', () => {
  fc.assert(
    fc.property(fc.constantFrom(...corpora), fc.nat(20), anyRanges, ({ passages, words }, word, ranges = []) => {
      const known = words.get(`w${word}`);
      const holds = (n: number) => passages[n]?.flat().includes(`w${word}`) === true;
      const expected = passages.filter((_, n) => holds(n) && ranges.some(([from, to]) => n >= from && n <= to));
      expect(known === undefined ? 0 : countPassages(known, ranges)).toBe(expected.length);
    }),
  );
});

test('ranges are gone through block by block', () => {
  const check = (
    ranges: readonly PassageRange[],
    expected: readonly (readonly [block: number, passages: number])[],
  ) => {
    const allowed = new AllowedPassages(ranges);
    const found: [number, number][] = [];
    for (let block = allowed.nextBlock(0); block !== Infinity; block = allowed.nextBlock(block + 1)) {
      found.push([block, allowed.maskOf(block)?.reduce((sum, one) => sum + one, 0) ?? BLOCK_PASSAGES]);
    }
    expect(found).toEqual(expected);
  };
  const last = BLOCK_PASSAGES - 1;
  check([], []);
  check([[0, last]], [[0, BLOCK_PASSAGES]]);
  check([[5, 5]], [[0, 1]]);
  check(
    [
      [1, 2],
      [4, last + 3],
    ],
    [
      [0, 2 + last - 3],
      [1, 3],
    ],
  );
  check(
    [[3 * BLOCK_PASSAGES, 5 * BLOCK_PASSAGES - 1]],
    [
      [3, BLOCK_PASSAGES],
      [4, BLOCK_PASSAGES],
    ],
  );
});
