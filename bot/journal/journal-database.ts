import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import { MIGRATIONS } from './migrations.ts';

/** How long a writer waits for another process that writes, milliseconds. The event loop waits with it. */
const BUSY_MS = 2000;

/** What SQLite says of a file that is not, or no longer, a database. */
const DAMAGED = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/** Values for the named parameters of a statement. */
export type Bindings = Readonly<Record<string, string | number | null>>;

/**
 * The journal's SQLite file. Statements are prepared once; whatever SQLite or a decoder says against it comes out as
 * `journal-failed`.
 */
export class JournalDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /**
   * Opens the file, makes it when it is missing, and brings its tables up to date.
   * @throws GuidaError `journal-failed` when it cannot be written, is damaged or was written by a newer version
   */
  constructor(path: string) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#database = new Database(path, { timeout: BUSY_MS });
    } catch (error) {
      throw journalFailed(error);
    }
    try {
      this.#prepareFile();
    } catch (error) {
      this.#database.close();
      throw journalFailed(error);
    }
  }

  /** Every row of a query, decoded. */
  all<T>(sql: string, bindings: Bindings, decode: (row: unknown) => T): readonly T[] {
    return this.#guarded(() => this.#prepared(sql).all(bindings).map(decode));
  }

  /** Runs a statement that changes rows; resolves how many. */
  run(sql: string, bindings: Bindings): number {
    return this.#guarded(() => this.#prepared(sql).run(bindings).changes);
  }

  /** Does several changes, all or none. */
  transaction<T>(change: () => T): T {
    return this.#guarded(() => this.#database.transaction(change).immediate());
  }

  /** Moves everything into the main file and empties the log beside it, so that erased rows are nowhere. */
  checkpoint(): void {
    this.#guarded(() => this.#database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  /** Ends the use of the file. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepareFile(): void {
    this.#database.pragma('journal_mode = WAL');
    // An event that was acknowledged must outlive a power cut.
    this.#database.pragma('synchronous = FULL');
    this.#database.pragma('foreign_keys = ON');
    this.#database.pragma('secure_delete = ON');
    if (this.#database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged();
    this.#database
      .transaction(() => {
        this.#migrate();
      })
      .immediate();
  }

  #migrate(): void {
    const version = this.#database.pragma('user_version', { simple: true }) as number;
    if (version > MIGRATIONS.length) {
      throw new GuidaError(
        'journal-failed',
        'The journal was written by a newer version of Guida. Use that version, or another data folder.',
      );
    }
    for (const step of MIGRATIONS.slice(version)) this.#database.exec(step);
    // Written in any case: it shows now whether the file can be written.
    this.#database.pragma(`user_version = ${MIGRATIONS.length}`);
  }

  #prepared(sql: string): Database.Statement {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<T>(use: () => T): T {
    if (!this.#database.open) throw new GuidaError('journal-failed', 'The journal is closed.');
    try {
      return use();
    } catch (error) {
      throw journalFailed(error);
    }
  }
}

function damaged(cause?: unknown): GuidaError {
  return new GuidaError(
    'journal-failed',
    'The journal (journal.sqlite in the data folder) is damaged. Move it away to begin a new one, or restore a copy.',
    { cause },
  );
}

function journalFailed(error: unknown): GuidaError {
  if (isGuidaError(error)) return error;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && DAMAGED.has(code.replace(/^(SQLITE_CORRUPT)_.*/u, '$1'))) return damaged(error);
  if (code === 'SQLITE_BUSY') {
    return new GuidaError('journal-failed', 'Another process holds the journal. End it, or use another data folder.', {
      cause: error,
    });
  }
  return new GuidaError(
    'journal-failed',
    'The journal cannot be read or written. Check the permissions and the free space of the data folder.',
    { cause: error },
  );
}
