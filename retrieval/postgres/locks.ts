import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type ConnectionOptions, type Queries } from './connection.ts';

/**
 * Session advisory locks: held until the session ends, however it ends, so nothing that a dead process held has to be
 * cleared away. The numbers are the first key; the second says of what.
 */
export const LOCKS = {
  /** Key 0. Whoever changes the schema. */
  migration: 1_196_771_652,
  /** Key 0. Whoever builds an index. */
  indexer: 1_196_771_653,
  /** The number of a generation: shared by who reads it, exclusive for who drops it. */
  generation: 1_196_771_654,
  /** The number of a journal that is open. */
  journal: 1_196_771_655,
} as const;

/** Which lock: one of `LOCKS`, and of what. */
export interface LockName {
  readonly lock: keyof typeof LOCKS;
  readonly key: number;
}

/** Takes a lock for the rest of the session, if it is free. */
export async function tryLock(session: Queries, name: LockName, mode: 'exclusive' | 'shared'): Promise<boolean> {
  const call = mode === 'shared' ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  const [row] = await session.query(`SELECT ${call}($1, $2) AS locked`, [LOCKS[name.lock], name.key]);
  return row?.locked === true;
}

/** Gives a lock back before the session ends. */
export async function unlock(session: Queries, { lock, key }: LockName): Promise<void> {
  await session.query('SELECT pg_advisory_unlock($1, $2)', [LOCKS[lock], key]);
}

/** How long between two attempts to take a lost lock again, milliseconds: the first, and the longest. */
const PAUSE_MS = { first: 100, longest: 5000 };

/**
 * A lock held by a session of its own. When the connection breaks, it is taken again as soon as the database answers:
 * until then nobody is kept from taking it.
 */
export class HeldLock {
  readonly #options: ConnectionOptions;
  readonly #name: LockName;
  readonly #mode: 'exclusive' | 'shared';
  readonly #closing = new AbortController();
  #connection: Connection;
  readonly #watch: Promise<void>;

  private constructor(options: ConnectionOptions, name: LockName, mode: 'exclusive' | 'shared', first: Connection) {
    this.#options = options;
    this.#name = name;
    this.#mode = mode;
    this.#connection = first;
    this.#watch = this.#keep();
  }

  /**
   * Takes the lock; absent when another holds it.
   * @throws GuidaError `database-failed`
   */
  static async take(
    options: ConnectionOptions,
    name: LockName,
    mode: 'exclusive' | 'shared',
  ): Promise<HeldLock | undefined> {
    const connection = await locked(options, name, mode);
    return connection && new HeldLock(options, name, mode, connection);
  }

  /** Gives it back. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection.close();
    await this.#watch;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#connection.ended;
      await this.#takeAgain();
    }
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #takeAgain(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = PAUSE_MS.first; !signal.aborted; pause = Math.min(pause * 2, PAUSE_MS.longest)) {
      // Whatever is wrong with the database, the queries of those who hold the lock tell.
      const connection = await locked(this.#options, this.#name, this.#mode).catch(() => undefined);
      if (connection !== undefined) {
        this.#connection = connection;
        // It may have been closed while it was being opened.
        if (this.#isClosing()) await connection.close();
        return;
      }
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

async function locked(
  options: ConnectionOptions,
  name: LockName,
  mode: 'exclusive' | 'shared',
): Promise<Connection | undefined> {
  const connection = await Connection.open(options);
  try {
    if (await tryLock(connection, name, mode)) return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
  await connection.close();
  return undefined;
}
