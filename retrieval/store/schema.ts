import { FORMAT_VERSION } from './layout.ts';

/**
 * The tables of a generation. `n` numbers plans, sections, … from 1 in the order of the corpus, so that the passages of a
 * plan follow one another; a passage's `n` is also its label in the vector index. Lists are JSON.
 *
 * What `words` and `postings` hold is told by `store/postings`: for each word of the corpus a directory of its blocks, and
 * the blocks in parts whose ids follow one another. `passage_lengths` has a row for each block of passages.
 */
export const SCHEMA = `
PRAGMA application_id = 1196771652;
PRAGMA user_version = ${FORMAT_VERSION};
CREATE TABLE plans (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, region TEXT NOT NULL, level TEXT NOT NULL,
  issuer TEXT, date TEXT, period_from INTEGER, period_to INTEGER, status TEXT NOT NULL, edition TEXT NOT NULL,
  file TEXT NOT NULL, line_from INTEGER NOT NULL, line_to INTEGER NOT NULL, inferred TEXT NOT NULL,
  warnings TEXT NOT NULL, sections INTEGER NOT NULL, passages INTEGER NOT NULL, tables INTEGER NOT NULL,
  records INTEGER NOT NULL
) STRICT;
CREATE TABLE sections (
  n INTEGER PRIMARY KEY, plan_id TEXT NOT NULL, path TEXT NOT NULL, line_from INTEGER NOT NULL,
  line_to INTEGER NOT NULL
) STRICT;
CREATE TABLE passages (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, plan_id TEXT NOT NULL, position INTEGER NOT NULL,
  kind TEXT NOT NULL, section TEXT NOT NULL, text TEXT NOT NULL, line_from INTEGER NOT NULL,
  line_to INTEGER NOT NULL, table_id TEXT, table_row INTEGER, embedded_sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE tables (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, plan_id TEXT NOT NULL, caption TEXT NOT NULL, section TEXT NOT NULL,
  columns TEXT NOT NULL, rows TEXT NOT NULL
) STRICT;
CREATE TABLE records (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, plan_id TEXT NOT NULL, passage_id TEXT NOT NULL,
  indicator TEXT NOT NULL, canonical TEXT, raw TEXT NOT NULL, value REAL, bound TEXT NOT NULL, unit TEXT NOT NULL,
  time TEXT, kind TEXT NOT NULL
) STRICT;
CREATE TABLE user_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE INDEX sections_by_plan ON sections (plan_id);
CREATE INDEX passages_by_plan ON passages (plan_id, position);
CREATE INDEX tables_by_plan ON tables (plan_id);
CREATE INDEX records_by_plan ON records (plan_id);
CREATE TABLE words (
  n INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, passages INTEGER NOT NULL, directory BLOB NOT NULL,
  first_part INTEGER NOT NULL
) STRICT;
CREATE TABLE postings (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE passage_lengths (block INTEGER PRIMARY KEY, lengths BLOB NOT NULL) STRICT;
CREATE TABLE totals (passages INTEGER NOT NULL, words INTEGER NOT NULL) STRICT;
`;
