import { describeStore } from '../store/store.contract.ts';
import type { StoreFactory } from '../store/opened-store.fixture.ts';
import { buildPostgresIndex } from './build.ts';
import { describePostgres } from './described-cluster.fixture.ts';
import { openPostgresStore } from './open.ts';

describePostgres('PostgreSQL', (cluster) => {
  const inPostgres: StoreFactory = async ({ corpus, words, embedder }) => {
    const connection = { url: await cluster.createDatabase() };
    await buildPostgresIndex(corpus, { connection, fingerprint: 'contract', words, embedder });
    const store = await openPostgresStore({ connection, embedderId: embedder.id });
    return { store, dispose: () => store.close() };
  };

  describeStore('PostgreSQL store', inPostgres);
});
