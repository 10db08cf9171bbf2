import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGuidaError } from '../../../corpus/errors.ts';
import type { Embedder } from '../../../retrieval/embed/embedding.ts';
import { buildIndex } from '../../../retrieval/build.ts';
import { buildPostgresIndex } from '../../../retrieval/postgres/build.ts';
import { Connection } from '../../../retrieval/postgres/connection.ts';
import { openPostgresStore } from '../../../retrieval/postgres/open.ts';
import { currentGeneration, layout, VECTORS_FILE } from '../../../retrieval/store/layout.ts';
import { openStore } from '../../../retrieval/store/open.ts';
import type { Scored, Store } from '../../../retrieval/types.ts';
import type { Contender, Opened, Place } from './contender.ts';
import { readCorpus, readVectors, SPACED_WORDS } from './prepared.ts';

/** The embedded store, as the program builds and opens it. */
export const ours: Contender = {
  name: 'ours',
  most: Infinity,
  async build(place) {
    const options = { dataDir: place.folder, fingerprint: 'bench', words: SPACED_WORDS };
    await buildIndex(await readCorpus(place.prepared), { ...options, embedder: preparedEmbedder(place) });
  },
  open: async ({ folder }) => openedStore(await openStore(folder)),
};

/** The HNSW file of an index that `ours` has built into a folder. */
export function graphOfOurs(folder: string): string {
  return path.join(layout(folder).generation(currentGeneration(folder) ?? ''), VECTORS_FILE);
}

/** The store in PostgreSQL with pgvector. */
export const oursInPostgres: Contender = {
  name: 'ours on PostgreSQL',
  most: 100_000,
  async build(place) {
    const options = { connection: { url: urlOf(place) }, fingerprint: 'bench', words: SPACED_WORDS };
    await buildPostgresIndex(await readCorpus(place.prepared), { ...options, embedder: preparedEmbedder(place) });
  },
  open: async (place) => openedStore(await openPostgresStore({ connection: { url: urlOf(place) } })),
  async megabytes(place) {
    const connection = await Connection.open({ url: urlOf(place) });
    const [row] = await connection.query('SELECT pg_database_size(current_database())::float8 AS bytes');
    await connection.close();
    return Number(row?.bytes) / 2 ** 20;
  },
};

function openedStore(store: Store): Opened {
  const idsOf = (found: readonly Scored[]): readonly string[] => found.map(({ passageId }) => passageId);
  return {
    searchWords: async (words, k) => idsOf(await store.searchWords(words, {}, k)),
    searchVectors: async (vector, k) => idsOf(await onceServed(() => store.searchVectors(vector, {}, k))),
    close: () => store.close(),
  };
}

/** The graph of many vectors takes a while to load: what is measured first is when it answers, not that it does not yet. */
async function onceServed<T>(search: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await search();
    } catch (error) {
      if (!isGuidaError(error) || error.code !== 'vector-process') throw error;
      await sleep(100);
    }
  }
}

/** Gives the prepared vectors, in the order in which a build asks for them: that of the passages. */
function preparedEmbedder({ prepared, dimension }: Place): Embedder {
  const vectors = readVectors(prepared);
  let next = 0;
  return {
    id: `prepared-${dimension}`,
    dimension,
    embedDocuments(texts) {
      const own = texts.map((_, i) => vectors.subarray((next + i) * dimension, (next + i + 1) * dimension));
      next += texts.length;
      return Promise.resolve(own);
    },
    embedQuery: () => Promise.reject(new Error('questions come with their vectors')),
  };
}

function urlOf({ database }: Place): string {
  if (database === undefined) throw new Error('no PostgreSQL for this run');
  return database;
}
