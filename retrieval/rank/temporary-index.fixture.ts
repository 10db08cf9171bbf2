import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanDocument } from '../../corpus/types.ts';
import { buildIndex } from '../build.ts';
import { buildHnswFileHere } from '../store/generation-writer.ts';
import { openStore } from '../store/open.ts';
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
  const dataDir = mkdtempSync(join(tmpdir(), 'guida-answer-'));
  const embedder = countingEmbedder();
  const corpus = { documents, failures: [], warnings: [] };
  await buildIndex(corpus, { dataDir, fingerprint: 'test', words, embedder, buildVectors: buildHnswFileHere });
  const store = await openStore(dataDir, { embedderId: embedder.id, vectorSearch: 'exact' });
  const close = async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  };
  return { store, close };
}
