import { lengthNorm, saturation, type ColumnWeights } from './bm25.ts';
import {
  BLOCK_PASSAGES,
  BLOCK_SHIFT,
  ByteWriter,
  DecodedBlock,
  FrequencyTable,
  writePosting,
} from './posting-blocks.ts';
import { packDirectory, partsOf, type BlockEntry } from './posting-list.ts';

/** One word of the corpus, as it is stored. */
export interface WrittenWord {
  readonly token: string;
  /** How many passages hold it. */
  readonly passages: number;
  /** See `BlockDirectory`. */
  readonly directory: Uint8Array;
  readonly parts: readonly Uint8Array[];
}

interface Growing {
  passages: number;
  /** The passage added last, and the blocks that are finished, by where they end. */
  last: number;
  readonly writer: ByteWriter;
  readonly blocks: { readonly block: number; end: number }[];
}

/** Turns passages into postings, word by word. */
export class PostingsBuilder {
  readonly #words = new Map<string, Growing>();
  readonly #lengths: number[] = [];
  #tokens = 0;

  /** Words of all passages together. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Number of words of each passage. */
  get lengths(): readonly number[] {
    return this.#lengths;
  }

  /** Adds the next passage. Empty tokens are passed over. */
  add(text: readonly string[], heading: readonly string[], title: readonly string[]): void {
    const passage = this.#lengths.length;
    const counts = new Map<string, [number, number, number]>();
    let length = 0;
    [text, heading, title].forEach((tokens, column) => {
      for (const token of tokens) {
        if (token === '') continue;
        length += 1;
        let own = counts.get(token);
        if (own === undefined) counts.set(token, (own = [0, 0, 0]));
        own[column] = (own[column] ?? 0) + 1;
      }
    });
    for (const [token, own] of counts) this.#append(token, passage, own);
    this.#lengths.push(length);
    this.#tokens += length;
  }

  /**
   * Every word with its postings, in the order of the tokens' code units.
   * @param weights that the bounds are worked out for
   */
  *words(weights: ColumnWeights): Generator<WrittenWord> {
    const decoded = new DecodedBlock();
    const table = new FrequencyTable(weights);
    const average = this.#tokens / Math.max(1, this.#lengths.length);
    for (const token of [...this.#words.keys()].sort()) {
      const word = this.#words.get(token);
      if (word === undefined) continue;
      const data = word.writer.bytes();
      const entries = word.blocks.map(({ block, end }, i): BlockEntry => {
        const start = word.blocks[i - 1]?.end ?? 0;
        decoded.read(data, start, end, table);
        return { block, passages: decoded.size, bytes: end - start, bound: this.#boundOf(decoded, block, average) };
      });
      yield { token, passages: word.passages, directory: packDirectory(entries), parts: partsOf(entries, data) };
    }
  }

  #append(token: string, passage: number, [text, heading, title]: readonly [number, number, number]): void {
    let word = this.#words.get(token);
    if (word === undefined) {
      word = { passages: 0, last: -1, writer: new ByteWriter(), blocks: [] };
      this.#words.set(token, word);
    }
    const block = passage >> BLOCK_SHIFT;
    let current = word.blocks.at(-1);
    const isNew = current?.block !== block;
    if (current === undefined || isNew) word.blocks.push((current = { block, end: 0 }));
    const before = isNew ? block * BLOCK_PASSAGES - 1 : word.last;
    writePosting(word.writer, passage - before, text, heading, title);
    word.last = passage;
    word.passages += 1;
    current.end = word.writer.length;
  }

  #boundOf({ size, places, frequencies }: DecodedBlock, block: number, average: number): number {
    let bound = 0;
    for (let i = 0; i < size; i += 1) {
      const length = this.#lengths[block * BLOCK_PASSAGES + (places[i] as number)] ?? 0;
      bound = Math.max(bound, saturation(frequencies[i] as number, lengthNorm(length, average)));
    }
    return bound;
  }
}
