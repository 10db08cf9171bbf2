import type { Store } from '../types.ts';

/** What an index says of itself, wherever it is stored. */
export interface IndexIdentity {
  /** `Store.generation`. */
  readonly generation: string;
  /** What the corpus was made of: see `fingerprintOf`. */
  readonly fingerprint: string;
  /** `NamedWords.id`. */
  readonly words: string;
  readonly embedding: {
    /** `local`: trained on this corpus and kept in the index. */
    readonly kind: 'local' | 'external';
    readonly id: string;
    readonly dimension: number;
  };
  readonly passages: number;
}

/** A store together with what its questions must be read with. */
export interface IndexStore extends Store {
  readonly manifest: IndexIdentity;
  /** The user words the index was built with: searching it takes the same. */
  userWords(): Promise<readonly string[]>;
  /**
   * The embedding that was trained on the corpus.
   * @throws GuidaError `internal` when the index was built with an external one; `index-damaged`
   */
  localEmbedding(): Promise<Uint8Array>;
}
