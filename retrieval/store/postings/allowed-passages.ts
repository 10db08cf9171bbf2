import { BLOCK_PASSAGES } from './posting-blocks.ts';

/** Passages from one number to another, both among them. */
export type PassageRange = readonly [from: number, to: number];

/** Ranges of passages, looked at block by block. */
export class AllowedPassages {
  readonly #ranges: readonly PassageRange[];
  readonly #mask = new Uint8Array(BLOCK_PASSAGES);

  /** @param ranges ascending and apart */
  constructor(ranges: readonly PassageRange[]) {
    this.#ranges = ranges;
  }

  /** The first block from `block` on that has an allowed passage; `Infinity` when there is none. */
  nextBlock(block: number): number {
    const range = this.#ranges[this.#firstOf(block)];
    return range === undefined ? Infinity : Math.max(block, Math.floor(range[0] / BLOCK_PASSAGES));
  }

  /** 1 for each allowed passage of a block; undefined when all are. Holds until the next call. */
  maskOf(block: number): Uint8Array | undefined {
    const [first, last] = [block * BLOCK_PASSAGES, (block + 1) * BLOCK_PASSAGES - 1];
    const begin = this.#firstOf(block);
    const [from = Infinity, to = 0] = this.#ranges[begin] ?? [];
    if (from <= first && to >= last) return undefined;
    this.#mask.fill(0);
    for (let at = begin; at < this.#ranges.length; at += 1) {
      const range = this.#ranges[at];
      if (range === undefined || range[0] > last) break;
      this.#mask.fill(1, Math.max(range[0], first) - first, Math.min(range[1], last) - first + 1);
    }
    return this.#mask;
  }

  /** The first range that does not end before a block. */
  #firstOf(block: number): number {
    let [from, to] = [0, this.#ranges.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#ranges[middle]?.[1] ?? 0) < block * BLOCK_PASSAGES) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
