import { LRUCache } from 'lru-cache';
import type { Passage } from '../../corpus/types.ts';

/**
 * The passages of a generation that were used last, each as one object, so that what is worked out from a passage
 * (`readUnits`) is worked out once. A generation never changes, so nothing in here goes stale.
 */
export class PassageCache {
  readonly #kept: LRUCache<string, Passage>;

  /** @param most passages that are kept, at least 1 */
  constructor(most: number) {
    this.#kept = new LRUCache({ max: most });
  }

  /** The passage with this id, when it is kept. */
  get(id: string): Passage | undefined {
    return this.#kept.get(id);
  }

  /** Keeps a passage that was read. Gives the object that is kept for its id already, when there is one. */
  keep(read: Passage): Passage {
    const kept = this.#kept.get(read.id);
    if (kept === undefined) this.#kept.set(read.id, read);
    return kept ?? read;
  }
}
