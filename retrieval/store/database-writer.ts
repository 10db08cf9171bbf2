import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Corpus, Passage, Plan, PlanDocument } from '../../corpus/types.ts';
import type { NamedWords } from '../words/words.ts';
import { hashOf } from './passage-vectors.ts';
import { BLOCK_PASSAGES } from './postings/posting-blocks.ts';
import { PostingsBuilder } from './postings/postings-builder.ts';
import { rowOfPassage, rowOfPlan, rowOfRecord, rowOfSection, rowOfTable, type Row } from './rows.ts';
import { SCHEMA } from './schema.ts';
import { tokenOf } from './tokens.ts';
import { BOUND_WEIGHTS } from './word-search.ts';

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
    const postings = new PostingsBuilder();
    const split = (text: string): readonly string[] => words.split(text).map(tokenOf);
    for (const document of corpus.documents) {
      const { plan, sections, passages, tables, records } = document;
      insert('plans', { ...rowOfPlan(plan), ...countsOf(document) });
      for (const section of sections) insert('sections', rowOfSection(section));
      for (const table of tables) insert('tables', rowOfTable(table));
      for (const record of records) insert('records', rowOfRecord(record));
      const title = split(plan.title);
      for (const passage of passages) {
        written += 1;
        const embedded_sha256 = hashOf(embeddedText(plan, passage));
        insert('passages', { n: written, ...rowOfPassage(passage), embedded_sha256 });
        postings.add(split(passage.text), passage.section.flatMap(split), title);
        if (written % BATCH !== 0) continue;
        onProgress?.(written);
        await nextTurn();
        signal?.throwIfAborted();
      }
    }
    await writePostings(postings, insert, signal);
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

/** How much a plan has of what the index holds; also a row. */
export function countsOf({ sections, passages, tables, records }: PlanDocument): Row {
  return { sections: sections.length, passages: passages.length, tables: tables.length, records: records.length };
}

type Insert = (table: string, row: Readonly<Record<string, string | number | null | Uint8Array>>) => void;

async function writePostings(postings: PostingsBuilder, insert: Insert, signal?: AbortSignal): Promise<void> {
  let n = 0;
  let parts = 0;
  for (const { token, passages, directory, parts: data } of postings.words(BOUND_WEIGHTS)) {
    n += 1;
    insert('words', { n, token, passages, directory, first_part: parts + 1 });
    for (const part of data) insert('postings', { id: (parts += 1), data: part });
    if (n % BATCH !== 0) continue;
    await nextTurn();
    signal?.throwIfAborted();
  }
  const { lengths, tokens } = postings;
  for (let block = 0; block * BLOCK_PASSAGES < lengths.length; block += 1) {
    const own = Uint32Array.from(lengths.slice(block * BLOCK_PASSAGES, (block + 1) * BLOCK_PASSAGES));
    insert('passage_lengths', { block, lengths: new Uint8Array(own.buffer) });
  }
  insert('totals', { passages: lengths.length, words: tokens });
}

/** Prepares one statement a table, by the columns of its first row. */
function inserter(database: Database.Database): Insert {
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
