/** About two thirds of all postings of 100,000 passages. */
const KEPT_BYTES = 32 * 2 ** 20;

/** The parts of postings that were read last: frequent words come up in question after question. */
export class RecentParts {
  readonly #read: (id: number) => Uint8Array;
  /** In the order of their last use, the longest ago first. */
  readonly #kept = new Map<number, Uint8Array>();
  readonly #most: number;
  #bytes = 0;

  /**
   * @param read reads a part from the disk
   * @param most bytes that are kept at most, unless one part is larger
   */
  constructor(read: (id: number) => Uint8Array, most = KEPT_BYTES) {
    this.#read = read;
    this.#most = most;
  }

  /** A part, read when it is not kept. */
  get(id: number): Uint8Array {
    const kept = this.#kept.get(id);
    const part = kept ?? this.#read(id);
    if (kept === undefined) this.#bytes += part.length;
    else this.#kept.delete(id);
    this.#kept.set(id, part);
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= this.#most || oldest === id) break;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
    return part;
  }
}
