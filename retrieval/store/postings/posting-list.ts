import { MOST_SATURATION } from './bm25.ts';
import { ByteReader, ByteWriter } from './posting-blocks.ts';

/** Blocks that lie next to one another are read together, up to this many bytes. */
const PART_BYTES = 65_536;

/** Blocks of a billion passages, more than any corpus has: a damaged number must not take all memory. */
const MOST_BLOCKS = 2 ** 20;

/** Of a bound that is kept in a byte: rounded up. */
const BOUND_STEPS = 255;

/** One block of a word, before its bytes are looked at. */
export interface BlockEntry {
  /** Which stretch of the passages: their number divided by `BLOCK_PASSAGES`. */
  readonly block: number;
  /** Passages of it that hold the word. */
  readonly passages: number;
  readonly bytes: number;
  /** No passage of the block has a higher `saturation` of this word. */
  readonly bound: number;
}

/** Where a word's blocks are, what is in them at most, and where their bytes lie. Read whole for each search. */
export class BlockDirectory {
  readonly blocks: Uint32Array;
  readonly passages: Uint32Array;
  readonly bounds: Float64Array;
  /** Which part a block lies in, counted from the word's first, and from where to where. */
  readonly parts: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;

  /** @throws RangeError when the bytes make no sense */
  constructor(packed: Uint8Array) {
    const reader = new ByteReader(packed);
    const size = reader.number();
    if (size > packed.length) throw new RangeError('more blocks than bytes');
    this.blocks = new Uint32Array(size);
    this.passages = new Uint32Array(size);
    this.bounds = new Float64Array(size);
    this.parts = new Uint32Array(size);
    this.starts = new Uint32Array(size);
    this.ends = new Uint32Array(size);
    const places = new PlaceCounter();
    for (let at = 0, block = -1; at < size; at += 1) {
      block += reader.number();
      if (block >= MOST_BLOCKS) throw new RangeError('a block past the last passage');
      this.blocks[at] = block;
      this.passages[at] = reader.number();
      const bytes = reader.number();
      this.bounds[at] = (reader.byte() / BOUND_STEPS) * MOST_SATURATION;
      places.next(bytes);
      this.parts[at] = places.part;
      this.starts[at] = places.start;
      this.ends[at] = places.start + bytes;
    }
  }
}

/** What `BlockDirectory` reads. */
export function packDirectory(entries: readonly BlockEntry[]): Uint8Array {
  const writer = new ByteWriter();
  writer.number(entries.length);
  let before = -1;
  for (const { block, passages, bytes, bound } of entries) {
    writer.number(block - before);
    writer.number(passages);
    writer.number(bytes);
    writer.byte(Math.min(BOUND_STEPS, Math.ceil((bound / MOST_SATURATION) * BOUND_STEPS)));
    before = block;
  }
  return writer.bytes();
}

/** The bytes of a word's blocks, cut where `BlockDirectory` expects it: between two blocks. */
export function partsOf(entries: readonly BlockEntry[], data: Uint8Array): readonly Uint8Array[] {
  const places = new PlaceCounter();
  const ends: number[] = [];
  let end = 0;
  for (const { bytes } of entries) {
    places.next(bytes);
    end += bytes;
    ends[places.part] = end;
  }
  return ends.map((to, part) => data.subarray(ends[part - 1] ?? 0, to));
}

/** Where the blocks of a word lie, one after another. */
class PlaceCounter {
  part = 0;
  start = 0;
  #end = 0;

  /** Goes on to the next block, which has so many bytes. */
  next(bytes: number): void {
    if (this.#end > 0 && this.#end + bytes > PART_BYTES) {
      this.part += 1;
      this.#end = 0;
    }
    this.start = this.#end;
    this.#end += bytes;
  }
}
