import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { GuidaError } from '../../corpus/errors.ts';
import { assertVector } from '../vectors/vector.ts';

/** Raised when the table's meaning changes; another version is emptied, since everything in it can be had again. */
const VERSION = 1;

/** What SQLite says of a file that is not, or no longer, a database. */
const BROKEN = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/**
 * Vectors that have been paid for, in one SQLite file, by a hash of model and text. It holds no text and no key. A
 * damaged file is thrown away, an unsound entry counts as missing.
 */
export class EmbeddingCache {
  readonly #database: Database.Database;

  /**
   * @param file path of the SQLite file; created when missing
   * @throws GuidaError `data-unwritable`
   */
  constructor(file: string) {
    try {
      this.#database = openDatabase(file);
    } catch (error) {
      throw new GuidaError('data-unwritable', 'The cache of embeddings cannot be written. Check the data folder.', {
        cause: error,
      });
    }
  }

  /**
   * The sound vectors among `keys`.
   * @param dimension the length they must have; absent: any
   */
  get(keys: Iterable<string>, dimension?: number): Map<string, Float32Array> {
    const select = this.#database.prepare<[string], { vector: Buffer }>('SELECT vector FROM embeddings WHERE key = ?');
    const found = new Map<string, Float32Array>();
    for (const key of keys) {
      const row = select.get(key);
      const vector = row === undefined ? undefined : soundVector(row.vector, dimension);
      if (vector !== undefined) found.set(key, vector);
    }
    return found;
  }

  /** Keeps vectors, all or none. */
  put(entries: ReadonlyMap<string, Float32Array>): void {
    const insert = this.#database.prepare('INSERT OR REPLACE INTO embeddings (key, vector) VALUES (?, ?)');
    this.#database.transaction(() => {
      for (const [key, vector] of entries) {
        insert.run(key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
      }
    })();
  }

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }
}

/** The key of a text under a model: nothing can be read back from it. */
export function cacheKey(model: readonly (string | number | null)[], text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([...model, text]))
    .digest('hex');
}

function openDatabase(file: string): Database.Database {
  try {
    return prepared(file);
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !BROKEN.has(code)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return prepared(file);
  }
}

function prepared(file: string): Database.Database {
  const database = new Database(file, { timeout: 10_000 });
  try {
    database.pragma('journal_mode = WAL');
    if (database.pragma('user_version', { simple: true }) !== VERSION) {
      database.exec('DROP TABLE IF EXISTS embeddings');
      database.exec('CREATE TABLE embeddings (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID');
      database.pragma(`user_version = ${VERSION}`);
    }
    // Reads through the whole file: what is broken shows now and not in the middle of a build.
    database.prepare('SELECT count(*), sum(length(vector)) FROM embeddings').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function soundVector(bytes: Buffer, dimension?: number): Float32Array | undefined {
  // Copied, since the bytes may start anywhere and floats may not.
  const vector = new Float32Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~3)).buffer);
  try {
    assertVector(vector, dimension ?? vector.length);
  } catch {
    return undefined;
  }
  return vector.length > 0 && bytes.length % 4 === 0 ? vector : undefined;
}
