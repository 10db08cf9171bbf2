import { FORMAT_VERSION } from './layout.ts';
import { TOKENIZER } from './tokens.ts';

/**
 * The tables of a generation. `n` numbers plans, sections, … in the order of the corpus; a passage's `n` (from 1) is
 * also its row in the word index and its label in the vector index. Lists are JSON. `words` holds no text of its own:
 * what is shown comes from `passages`.
 */
export const SCHEMA = `
PRAGMA application_id = 1196771652;
PRAGMA user_version = ${FORMAT_VERSION};
CREATE TABLE plans (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, region TEXT NOT NULL, level TEXT NOT NULL,
  issuer TEXT, date TEXT, period_from INTEGER, period_to INTEGER, status TEXT NOT NULL, edition TEXT NOT NULL,
  file TEXT NOT NULL, line_from INTEGER NOT NULL, line_to INTEGER NOT NULL, inferred TEXT NOT NULL,
  warnings TEXT NOT NULL
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
CREATE VIRTUAL TABLE words USING fts5 (text, heading, title, content = '', tokenize = ${TOKENIZER});
CREATE VIRTUAL TABLE word_counts USING fts5vocab (words, row);
`;
