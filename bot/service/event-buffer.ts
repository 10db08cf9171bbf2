/** What one side pushes and the other iterates over, once, in order. Holds what was pushed until it is read. */
export class EventBuffer<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #wake: () => void = () => undefined;
  #end: { readonly error?: unknown } | undefined;

  /** Adds a value; without effect after the end. */
  push(value: T): void {
    if (this.#end) return;
    this.#waiting.push(value);
    this.#wake();
  }

  /** No value comes any more. */
  end(): void {
    this.#end ??= {};
    this.#wake();
  }

  /** The iteration throws, once what was pushed before is read. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value !== undefined) yield value;
      else if (this.#end === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if ('error' in this.#end) throw this.#end.error;
      else return;
    }
  }
}
