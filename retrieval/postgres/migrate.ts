import { GuidaError } from '../../corpus/errors.ts';
import { Connection, type ConnectionOptions, type Queries } from './connection.ts';
import { LOCKS } from './locks.ts';

/** A set of tables with a history of its own, and its steps: the first makes version 1. Steps are only ever added. */
export interface Migrations {
  readonly name: string;
  readonly steps: readonly string[];
}

/** Oldest pgvector that can walk an HNSW graph on until a filter is satisfied (`hnsw.iterative_scan`). */
const VECTOR_VERSION = [0, 8] as const;

const PREPARE = `
  CREATE SCHEMA IF NOT EXISTS guida;
  CREATE TABLE IF NOT EXISTS guida.migrations (
    name text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
  );`;

/**
 * Brings tables up to date, each step in a transaction with the note that it was done. Of several processes that start
 * at once, one does it and the others wait.
 * @throws GuidaError `database-failed`; `index-mismatch` when the tables were made by a newer version
 */
export async function migrate(options: ConnectionOptions, { name, steps }: Migrations): Promise<void> {
  // Waiting for another's migration, or rewriting a large table, may take longer than any question.
  const connection = await Connection.open({ ...options, statementMs: 0 });
  try {
    if ((await versionOf(connection, name)) === steps.length) return;
    await connection.query('SELECT pg_advisory_lock($1, 0)', [LOCKS.migration]);
    await requireUtf8(connection);
    await requireVectors(connection);
    await connection.query(PREPARE);
    const version = await versionOf(connection, name);
    if (version > steps.length) {
      throw new GuidaError(
        'index-mismatch',
        'The database was set up by a newer version of Guida. Use that version, or another database.',
      );
    }
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      await connection.transaction(async () => {
        await connection.query(step);
        await connection.query('INSERT INTO guida.migrations (name, version) VALUES ($1, $2)', [name, index + 1]);
      });
    }
  } finally {
    await connection.close();
  }
}

/** How many steps have been done. */
async function versionOf(session: Queries, name: string): Promise<number> {
  const [table] = await session.query("SELECT to_regclass('guida.migrations') IS NOT NULL AS there");
  if (table?.there !== true) return 0;
  const sql = 'SELECT coalesce(max(version), 0) AS version FROM guida.migrations WHERE name = $1';
  const [row] = await session.query(sql, [name]);
  return Number(row?.version);
}

async function requireUtf8(session: Queries): Promise<void> {
  const [row] = await session.query("SELECT current_setting('server_encoding') AS encoding");
  if (row?.encoding === 'UTF8') return;
  throw new GuidaError('database-failed', 'The database does not store UTF-8. Create one with ENCODING UTF8.');
}

async function requireVectors(session: Queries): Promise<void> {
  const sql = "SELECT extversion FROM pg_extension WHERE extname = 'vector'";
  let [row] = await session.query(sql);
  if (row === undefined) {
    try {
      await session.query('CREATE EXTENSION vector');
    } catch (error) {
      throw new GuidaError(
        'database-failed',
        'The database has no pgvector. Install it, and as an administrator run CREATE EXTENSION vector in the database.',
        { cause: error },
      );
    }
    [row] = await session.query(sql);
  }
  const [major = 0, minor = 0] = String(row?.extversion).split('.').map(Number);
  if (major > VECTOR_VERSION[0] || (major === VECTOR_VERSION[0] && minor >= VECTOR_VERSION[1])) return;
  throw new GuidaError(
    'database-failed',
    `Guida needs pgvector ${VECTOR_VERSION.join('.')} or newer; update it and run ALTER EXTENSION vector UPDATE.`,
  );
}
