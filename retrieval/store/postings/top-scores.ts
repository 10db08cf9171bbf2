/** The `k` best of many scores; of equal ones, those with the smaller number. */
export class TopScores {
  readonly #k: number;
  /** A binary heap with the worst that is kept on top. */
  readonly #heap: { readonly n: number; readonly score: number }[] = [];

  constructor(k: number) {
    this.#k = k;
  }

  /** What a score must reach to be kept: `-Infinity` while there is room. */
  get threshold(): number {
    return this.#heap.length < this.#k ? -Infinity : (this.#heap[0]?.score ?? Infinity);
  }

  /** Keeps a score if it is among the best. */
  add(n: number, score: number): void {
    if (this.#heap.length < this.#k) {
      this.#heap.push({ n, score });
      this.#rise(this.#heap.length - 1);
      return;
    }
    const [worst] = this.#heap;
    if (worst === undefined || !isWorse(worst, { n, score })) return;
    this.#heap[0] = { n, score };
    this.#sink();
  }

  /** Best first. */
  sorted(): readonly { readonly n: number; readonly score: number }[] {
    return this.#heap.toSorted((left, right) => right.score - left.score || left.n - right.n);
  }

  #rise(from: number): void {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfWorse(child, parent)) return;
      child = parent;
    }
  }

  #sink(): void {
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      if (left >= this.#heap.length) return;
      const right = this.#heap[left + 1];
      const child = right !== undefined && isWorse(right, this.#heap[left] ?? right) ? left + 1 : left;
      if (!this.#swapIfWorse(child, parent)) return;
      parent = child;
    }
  }

  #swapIfWorse(child: number, parent: number): boolean {
    const [below, above] = [this.#heap[child], this.#heap[parent]];
    if (below === undefined || above === undefined || !isWorse(below, above)) return false;
    this.#heap[child] = above;
    this.#heap[parent] = below;
    return true;
  }
}

type Entry = { readonly n: number; readonly score: number };

function isWorse(left: Entry, right: Entry): boolean {
  return left.score < right.score || (left.score === right.score && left.n > right.n);
}
