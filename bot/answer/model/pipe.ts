/** Carries pieces of text from one who writes to one who reads, in their order. */
export class Pipe {
  readonly #pieces: string[] = [];
  #outcome: { readonly error?: unknown } | undefined;
  #wake: () => void = () => undefined;
  #hasBegun = false;

  /** Whether anything has been written. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  push(piece: string): void {
    this.#hasBegun = true;
    this.#pieces.push(piece);
    this.#wake();
  }

  end(): void {
    this.#outcome = {};
    this.#wake();
  }

  /** Ends with an error, which the reader meets behind the pieces that were written before. */
  fail(error: unknown): void {
    this.#outcome = { error };
    this.#wake();
  }

  /** The pieces as they come, for one reader. */
  async *pieces(): AsyncGenerator<string> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        yield piece;
        continue;
      }
      if (this.#outcome) {
        if ('error' in this.#outcome) throw this.#outcome.error;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
