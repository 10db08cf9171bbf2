/** Raised when the tables of a generation or what stands in them change; another format is built again. */
export const FORMAT = '1';

/** Largest vector that HNSW takes as halfvec; a larger one is searched exactly. */
export const LARGEST_INDEXED_DIMENSION = 4000;

/** Columns of a table in their order, with their types. */
export type Columns = Readonly<Record<string, string>>;

const LINES: Columns = { line_from: 'integer NOT NULL', line_to: 'integer NOT NULL' };

/**
 * What a generation's schema holds: the tables of the embedded store, with the same columns, and with them the words
 * and the vectors. `n` numbers plans, sections, … from 1 in the order of the corpus; words and vectors have the `n` of
 * their passage, and `plan` is the `n` of its plan. Lists are JSON.
 */
export function tablesOf(dimension: number): Readonly<Record<string, Columns>> {
  return {
    plans: {
      n: 'integer PRIMARY KEY',
      id: 'text NOT NULL UNIQUE',
      title: 'text NOT NULL',
      region: 'text NOT NULL',
      level: 'text NOT NULL',
      issuer: 'text',
      date: 'text',
      period_from: 'integer',
      period_to: 'integer',
      status: 'text NOT NULL',
      edition: 'text NOT NULL',
      file: 'text NOT NULL',
      ...LINES,
      inferred: 'text NOT NULL',
      warnings: 'text NOT NULL',
      sections: 'integer NOT NULL',
      passages: 'integer NOT NULL',
      tables: 'integer NOT NULL',
      records: 'integer NOT NULL',
    },
    sections: { n: 'integer PRIMARY KEY', plan_id: 'text NOT NULL', path: 'text NOT NULL', ...LINES },
    passages: {
      n: 'integer PRIMARY KEY',
      id: 'text NOT NULL UNIQUE',
      plan_id: 'text NOT NULL',
      position: 'integer NOT NULL',
      kind: 'text NOT NULL',
      section: 'text NOT NULL',
      text: 'text NOT NULL',
      ...LINES,
      table_id: 'text',
      table_row: 'integer',
      embedded_sha256: 'text NOT NULL',
    },
    tables: {
      n: 'integer PRIMARY KEY',
      id: 'text NOT NULL',
      plan_id: 'text NOT NULL',
      caption: 'text NOT NULL',
      section: 'text NOT NULL',
      columns: 'text NOT NULL',
      rows: 'text NOT NULL',
    },
    records: {
      n: 'integer PRIMARY KEY',
      id: 'text NOT NULL',
      plan_id: 'text NOT NULL',
      passage_id: 'text NOT NULL',
      indicator: 'text NOT NULL',
      canonical: 'text',
      raw: 'text NOT NULL',
      value: 'double precision',
      bound: 'text NOT NULL',
      unit: 'text NOT NULL',
      time: 'text',
      kind: 'text NOT NULL',
    },
    /** Every word of the corpus: its number, and how many passages hold it. */
    tokens: { id: 'integer PRIMARY KEY', token: 'text NOT NULL UNIQUE', passages: 'integer NOT NULL' },
    /** `words` finds candidates; `frequencies` (frequencies.ts) and `length`, the number of words, rank them. */
    passage_words: {
      n: 'integer PRIMARY KEY',
      plan: 'integer NOT NULL',
      length: 'integer NOT NULL',
      words: 'tsvector NOT NULL',
      frequencies: 'text NOT NULL',
    },
    /** A passage whose vector is zero has no row: it is near nothing. */
    passage_vectors: {
      n: 'integer PRIMARY KEY',
      plan: 'integer NOT NULL',
      embedding: `halfvec(${dimension}) NOT NULL`,
    },
  };
}

/** Makes the tables, empty and without the indexes that `indexesOf` adds once they are filled. */
export function creationOf(schema: string, dimension: number): string {
  const tables = Object.entries(tablesOf(dimension)).map(([table, columns]) => {
    const list = Object.entries(columns).map(([column, type]) => `"${column}" ${collated(type)}`);
    return `CREATE TABLE ${schema}.${table} (${list.join(', ')});`;
  });
  // Beside their number, not in a table of their own that each comparison would have to open.
  const plain = `ALTER TABLE ${schema}.passage_vectors ALTER COLUMN embedding SET STORAGE PLAIN;`;
  const inline = dimension <= LARGEST_INDEXED_DIMENSION ? plain : '';
  return `CREATE SCHEMA ${schema}; ${tables.join(' ')} ${inline}`;
}

/** What searching needs, to be made one after another once the tables are filled. */
export function indexesOf(schema: string, dimension: number): readonly string[] {
  const hnsw = `CREATE INDEX vectors_by_nearness ON ${schema}.passage_vectors
    USING hnsw (embedding halfvec_cosine_ops) WITH (m = 16, ef_construction = 200)`;
  return [
    `CREATE INDEX sections_by_plan ON ${schema}.sections (plan_id)`,
    `CREATE INDEX passages_by_plan ON ${schema}.passages (plan_id, position)`,
    `CREATE INDEX tables_by_plan ON ${schema}.tables (plan_id)`,
    `CREATE INDEX records_by_plan ON ${schema}.records (plan_id)`,
    `CREATE INDEX words_by_plan ON ${schema}.passage_words (plan)`,
    `CREATE INDEX words_by_word ON ${schema}.passage_words USING gin (words) WITH (fastupdate = off)`,
    `CREATE INDEX vectors_by_plan ON ${schema}.passage_vectors (plan)`,
    ...(dimension <= LARGEST_INDEXED_DIMENSION ? [hnsw] : []),
    ...Object.keys(tablesOf(dimension)).map((table) => `ANALYZE ${schema}.${table}`),
  ];
}

/** Texts are compared by their bytes: nothing here is sorted for people. */
function collated(type: string): string {
  return type.replace(/^text/u, 'text COLLATE "C"');
}
