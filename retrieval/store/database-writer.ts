import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Corpus, Passage, Plan } from '../../corpus/types.ts';
import type { NamedWords } from '../words/words.ts';
import { hashOf } from './passage-vectors.ts';
import { rowOfPassage, rowOfPlan, rowOfRecord, rowOfSection, rowOfTable, type Row } from './rows.ts';
import { SCHEMA } from './schema.ts';
import { columnOf } from './tokens.ts';

/** Rows between two looks at the signal: some 50 ms of work, so that a chat process stays awake. */
const BATCH = 100;

/** What goes into the database, and what happens on the way. */
export interface WriteDatabaseOptions {
  readonly words: NamedWords;
  readonly signal?: AbortSignal | undefined;
  /** Passages written so far. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Writes the database of a generation. The same corpus and words give the same bytes: rows in the order of the corpus,
 * no times, packed at the end. Not flushed to the disk: the caller does that for all files at once.
 * @param path must not exist
 * @throws what SQLite throws; the reason of `signal`
 */
export async function writeDatabase(path: string, corpus: Corpus, options: WriteDatabaseOptions): Promise<void> {
  const { words, signal, onProgress } = options;
  const database = new Database(path);
  try {
    // A file that is not finished is thrown away, so nothing is lost without a journal.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.pragma('temp_store = MEMORY');
    database.exec(SCHEMA);
    database.exec('BEGIN');
    const insert = inserter(database);
    for (const word of words.userWords) insert('user_words', { word });
    let written = 0;
    for (const { plan, sections, passages, tables, records } of corpus.documents) {
      insert('plans', rowOfPlan(plan));
      for (const section of sections) insert('sections', rowOfSection(section));
      for (const table of tables) insert('tables', rowOfTable(table));
      for (const record of records) insert('records', rowOfRecord(record));
      const title = columnOf(words.split(plan.title));
      for (const passage of passages) {
        written += 1;
        const embedded_sha256 = hashOf(embeddedText(plan, passage));
        insert('passages', { n: written, ...rowOfPassage(passage), embedded_sha256 });
        insert('words', { rowid: written, ...columnsOf(passage, words), title });
        if (written % BATCH !== 0) continue;
        onProgress?.(written);
        await nextTurn();
        signal?.throwIfAborted();
      }
    }
    database.exec("INSERT INTO words (words) VALUES ('optimize')");
    database.exec('COMMIT');
    database.exec('VACUUM');
    onProgress?.(written);
  } finally {
    database.close();
  }
}

/**
 * What is embedded of a passage: a short text says more under its headings, and another place's plan says the same
 * under another title.
 */
export function embeddedText(plan: Plan, passage: Passage): string {
  return [plan.title, ...passage.section, passage.text].join('\n');
}

function columnsOf(passage: Passage, words: NamedWords): Row {
  return {
    text: columnOf(words.split(passage.text)),
    heading: columnOf(passage.section.flatMap((heading) => words.split(heading))),
  };
}

/** Prepares one statement a table, by the columns of its first row. */
function inserter(database: Database.Database): (table: string, row: Row) => void {
  const statements = new Map<string, Database.Statement>();
  return (table, row) => {
    let statement = statements.get(table);
    if (statement === undefined) {
      const columns = Object.keys(row);
      const values = columns.map((column) => `@${column}`);
      statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`);
      statements.set(table, statement);
    }
    statement.run(row);
  };
}
