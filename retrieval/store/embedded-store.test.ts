import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIndex } from '../build.ts';
import { openStore } from './open.ts';
import type { StoreFactory } from './opened-store.fixture.ts';
import { describeStore } from './store.contract.ts';

const embedded =
  (vectorSearch: 'process' | 'exact'): StoreFactory =>
  async ({ corpus, words, embedder }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'guida-store-'));
    await buildIndex(corpus, { dataDir, fingerprint: 'contract', words, embedder });
    const store = await openStore(dataDir, { embedderId: embedder.id, vectorSearch });
    const dispose = async () => {
      await store.close();
      rmSync(dataDir, { recursive: true });
    };
    return { store, dispose };
  };

describeStore('embedded store', embedded('process'));
describeStore('embedded store without HNSW', embedded('exact'));
