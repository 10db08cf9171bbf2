import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { HierarchicalNSW } from 'hnswlib-node';
import { efFor, HNSW_DEFAULTS } from '../../../retrieval/vectors/hnsw-parameters.ts';
import type { Contender } from './contender.ts';
import { graphOfOurs } from './ours.ts';
import { readPlans, readVectors } from './prepared.ts';

const { HierarchicalNSW: Native } = createRequire(import.meta.url)('hnswlib-node') as {
  HierarchicalNSW: typeof HierarchicalNSW;
};

/** Past this, the graph that ours has built is searched instead of building the same once more: the files are alike. */
const MOST_BUILT = 200_000;

/** Every printable ASCII character that is not a letter or digit is part of a word; both kinds of quote doubled. */
const TOKEN_CHARACTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((character) => !/[0-9A-Za-z]/u.test(character))
  .join('')
  .replaceAll("'", "''")
  .replaceAll('"', '""');

/** FTS5 and hnswlib-node as they come, in one process, with our parameters: what the same work costs at least. */
export const raw: Contender = {
  name: 'raw FTS5 + hnswlib',
  most: Infinity,
  async build({ prepared, folder, dimension, passages }) {
    const database = new Database(path.join(folder, 'words.sqlite'));
    database.pragma('journal_mode = OFF');
    database.exec(`CREATE TABLE passages (n INTEGER PRIMARY KEY, id TEXT NOT NULL);
      CREATE VIRTUAL TABLE words USING fts5 (text, heading, title, content = '',
        tokenize = "ascii tokenchars '${TOKEN_CHARACTERS}'"); BEGIN`);
    const addPassage = database.prepare('INSERT INTO passages VALUES (?, ?)');
    const addWords = database.prepare('INSERT INTO words (rowid, text, heading, title) VALUES (?, ?, ?, ?)');
    let n = 0;
    for await (const { plan, passages: own } of readPlans(prepared)) {
      for (const { id, section, text } of own) {
        addPassage.run((n += 1), id);
        addWords.run(n, text, section.join(' '), plan.title);
      }
    }
    database.exec("INSERT INTO words (words) VALUES ('optimize'); COMMIT; VACUUM");
    database.close();
    if (passages > MOST_BUILT) return;
    const { m, efConstruction, seed } = HNSW_DEFAULTS;
    const native = new Native('ip', dimension);
    native.initIndex({ maxElements: passages, m, efConstruction, randomSeed: seed });
    const vectors = readVectors(prepared);
    for (let at = 0; at < passages; at += 1) {
      native.addPoint(Array.from(vectors.subarray(at * dimension, (at + 1) * dimension)), at);
    }
    native.writeIndexSync(path.join(folder, 'vectors.hnsw'));
  },
  open({ folder, dimension, passages }) {
    const own = path.join(folder, 'vectors.hnsw');
    if (!existsSync(own)) copyFileSync(graphOfOurs(path.join(folder, '..', 'ours')), own);
    const database = new Database(path.join(folder, 'words.sqlite'), { readonly: true });
    const search = database
      .prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 1, 0.6, 0.3) LIMIT ?')
      .pluck();
    const idOf = database.prepare('SELECT id FROM passages WHERE n = ?').pluck();
    const native = new Native('ip', dimension);
    native.readIndexSync(own);
    native.setEf(efFor(passages));
    const idsOf = (numbers: readonly unknown[]): readonly string[] => numbers.map((n) => String(idOf.get(n)));
    return Promise.resolve({
      searchWords: (words, k) =>
        Promise.resolve(idsOf(search.all([...new Set(words)].map((word) => `"${word}"`).join(' OR '), k))),
      searchVectors: (vector, k) =>
        Promise.resolve(idsOf(native.searchKnn(Array.from(vector), k).neighbors.map((at) => at + 1))),
      close() {
        database.close();
        return Promise.resolve();
      },
    });
  },
};
