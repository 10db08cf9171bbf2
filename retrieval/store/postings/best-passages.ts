import { AllowedPassages, type PassageRange } from './allowed-passages.ts';
import { MOST_SATURATION, saturation, wordWeight, type ColumnWeights } from './bm25.ts';
import { BLOCK_PASSAGES, DecodedBlock, FrequencyTable } from './posting-blocks.ts';
import type { BlockDirectory } from './posting-list.ts';
import { TopScores } from './top-scores.ts';

/** A word of the corpus. */
export interface KnownWord {
  /** How many passages hold it. */
  readonly passages: number;
  readonly directory: BlockDirectory;
  /** A part of its postings. */
  readonly part: (part: number) => Uint8Array;
}

/** The passages that words are looked for in. */
export interface PostingIndex {
  /** How many there are. */
  readonly passages: number;
  /** `lengthNorm` of the passages of a block. */
  readonly norms: (block: number) => Float64Array;
  readonly weights: ColumnWeights;
  /** Whether the bounds of the blocks were worked out for these weights. */
  readonly hasBounds: boolean;
}

/** A word while it is looked for. */
interface Term extends KnownWord {
  readonly weight: number;
  /** Place in the directory: its first block that has not been passed. */
  at: number;
  /** No passage of the block gets more from this word. */
  bound: number;
  /** What each passage of the block gets from this word; filled once the block was read. */
  readonly gains: Float64Array;
}

/** Sums that were rounded in another order may differ by this share. */
const SLACK = 1 + 1e-12;

/**
 * The `k` best passages by BM25, best first, equal ones in the order of the text; each score summed up in the order of
 * the words, so that it is the same to the last bit whatever was passed over on the way.
 *
 * Passages are gone through block by block. What a block's passages can reach at most is known before it is read: when
 * that is not above the k-th best so far, the block is passed over. Otherwise those words are read without which nothing
 * gets above it, then the others, most valuable first, for as long as any passage may still get there (MaxScore: Turtle,
 * Flood 1995; with bounds by block: Ding, Suel 2011).
 * @param ranges to look in, ascending and apart; absent: everywhere
 */
export function bestPassages(
  index: PostingIndex,
  words: readonly KnownWord[],
  ranges: readonly PassageRange[] | undefined,
  k: number,
): readonly { readonly n: number; readonly score: number }[] {
  const terms = words.map((word): Term => {
    const weight = wordWeight(index.passages, word.passages);
    return { ...word, weight, at: 0, bound: 0, gains: new Float64Array(BLOCK_PASSAGES) };
  });
  const best = new TopScores(k);
  const reader = new BlockReader(index);
  const allowed = ranges && new AllowedPassages(ranges);
  for (let block = 0; ; block += 1) {
    const next = nextBlock(terms, allowed?.nextBlock(block) ?? block);
    if (next === undefined) return best.sorted();
    block = next;
    if (allowed && allowed.nextBlock(block) !== block) continue;
    const present = presentIn(block, terms, index.hasBounds);
    if (present.reduce((sum, { bound }) => sum + bound, 0) <= best.threshold) continue;
    reader.scoreBlock(block, present, best, allowed?.maskOf(block));
  }
}

/** The first block from a given one on that any term has. */
function nextBlock(terms: readonly Term[], from: number): number | undefined {
  let next: number | undefined;
  for (const term of terms) {
    const { blocks } = term.directory;
    while ((blocks[term.at] ?? Infinity) < from) term.at += 1;
    const block = blocks[term.at];
    if (block !== undefined && (next === undefined || block < next)) next = block;
  }
  return next;
}

function presentIn(block: number, terms: readonly Term[], hasBounds: boolean): readonly Term[] {
  const present = terms.filter(({ directory, at }) => directory.blocks[at] === block);
  for (const term of present) {
    term.bound = term.weight * (hasBounds ? (term.directory.bounds[term.at] as number) : MOST_SATURATION) * SLACK;
  }
  return present;
}

/** Reads and scores one block after another. */
class BlockReader {
  readonly #index: PostingIndex;
  readonly #table: FrequencyTable;
  readonly #decoded = new DecodedBlock();
  /** What each passage has so far, and those that have anything. */
  readonly #sums = new Float64Array(BLOCK_PASSAGES);
  readonly #isCandidate = new Uint8Array(BLOCK_PASSAGES);
  readonly #candidates = new Uint16Array(BLOCK_PASSAGES);
  #size = 0;

  constructor(index: PostingIndex) {
    this.#index = index;
    this.#table = new FrequencyTable(index.weights);
  }

  /** @param terms in the order of the question */
  scoreBlock(block: number, terms: readonly Term[], best: TopScores, mask: Uint8Array | undefined): void {
    const { threshold } = best;
    const mostFirst = terms.toSorted((left, right) => right.bound - left.bound);
    // What a passage can get from a term and those that are worth less.
    const rests = new Float64Array(mostFirst.length + 1);
    for (let i = mostFirst.length - 1; i >= 0; i -= 1)
      rests[i] = (rests[i + 1] as number) + (mostFirst[i] as Term).bound;
    const needed = mostFirst.findIndex((_, i) => (rests[i] as number) <= threshold);
    const essential = needed === -1 ? mostFirst.length : needed;
    if (essential === 0) return;
    const norms = this.#index.norms(block);
    for (const term of mostFirst.slice(0, essential)) {
      this.#read(term, norms);
      this.#collect(term, mask);
    }
    for (let i = essential; i < mostFirst.length; i += 1) {
      this.#drop(threshold - (rests[i] as number));
      if (this.#size === 0) return;
      const term = mostFirst[i] as Term;
      this.#read(term, norms);
      this.#collectCandidates(term);
    }
    this.#drop(threshold);
    for (let i = 0; i < this.#size; i += 1) {
      const place = this.#candidates[i] as number;
      let score = 0;
      for (const { gains } of terms) score += gains[place] as number;
      best.add(block * BLOCK_PASSAGES + place, score);
    }
    this.#drop(Infinity);
  }

  /** Fills in what the passages of the block get from a term. */
  #read({ directory, at, part, weight, gains }: Term, norms: Float64Array): void {
    const bytes = part(directory.parts[at] as number);
    this.#decoded.read(bytes, directory.starts[at] as number, directory.ends[at] as number, this.#table);
    const { size, places, frequencies } = this.#decoded;
    gains.fill(0);
    for (let i = 0; i < size; i += 1) {
      const place = places[i] as number;
      gains[place] = weight * saturation(frequencies[i] as number, norms[place] as number);
    }
  }

  /** Every passage that the term stands in becomes a candidate, unless it is masked out. */
  #collect({ gains }: Term, mask: Uint8Array | undefined): void {
    const { size, places } = this.#decoded;
    for (let i = 0; i < size; i += 1) {
      const place = places[i] as number;
      if (mask !== undefined && mask[place] === 0) continue;
      if (this.#isCandidate[place] === 0) {
        this.#isCandidate[place] = 1;
        this.#sums[place] = 0;
        this.#candidates[this.#size++] = place;
      }
      this.#sums[place] = (this.#sums[place] as number) + (gains[place] as number);
    }
  }

  #collectCandidates({ gains }: Term): void {
    for (let i = 0; i < this.#size; i += 1) {
      const place = this.#candidates[i] as number;
      this.#sums[place] = (this.#sums[place] as number) + (gains[place] as number);
    }
  }

  /** Drops the candidates whose sum is not above a value. */
  #drop(least: number): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i += 1) {
      const place = this.#candidates[i] as number;
      if ((this.#sums[place] as number) * SLACK > least) this.#candidates[kept++] = place;
      else this.#isCandidate[place] = 0;
    }
    this.#size = kept;
  }
}
