import { MOST_SATURATION } from './bm25.ts';
import { ByteReader, ByteWriter } from './posting-blocks.ts';

/** Blocks that lie next to one another are read together, up to this many bytes. */
const PART_BYTES = 65_536;

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
    const entries: BlockEntry[] = [];
    for (let block = -1; entries.length < size;) {
      block += reader.number();
      const [passages, bytes] = [reader.number(), reader.number()];
      entries.push({ block, passages, bytes, bound: (reader.byte() / BOUND_STEPS) * MOST_SATURATION });
    }
    this.blocks = Uint32Array.from(entries, (entry) => entry.block);
    this.passages = Uint32Array.from(entries, ({ passages }) => passages);
    this.bounds = Float64Array.from(entries, ({ bound }) => bound);
    const places = placesOf(entries);
    this.parts = Uint32Array.from(places, ({ part }) => part);
    this.starts = Uint32Array.from(places, ({ start }) => start);
    this.ends = Uint32Array.from(places, ({ start }, i) => start + (entries[i]?.bytes ?? 0));
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
  const ends: number[] = [];
  let end = 0;
  placesOf(entries).forEach(({ part }, i) => {
    end += entries[i]?.bytes ?? 0;
    ends[part] = end;
  });
  return ends.map((to, part) => data.subarray(ends[part - 1] ?? 0, to));
}

function placesOf(entries: readonly BlockEntry[]): readonly { readonly part: number; readonly start: number }[] {
  let part = 0;
  let used = 0;
  return entries.map(({ bytes }) => {
    if (used > 0 && used + bytes > PART_BYTES) {
      part += 1;
      used = 0;
    }
    const start = used;
    used += bytes;
    return { part, start };
  });
}
