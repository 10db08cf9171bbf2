/** The values that were used last, by key. */
export class RecentlyUsed<Key, Value> {
  /** In the order of their last use, the longest ago first. */
  readonly #kept = new Map<Key, Value>();
  readonly #most: number;

  /** @param most values that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key, when it is kept. */
  get(key: Key): Value | undefined {
    const value = this.#kept.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** Keeps a value, which was used now. */
  set(key: Key, value: Value): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#most && oldest.done !== true) this.#kept.delete(oldest.value);
  }
}
