import type { Frequency } from './frequencies.ts';

/** The words of a corpus, numbered from 1 in the order in which they come up: frequent ones have small numbers. */
export class Vocabulary {
  readonly #tokens = new Map<string, { readonly id: number; passages: number }>();

  /**
   * Counts one passage.
   * @param columns the words of its text, its heading path and the title of its plan
   * @returns how often each word stands where, by the number of the word
   */
  count(columns: readonly [readonly string[], readonly string[], readonly string[]]): ReadonlyMap<number, Frequency> {
    const found = new Map<number, [number, number, number]>();
    for (const [column, words] of columns.entries()) {
      for (const word of words) {
        const token = this.#token(word);
        const frequency = found.get(token.id) ?? [0, 0, 0];
        frequency[column] = (frequency[column] ?? 0) + 1;
        if (!found.has(token.id)) token.passages += 1;
        found.set(token.id, frequency);
      }
    }
    return found;
  }

  /** All words so far, and how many passages hold each. */
  tokens(): readonly { readonly id: number; readonly token: string; readonly passages: number }[] {
    return [...this.#tokens].map(([token, { id, passages }]) => ({ id, token, passages }));
  }

  #token(word: string): { readonly id: number; passages: number } {
    let token = this.#tokens.get(word);
    if (token === undefined) {
      token = { id: this.#tokens.size + 1, passages: 0 };
      this.#tokens.set(word, token);
    }
    return token;
  }
}
