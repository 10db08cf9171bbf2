import type { PlanDocument } from '../../corpus/types.ts';
import { embeddedStore } from '../store/embedded-store.fixture.ts';
import { countingEmbedder } from '../store/store.fixture.ts';
import type { Store } from '../types.ts';
import { createWords, type NamedWords } from '../words/words.ts';

/** One for the process: the segmenter keeps one dictionary. */
export const words: NamedWords = createWords();

/** The real store over some plans, in a folder of its own; `close` clears up. */
export interface TemporaryIndex {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** Builds the index of some plans with the real segmenter and opens it. */
export async function temporaryIndex(documents: readonly PlanDocument[]): Promise<TemporaryIndex> {
  const corpus = { documents, failures: [], warnings: [] };
  const { store, dispose } = await embeddedStore()({ corpus, words, embedder: countingEmbedder() });
  return { store, close: dispose };
}
