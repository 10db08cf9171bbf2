import type { Contender, Place } from './contender.ts';
import { importPeer } from './peer-module.ts';
import { readPlans, readVectors } from './prepared.ts';

/** What is used of `@electric-sql/pglite` and `@electric-sql/pglite-pgvector`. */
interface PGliteModule {
  readonly PGlite: new (options: object) => PGlite;
}
interface PGlite {
  exec(sql: string): Promise<unknown>;
  query(sql: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  close(): Promise<void>;
}

const BATCH = 500;
const EF_SEARCH = 200;

/** PostgreSQL in WebAssembly with pgvector: its own full-text search (`ts_rank`), HNSW over halfvec. */
export const pglite: Contender = {
  name: 'PGlite + pgvector',
  most: 5000,
  async build(place) {
    const { prepared, dimension } = place;
    const database = await opened(place);
    await database.exec(`CREATE EXTENSION vector;
      CREATE TABLE passages (id text, words tsvector, embedding halfvec(${dimension}))`);
    const vectors = readVectors(prepared);
    let at = 0;
    let rows: (readonly [string, string, string])[] = [];
    const flush = async (): Promise<void> => {
      const columns = [0, 1, 2].map((column) => rows.map((row) => row[column]));
      await database.query(
        `INSERT INTO passages SELECT id, array_to_tsvector(string_to_array(words, ' ')), embedding::halfvec
          FROM unnest($1::text[], $2::text[], $3::text[]) AS given (id, words, embedding)`,
        columns,
      );
      rows = [];
    };
    for await (const { plan, passages } of readPlans(prepared)) {
      for (const { id, section, text } of passages) {
        const words = new Set([text, ...section, plan.title].flatMap((column) => column.split(' ')).filter(Boolean));
        rows.push([id, [...words].join(' '), `[${vectors.subarray(at * dimension, (at += 1) * dimension).join(',')}]`]);
        if (rows.length === BATCH) await flush();
      }
    }
    if (rows.length > 0) await flush();
    await database.exec(`CREATE INDEX ON passages USING gin (words);
      CREATE INDEX ON passages USING hnsw (embedding halfvec_cosine_ops) WITH (m = 16, ef_construction = 200)`);
    await database.close();
  },
  async open(place) {
    const database = await opened(place);
    await database.exec(`SET hnsw.ef_search = ${EF_SEARCH}`);
    const ask = async (sql: string, values: readonly unknown[]): Promise<readonly string[]> =>
      (await database.query(sql, values)).rows.map((row) => (row as { readonly id: string }).id);
    return {
      searchWords: (words, k) =>
        ask(
          `SELECT id FROM passages, to_tsquery('simple', $1) AS query WHERE words @@ query
            ORDER BY ts_rank(words, query) DESC LIMIT $2`,
          [words.map((word) => `'${word.replaceAll("'", "''")}'`).join(' | '), k],
        ),
      searchVectors: (vector, k) =>
        ask('SELECT id FROM passages ORDER BY embedding <=> $1::halfvec LIMIT $2', [`[${vector.join(',')}]`, k]),
      close: () => database.close(),
    };
  },
};

async function opened({ folder, peers }: Place): Promise<PGlite> {
  const { PGlite } = await importPeer<PGliteModule>('@electric-sql/pglite', peers);
  const { vector } = await importPeer<{ readonly vector: unknown }>('@electric-sql/pglite-pgvector', peers);
  return new PGlite({ dataDir: folder, extensions: { vector } });
}
