import type { Contender, Place } from './contender.ts';
import { importPeer } from './peer-module.ts';
import { readPlans, readVectors } from './prepared.ts';

/** What is used of `@lancedb/lancedb`. */
interface LanceDb {
  readonly connect: (folder: string) => Promise<{
    createTable(name: string, rows: readonly object[]): Promise<Table>;
    openTable(name: string): Promise<Table>;
  }>;
  readonly Index: { fts(options: object): object; hnswSq(options: object): object };
}
interface Table {
  add(rows: readonly object[]): Promise<unknown>;
  createIndex(column: string, options: { readonly config: object }): Promise<void>;
  search(query: string, type: 'fts', columns: string): Query;
  vectorSearch(vector: readonly number[]): Query & { ef(ef: number): Query; distanceType(type: string): Query };
}
interface Query {
  limit(k: number): Query;
  select(columns: readonly string[]): Query;
  toArray(): Promise<readonly { readonly key: string }[]>;
}

const BATCH = 5000;

/** LanceDB: words in one column (it weighs no columns) and vectors with HNSW over scalar quantisation, both on disk. */
export const lanceDb: Contender = {
  name: 'LanceDB',
  most: 100_000,
  async build(place) {
    const { Index } = await importPeer<LanceDb>('@lancedb/lancedb', place.peers);
    const table = await filled(place);
    const plain = { baseTokenizer: 'whitespace', stem: false, removeStopWords: false, asciiFolding: false };
    await table.createIndex('text', { config: Index.fts({ ...plain, lowercase: false, withPosition: false }) });
    const graph = { distanceType: 'cosine', numPartitions: 1, m: 32, efConstruction: 200 };
    await table.createIndex('vector', { config: Index.hnswSq(graph) });
  },
  async open({ folder, peers }) {
    const { connect } = await importPeer<LanceDb>('@lancedb/lancedb', peers);
    const table = await (await connect(folder)).openTable('passages');
    const keysOf = async (query: Query, k: number): Promise<readonly string[]> =>
      (await query.select(['key']).limit(k).toArray()).map(({ key }) => key);
    return {
      searchWords: (words, k) => keysOf(table.search(words.join(' '), 'fts', 'text'), k),
      searchVectors: (vector, k) => keysOf(table.vectorSearch(Array.from(vector)).ef(LANCE_EF), k),
      close: () => Promise.resolve(),
    };
  },
};

/** Candidates of a walk; its recall is shown beside. */
const LANCE_EF = 400;

async function filled({ prepared, folder, dimension, peers }: Place): Promise<Table> {
  const { connect } = await importPeer<LanceDb>('@lancedb/lancedb', peers);
  const database = await connect(folder);
  const vectors = readVectors(prepared);
  let table: Table | undefined;
  let rows: object[] = [];
  let at = 0;
  const flush = async (): Promise<void> => {
    if (table === undefined) table = await database.createTable('passages', rows);
    else if (rows.length > 0) await table.add(rows);
    rows = [];
  };
  for await (const { plan, passages } of readPlans(prepared)) {
    for (const { id, section, text } of passages) {
      const vector = Array.from(vectors.subarray(at * dimension, (at += 1) * dimension));
      rows.push({ key: id, text: [text, ...section, plan.title].join(' '), vector });
    }
    if (rows.length >= BATCH) await flush();
  }
  await flush();
  if (table === undefined) throw new Error('there are no passages');
  return table;
}
