import { afterAll, beforeAll, describe } from 'vitest';
import { describeStore } from '../store/store.contract.ts';
import type { StoreFactory } from '../store/opened-store.fixture.ts';
import { buildPostgresIndex } from './build.ts';
import { openPostgresStore } from './open.ts';
import { startCluster, withoutPostgres, type Cluster } from './postgres.fixture.ts';

describe.skipIf(withoutPostgres !== undefined)(`PostgreSQL ${withoutPostgres ?? ''}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.dispose());

  const inPostgres: StoreFactory = async ({ corpus, words, embedder }) => {
    const connection = { url: await cluster.createDatabase() };
    await buildPostgresIndex(corpus, { connection, fingerprint: 'contract', words, embedder });
    const store = await openPostgresStore({ connection, embedderId: embedder.id });
    return { store, dispose: () => store.close() };
  };

  describeStore('PostgreSQL store', inPostgres);
});
