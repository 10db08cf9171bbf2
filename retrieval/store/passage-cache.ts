import type { Passage } from '../../corpus/types.ts';

/**
 * The passages of a generation that were used last, each as one object, so that what is worked out from a passage
 * (`readUnits`) is worked out once. A generation never changes, so nothing in here goes stale.
 */
export class PassageCache {
  /** In the order of their last use, the longest ago first. */
  readonly #kept = new Map<string, Passage>();
  readonly #most: number;

  /** @param most passages that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** The passage with this id, when it is kept. */
  get(id: string): Passage | undefined {
    const passage = this.#kept.get(id);
    if (passage) this.#use(passage);
    return passage;
  }

  /** Keeps a passage that was read. Gives the object that is kept for its id already, when there is one. */
  keep(read: Passage): Passage {
    const passage = this.#kept.get(read.id) ?? read;
    this.#use(passage);
    return passage;
  }

  #use(passage: Passage): void {
    this.#kept.delete(passage.id);
    this.#kept.set(passage.id, passage);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}
