import { AllowedPassages, type PassageRange } from './allowed-passages.ts';
import { MOST_SATURATION, saturation, wordWeight } from './bm25.ts';
import { BLOCK_PASSAGES, DecodedBlock, DenseBlock, FrequencyTable } from './posting-blocks.ts';
import type { BlockDirectory } from './posting-list.ts';
import { TopScores } from './top-scores.ts';

/** A word of the corpus. */
export interface KnownWord {
  /** How many of those passages hold it. */
  readonly passages: number;
  readonly directory: BlockDirectory;
  /** A part of its postings. */
  readonly part: (part: number) => Uint8Array;
  /** A block of its postings that is kept by place, by where it stands in the directory; absent: none is. */
  readonly dense?: (at: number) => DenseBlock;
}

/** The passages that words are looked for in. */
export interface PostingIndex {
  /** Among how many it is counted how rare a word is. */
  readonly passages: number;
  /** `lengthNorm` of the passages of a block. */
  readonly norms: (block: number) => Float64Array;
  readonly table: FrequencyTable;
  /** Whether the bounds of the blocks were worked out for these weights. */
  readonly hasBounds: boolean;
}

/** A word while it is looked for. */
interface Term extends KnownWord {
  readonly weight: number;
  /** Place in the directory: the block that is looked at. */
  at: number;
  /** No passage of the block gets more from this word. */
  bound: number;
  /** What each candidate of the block gets from this word; filled once the block was read. */
  readonly gains: Float64Array;
}

/** Room for `gains`, used by one search after another: what stands in it is written before it is read. */
const GAINS: Float64Array[] = [];

/** Passages of a block that hold a word, from which on it is looked up by place. */
const DENSE_FROM = 192;

/** Sums that were rounded in another order may differ by this share. */
const SLACK = 1 + 1e-12;

/**
 * The `k` best passages by BM25, best first, equal ones in the order of the text; each score summed up in the order of
 * the words, so that it is the same to the last bit whatever was passed over on the way.
 *
 * Passages are gone through block by block. What a block's passages can reach at most is known before it is read: the
 * blocks that can reach most go first (Mallia, Suel, Tonellotto 2024), so that the k-th best is soon near its end, and
 * those that cannot reach it are passed over. Of a block those words are read without which nothing gets above it, then
 * the others, most valuable first, for as long as any passage may still get there (MaxScore: Turtle, Flood 1995; with
 * bounds by block: Ding, Suel 2011).
 * @param ranges to look in, ascending and apart; absent: everywhere
 */
export function bestPassages(
  index: PostingIndex,
  words: readonly KnownWord[],
  ranges: readonly PassageRange[] | undefined,
  k: number,
): readonly { readonly n: number; readonly score: number }[] {
  const terms = words.map((word, i): Term => {
    const weight = wordWeight(index.passages, word.passages);
    return { ...word, weight, at: 0, bound: 0, gains: (GAINS[i] ??= new Float64Array(BLOCK_PASSAGES)) };
  });
  const best = new TopScores(k);
  const reader = new BlockReader(index);
  const allowed = ranges && new AllowedPassages(ranges);
  const reach = reachOfBlocks(terms, index.hasBounds);
  for (const block of mostFirst(reach)) {
    // What is equal to the k-th best is better than it when it comes before it.
    if ((reach[block] as number) < best.threshold) continue;
    if (allowed && allowed.nextBlock(block) !== block) continue;
    reader.scoreBlock(block, presentIn(block, terms, index.hasBounds), best, allowed?.maskOf(block));
  }
  return best.sorted();
}

/** What a passage of each block gets at most; 0 for blocks that have no term. */
function reachOfBlocks(terms: readonly Term[], hasBounds: boolean): Float64Array {
  const reach = new Float64Array(Math.max(0, ...terms.map(({ directory }) => 1 + (directory.blocks.at(-1) ?? -1))));
  for (const term of terms) {
    const { blocks } = term.directory;
    for (let at = 0; at < blocks.length; at += 1) {
      const block = blocks[at] as number;
      reach[block] = (reach[block] as number) + boundAt(term, at, hasBounds);
    }
  }
  return reach;
}

/** Blocks with any term, those that reach most first. */
function mostFirst(reach: Float64Array): Uint32Array {
  const blocks = Uint32Array.from(reach.keys()).filter((block) => (reach[block] as number) > 0);
  return blocks.sort((left, right) => (reach[right] as number) - (reach[left] as number) || left - right);
}

function presentIn(block: number, terms: readonly Term[], hasBounds: boolean): readonly Term[] {
  return terms.filter((term) => {
    term.at = placeOf(block, term.directory.blocks);
    if (term.directory.blocks[term.at] !== block) return false;
    term.bound = boundAt(term, term.at, hasBounds);
    return true;
  });
}

function boundAt({ weight, directory }: Term, at: number, hasBounds: boolean): number {
  return weight * (hasBounds ? (directory.bounds[at] as number) : MOST_SATURATION) * SLACK;
}

/** Where a number stands in a list without repeats, ascending from 0 or more, or would. */
function placeOf(value: number, ascending: Uint32Array): number {
  // A frequent word stands in every block.
  if (ascending[value] === value) return value;
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Reads and scores one block after another. */
class BlockReader {
  readonly #index: PostingIndex;
  readonly #decoded = new DecodedBlock();
  /** What each passage has so far, and those that have anything. */
  readonly #sums = new Float64Array(BLOCK_PASSAGES);
  readonly #isCandidate = new Uint8Array(BLOCK_PASSAGES);
  readonly #candidates = new Uint16Array(BLOCK_PASSAGES);
  #size = 0;

  constructor(index: PostingIndex) {
    this.#index = index;
  }

  /** @param terms in the order of the question */
  scoreBlock(block: number, terms: readonly Term[], best: TopScores, mask: Uint8Array | undefined): void {
    const { threshold } = best;
    const mostFirst = terms.toSorted((left, right) => right.bound - left.bound);
    // What a passage can get from a term and those that are worth less.
    const rests = new Float64Array(mostFirst.length + 1);
    for (let i = mostFirst.length - 1; i >= 0; i -= 1)
      rests[i] = (rests[i + 1] as number) + (mostFirst[i] as Term).bound;
    const needed = mostFirst.findIndex((_, i) => (rests[i] as number) < threshold);
    const essential = needed === -1 ? mostFirst.length : needed;
    if (essential === 0) return;
    const norms = this.#index.norms(block);
    for (const term of mostFirst.slice(0, essential)) this.#collect(term, norms, mask);
    for (let i = essential; i < mostFirst.length; i += 1) {
      this.#drop(threshold - (rests[i] as number));
      if (this.#size === 0) return;
      this.#addToCandidates(mostFirst[i] as Term, norms);
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

  /** Every passage that the term stands in becomes a candidate, unless it is masked out. */
  #collect(term: Term, norms: Float64Array, mask: Uint8Array | undefined): void {
    const { weight, gains } = term;
    const { size, places, frequencies } = this.#decode(term);
    gains.fill(0);
    for (let i = 0; i < size; i += 1) {
      const place = places[i] as number;
      if (mask !== undefined && mask[place] === 0) continue;
      if (this.#isCandidate[place] === 0) {
        this.#isCandidate[place] = 1;
        this.#sums[place] = 0;
        this.#candidates[this.#size++] = place;
      }
      const gain = weight * saturation(frequencies[i] as number, norms[place] as number);
      gains[place] = gain;
      this.#sums[place] = (this.#sums[place] as number) + gain;
    }
  }

  /** What the candidates get from a term; no other passage of the block counts any more. */
  #addToCandidates(term: Term, norms: Float64Array): void {
    const { weight, gains, dense, directory, at } = term;
    const holding = directory.passages[at] as number;
    if (dense !== undefined && holding >= DENSE_FROM && holding >= this.#size) {
      const block = dense(at);
      for (let i = 0; i < this.#size; i += 1) {
        const place = this.#candidates[i] as number;
        const gain = weight * saturation(block.frequencyAt(place), norms[place] as number);
        gains[place] = gain;
        this.#sums[place] = (this.#sums[place] as number) + gain;
      }
      return;
    }
    const { size, places, frequencies } = this.#decode(term);
    for (let i = 0; i < this.#size; i += 1) gains[this.#candidates[i] as number] = 0;
    for (let i = 0; i < size; i += 1) {
      const place = places[i] as number;
      if (this.#isCandidate[place] === 0) continue;
      const gain = weight * saturation(frequencies[i] as number, norms[place] as number);
      gains[place] = gain;
      this.#sums[place] = (this.#sums[place] as number) + gain;
    }
  }

  #decode({ directory, at, part }: Term): DecodedBlock {
    const bytes = part(directory.parts[at] as number);
    this.#decoded.read(bytes, directory.starts[at] as number, directory.ends[at] as number, this.#index.table);
    return this.#decoded;
  }

  /** Drops the candidates whose sum is below a value. */
  #drop(least: number): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i += 1) {
      const place = this.#candidates[i] as number;
      if ((this.#sums[place] as number) * SLACK >= least) this.#candidates[kept++] = place;
      else this.#isCandidate[place] = 0;
    }
    this.#size = kept;
  }
}
