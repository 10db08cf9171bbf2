import Database from 'better-sqlite3';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import { DATABASE_FILE, FORMAT_VERSION } from './layout.ts';
import { damagedFile } from './manifest.ts';

/** Values for the named parameters of a query. */
export type Bindings = Readonly<Record<string, string | number | null>>;

/**
 * The database of a generation, opened for reading. Statements are prepared once; whatever SQLite or a decoder says
 * against what it reads comes out as `index-damaged`.
 */
export class GenerationDatabase {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** @throws GuidaError `index-damaged` when it is not a database; `index-mismatch` for one of another format */
  constructor(path: string) {
    this.#database = opened(path);
    const version = this.guarded(() => this.#database.pragma('user_version', { simple: true }));
    if (version !== FORMAT_VERSION) {
      this.close();
      throw new GuidaError('index-mismatch', 'The index was written by another version. Build the index again.');
    }
  }

  /**
   * Every row of a query, decoded.
   * @throws GuidaError `index-damaged` when a row makes no sense; `internal` after `close`
   */
  all<T>(sql: string, bindings: Bindings, decode: (row: unknown) => T): readonly T[] {
    return this.guarded(() => this.#prepared(sql).all(bindings).map(decode));
  }

  /**
   * Does something with what was read, such as going through postings.
   * @throws GuidaError `index-damaged` when that makes no sense; `internal` after `close`
   */
  guarded<T>(read: () => T): T {
    if (!this.#database.open) throw new GuidaError('internal', 'The index is closed.');
    try {
      return read();
    } catch (error) {
      throw isGuidaError(error) ? error : damagedFile(DATABASE_FILE, error);
    }
  }

  /** Ends reading. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): Database.Statement {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function opened(path: string): Database.Database {
  try {
    return new Database(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw damagedFile(DATABASE_FILE, error);
  }
}
