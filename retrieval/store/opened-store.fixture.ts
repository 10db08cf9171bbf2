import { afterAll, beforeAll } from 'vitest';
import type { Corpus, Passage } from '../../corpus/types.ts';
import type { Embedder } from '../embed/embedding.ts';
import type { Store } from '../types.ts';
import type { NamedWords } from '../words/words.ts';
import { characterWords, countingEmbedder } from './store.fixture.ts';

/** What a store is made of. */
export interface StoreContent {
  readonly corpus: Corpus;
  readonly words: NamedWords;
  readonly embedder: Embedder;
}

/** Builds and opens a store. `dispose` closes it and clears up. */
export type StoreFactory = (content: StoreContent) => Promise<{ store: Store; dispose: () => Promise<void> }>;

/** A store and what it was made of. */
export interface OpenedStore extends StoreContent {
  readonly store: Store;
  readonly passages: readonly Passage[];
}

/** Opens a store before the tests of a block and closes it after them. */
export function withStore(factory: StoreFactory, corpus: Corpus): () => OpenedStore {
  let opened: OpenedStore | undefined;
  let dispose: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const content = { corpus, words: characterWords, embedder: countingEmbedder() };
    const made = await factory(content);
    dispose = made.dispose;
    const passages = corpus.documents.flatMap((document) => document.passages);
    opened = { ...content, store: made.store, passages };
  });
  afterAll(async () => dispose?.());
  return () => {
    if (opened === undefined) throw new Error('the store is not open');
    return opened;
  };
}
