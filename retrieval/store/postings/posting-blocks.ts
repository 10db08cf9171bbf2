import { weighedFrequency, type ColumnWeights } from './bm25.ts';

/** Passages are numbered from 0 in the order of the corpus; a block holds one word's passages among this many. */
export const BLOCK_SHIFT = 10;
export const BLOCK_PASSAGES = 1 << BLOCK_SHIFT;

/** In place of the counts that fit into 7 bits: the three numbers follow. */
const FOLLOWS = 0x80;

/** Bytes that grow as they are written; numbers in 7 bits a byte, the lowest first. */
export class ByteWriter {
  #bytes = new Uint8Array(16);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Appends a whole number, 0 or more. */
  number(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** What was written. A view: what is written later may or may not show in it. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Reads what `ByteWriter` wrote. @throws RangeError past the end */
export class ByteReader {
  readonly #bytes: Uint8Array;
  /** Where the next byte is read. */
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  byte(): number {
    const value = this.#bytes[this.offset];
    if (value === undefined) throw new RangeError('cut short');
    this.offset += 1;
    return value;
  }

  number(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }
}

/**
 * Appends a passage to a block: the distance from the passage before in one or two bytes, the counts in one.
 * @param gap from the last passage of the block; of the first, from the block's start minus one
 */
export function writePosting(writer: ByteWriter, gap: number, text: number, heading: number, title: number): void {
  writer.number(gap);
  if (text < 8 && heading < 4 && title < 4) {
    writer.byte(text | (heading << 3) | (title << 5));
    return;
  }
  writer.byte(FOLLOWS);
  for (const count of [text, heading, title]) writer.number(count);
}

/** What a passage's counts come to, for all counts that fit into one byte. */
export class FrequencyTable {
  readonly weights: ColumnWeights;
  readonly #ofByte: Float64Array;

  constructor(weights: ColumnWeights) {
    this.weights = weights;
    this.#ofByte = Float64Array.from({ length: FOLLOWS }, (_, byte) =>
      weighedFrequency(weights, byte & 7, (byte >> 3) & 3, byte >> 5),
    );
  }

  /** The frequency that a byte of counts below `FOLLOWS` stands for. */
  ofByte(byte: number): number {
    return this.#ofByte[byte] as number;
  }
}

/** One block, decoded: room for as many passages as a block can hold, used again and again. */
export class DecodedBlock {
  /** Passages that are filled in. */
  size = 0;
  /** Number of each within the block, ascending. */
  readonly places = new Uint16Array(BLOCK_PASSAGES);
  /** See `weighedFrequency`. */
  readonly frequencies = new Float64Array(BLOCK_PASSAGES);

  /**
   * Reads a block that `writePosting` wrote.
   * @throws RangeError when the bytes make no sense
   */
  read(bytes: Uint8Array, from: number, to: number, table: FrequencyTable): void {
    const { places, frequencies } = this;
    let offset = from;
    let place = -1;
    let size = 0;
    // By hand: this is what a search by words spends its time on.
    while (offset < to) {
      const first = bytes[offset++] as number;
      const gap = first < 0x80 ? first : (first & 0x7f) + ((bytes[offset++] as number) << 7);
      place += gap;
      if (gap === 0 || place >= BLOCK_PASSAGES) throw new RangeError('a posting is out of its block');
      places[size] = place;
      const counts = bytes[offset++] as number;
      if (counts < FOLLOWS) frequencies[size] = table.ofByte(counts);
      else {
        const reader = new ByteReader(bytes.subarray(0, to), offset);
        frequencies[size] = weighedFrequency(table.weights, reader.number(), reader.number(), reader.number());
        offset = reader.offset;
      }
      size += 1;
    }
    if (offset !== to) throw new RangeError('a block is cut short');
    this.size = size;
  }
}

/** One block of a frequent word, by place: what few candidates get from it is looked up without going through it. */
export class DenseBlock {
  readonly #table: FrequencyTable;
  /** 0 where the word is not. */
  readonly #counts = new Uint8Array(BLOCK_PASSAGES);
  /** Where counts do not fit into a byte. */
  readonly #others = new Map<number, number>();

  /**
   * Reads a block that `writePosting` wrote.
   * @throws RangeError when the bytes make no sense
   */
  constructor(bytes: Uint8Array, from: number, to: number, table: FrequencyTable) {
    this.#table = table;
    const reader = new ByteReader(bytes.subarray(0, to), from);
    for (let place = -1; reader.offset < to;) {
      const gap = reader.number();
      place += gap;
      if (gap === 0 || place >= BLOCK_PASSAGES) throw new RangeError('a posting is out of its block');
      const counts = reader.byte();
      this.#counts[place] = counts;
      if (counts < FOLLOWS) continue;
      this.#counts[place] = FOLLOWS;
      this.#others.set(place, weighedFrequency(table.weights, reader.number(), reader.number(), reader.number()));
    }
  }

  /** See `weighedFrequency`; 0 where the word is not. */
  frequencyAt(place: number): number {
    const counts = this.#counts[place] as number;
    return counts < FOLLOWS ? this.#table.ofByte(counts) : (this.#others.get(place) as number);
  }
}
