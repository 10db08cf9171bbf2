import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIndex } from '../build.ts';
import { buildHnswFileHere } from './generation-writer.ts';
import { openStore } from './open.ts';
import type { StoreFactory } from './opened-store.fixture.ts';

/**
 * Builds the real store in a folder of its own and opens it.
 * @param vectors `process`: built and searched in a process beside this one, as in use; `exact`: here, which is faster
 */
export function embeddedStore(vectors: 'process' | 'exact' = 'exact'): StoreFactory {
  return async ({ corpus, words, embedder }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'guida-store-'));
    const here = vectors === 'exact' ? { buildVectors: buildHnswFileHere } : {};
    await buildIndex(corpus, { dataDir, fingerprint: 'test', words, embedder, ...here });
    const store = await openStore(dataDir, { embedderId: embedder.id, vectorSearch: vectors });
    const dispose = async () => {
      await store.close();
      rmSync(dataDir, { recursive: true });
    };
    return { store, dispose };
  };
}
