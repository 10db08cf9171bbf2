import { BLOCK_PASSAGES } from './posting-blocks.ts';

/** Passages from one number to another, both among them. */
export type PassageRange = readonly [from: number, to: number];

/** Ranges of passages, gone through block by block, forwards only. */
export class AllowedPassages {
  readonly #ranges: readonly PassageRange[];
  readonly #mask = new Uint8Array(BLOCK_PASSAGES);
  #at = 0;

  /** @param ranges ascending and apart */
  constructor(ranges: readonly PassageRange[]) {
    this.#ranges = ranges;
  }

  /** The first block from `block` on that has an allowed passage; `Infinity` when there is none. */
  nextBlock(block: number): number {
    while (this.#at < this.#ranges.length && (this.#ranges[this.#at]?.[1] ?? 0) < block * BLOCK_PASSAGES) this.#at += 1;
    const range = this.#ranges[this.#at];
    return range === undefined ? Infinity : Math.max(block, Math.floor(range[0] / BLOCK_PASSAGES));
  }

  /** 1 for each allowed passage of a block; undefined when all are. */
  maskOf(block: number): Uint8Array | undefined {
    const [first, last] = [block * BLOCK_PASSAGES, (block + 1) * BLOCK_PASSAGES - 1];
    const [from = 0, to = 0] = this.#ranges[this.#at] ?? [];
    if (from <= first && to >= last) return undefined;
    this.#mask.fill(0);
    for (let at = this.#at; at < this.#ranges.length; at += 1) {
      const range = this.#ranges[at];
      if (range === undefined || range[0] > last) break;
      this.#mask.fill(1, Math.max(range[0], first) - first, Math.min(range[1], last) - first + 1);
    }
    return this.#mask;
  }
}
