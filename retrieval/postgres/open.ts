import { GuidaError } from '../../corpus/errors.ts';
import { Connection, Postgres, type ConnectionOptions } from './connection.ts';
import { assertReadable, currentGeneration, isServable, type Generation } from './generations.ts';
import { INDEX_MIGRATIONS } from './index-migrations.ts';
import { HeldLock } from './locks.ts';
import { migrate } from './migrate.ts';
import { PostgresStore, type PostgresStoreOptions } from './postgres-store.ts';

/** What `openPostgresStore` takes. */
export interface OpenPostgresOptions extends PostgresStoreOptions {
  readonly connection: ConnectionOptions;
  /** The embedding of the questions: `local`, or the id of an external one. Default: not checked. */
  readonly embedderId?: string;
}

/** A generation that is replaced and dropped while it is being opened is looked for again, this often. */
const ATTEMPTS = 3;

/**
 * Opens the generation that is current, and keeps it from being dropped until the store is closed. The store serves that
 * one whatever is built meanwhile.
 * @throws GuidaError `index-missing` when nothing has been built; `index-mismatch` when the current one is of another
 *   format or embedding; `database-failed`
 */
export async function openPostgresStore(options: OpenPostgresOptions): Promise<PostgresStore> {
  const { connection, embedderId, ...searching } = options;
  await migrate(connection, INDEX_MIGRATIONS);
  const database = new Postgres(connection);
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const generation = await currentGeneration({ query: (sql, values) => database.read(sql, values) });
      if (generation === undefined) throw missing();
      assertReadable(generation, embedderId);
      const pin = await pinned(connection, database, generation);
      if (pin !== undefined) return new PostgresStore(generation, { database, pin }, searching);
    }
    throw missing();
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What a replica asks now and then, to notice that the index was rebuilt: the current generation and its notes. */
export interface CurrentIndex {
  readonly generation: string;
  /** As they were given to `buildPostgresIndex`. */
  readonly notes: string;
}

/**
 * The index that is current; absent when none has been built.
 * @throws GuidaError `database-failed`
 */
export async function currentPostgresIndex(connection: ConnectionOptions): Promise<CurrentIndex | undefined> {
  await migrate(connection, INDEX_MIGRATIONS);
  const session = await Connection.open(connection);
  try {
    const found = await currentGeneration(session);
    return found && { generation: found.generation, notes: found.notes };
  } finally {
    await session.close();
  }
}

/** Absent when the generation has been dropped, or is being dropped. */
async function pinned(
  connection: ConnectionOptions,
  database: Postgres,
  generation: Generation,
): Promise<HeldLock | undefined> {
  const pin = await HeldLock.take(connection, { lock: 'generation', key: generation.number }, 'shared');
  if (pin === undefined) return undefined;
  try {
    if (await isServable(database, generation)) return pin;
  } catch (error) {
    await pin.close();
    throw error;
  }
  await pin.close();
  return undefined;
}

function missing(): GuidaError {
  return new GuidaError('index-missing', 'There is no index in the database yet. Build the index first.');
}
