import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { GuidaError } from '../../corpus/errors.ts';
import { databaseFailed, isWorthRetrying } from './errors.ts';
import { keptText, readText } from './text.ts';

/** How the database is talked to. */
export interface ConnectionOptions {
  /** `postgres://…`. A secret: it holds a password. */
  readonly url: string;
  /** Connections that are open at once, at most. */
  readonly connections?: number;
  /** How long a query waits for a connection, to come free or to be made, milliseconds. */
  readonly connectMs?: number;
  /** How long the server may work on one query, milliseconds; 0: as long as it takes. */
  readonly statementMs?: number;
  /** How often a read is tried. */
  readonly attempts?: number;
  /** Pause before the second attempt, milliseconds; it doubles with each. */
  readonly pauseMs?: number;
}

/** The one place for the defaults. */
export const CONNECTION_DEFAULTS: Required<Omit<ConnectionOptions, 'url'>> = {
  connections: 6,
  connectMs: 10_000,
  statementMs: 15_000,
  attempts: 4,
  pauseMs: 100,
};

/**
 * Candidates that HNSW keeps while it walks. In 100,000 generated passages recall@10 was 0.92 with 160, 0.96 with 300
 * and 0.98 with 500, where a walk takes three times as long as with 160. A search for more goes on in strict order.
 */
const EF_SEARCH = 500;

/** How much longer than the server's own limit an answer is waited for, milliseconds. */
const GONE_MS = 5000;

const SESSION = `SET jit = off; SET hnsw.ef_search = ${EF_SEARCH}; SET hnsw.iterative_scan = strict_order`;

/** A value for a placeholder of a query. */
export type Value = string | number | boolean | null | Buffer | readonly (string | number | null | Buffer)[];

/** A row as the driver gives it. */
export type DatabaseRow = Readonly<Record<string, unknown>>;

/** Anything queries can be put to: the pool, or one connection of it. */
export interface Queries {
  /**
   * Puts one query and gives its rows.
   * @throws GuidaError `database-failed`
   */
  query(sql: string, values?: readonly Value[]): Promise<readonly DatabaseRow[]>;
}

/** One client of its own: for what must happen in one session. Nothing is retried. */
export class Connection implements Queries {
  readonly #client: pg.Client;
  /** Settled when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;

  private constructor(client: pg.Client) {
    this.#client = client;
    this.ended = new Promise((resolve) => {
      client.once('end', resolve);
      // What ends a connection that nobody is waiting on; the next query tells.
      client.on('error', () => {
        resolve();
      });
    });
  }

  /** @throws GuidaError `database-failed`, `settings` */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(clientOf(options));
    try {
      await connection.#client.connect();
      await connection.#client.query(SESSION);
      return connection;
    } catch (error) {
      await connection.close();
      throw databaseFailed(error);
    }
  }

  async query(sql: string, values: readonly Value[] = []): Promise<readonly DatabaseRow[]> {
    const asked = values.length === 0 ? this.#client.query(sql) : this.#client.query(sql, values.map(kept));
    return rowsOf(
      await asked.catch((error: unknown) => {
        throw databaseFailed(error);
      }),
    );
  }

  /** Does several things, all or none. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.query('BEGIN');
    try {
      const result = await work();
      await this.query('COMMIT');
      return result;
    } catch (error) {
      // When the connection is gone, so is the transaction.
      await this.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Ends the session, and with it its locks. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}

/** Connections shared by everything a process asks of the database. Whatever fails comes out as `database-failed`. */
export class Postgres implements Queries {
  readonly #options: Required<ConnectionOptions>;
  readonly #pool: pg.Pool;
  #closed: Promise<void> | undefined;

  /** Nothing is connected yet. @throws GuidaError `settings` when the address cannot be read */
  constructor(options: ConnectionOptions) {
    this.#options = { ...CONNECTION_DEFAULTS, ...options };
    // Made and thrown away, to learn now whether the address can be read.
    clientOf(options);
    this.#pool = new pg.Pool({
      ...configOf(this.#options),
      max: this.#options.connections,
      // For a server that is gone without a word: its own limit does not reach us then.
      ...(this.#options.statementMs === 0 ? {} : { query_timeout: this.#options.statementMs + GONE_MS }),
      idleTimeoutMillis: 60_000,
      allowExitOnIdle: true,
      onConnect: (client) => client.query(SESSION) as unknown as undefined,
    });
    // A connection that breaks while nobody uses it is replaced by the next query.
    this.#pool.on('error', () => undefined);
  }

  /** One that changes something, or must not be put twice: never retried. */
  query(sql: string, values: readonly Value[] = []): Promise<readonly DatabaseRow[]> {
    return this.#once(() => this.#pool.query(sql, values.map(kept))).then(rowsOf, (error: unknown) => {
      throw databaseFailed(error);
    });
  }

  /**
   * One that only reads: put again, a few times, when the connection breaks.
   * @throws GuidaError `database-failed`
   */
  async read(sql: string, values: readonly Value[] = []): Promise<readonly DatabaseRow[]> {
    return rowsOf(await this.#retried(() => this.#pool.query(sql, values.map(kept))));
  }

  /** As `read`, each row as the bare list of its values: for results of many thousand rows. */
  async readLists(sql: string, values: readonly Value[] = []): Promise<readonly (readonly unknown[])[]> {
    const query = { text: sql, values: values.map(kept), rowMode: 'array' as const };
    return (await this.#retried(() => this.#pool.query<unknown[]>(query))).rows;
  }

  /** Ends all connections once what is under way is done. */
  async close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    await this.#closed;
  }

  async #retried<T>(read: () => Promise<T>): Promise<T> {
    const { attempts, pauseMs } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(read);
      } catch (error) {
        if (attempt >= attempts || !isWorthRetrying(error)) throw databaseFailed(error);
        await delay(pauseMs * 2 ** (attempt - 1));
      }
    }
  }

  async #once<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw new GuidaError('internal', 'The database is closed.');
    return await work();
  }
}

function configOf({ url, connectMs, statementMs }: Required<ConnectionOptions>): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'guida',
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: 0,
    keepAlive: true,
  };
}

function clientOf(options: ConnectionOptions): pg.Client {
  try {
    return new pg.Client(configOf({ ...CONNECTION_DEFAULTS, ...options }));
  } catch {
    // What cannot be read is not repeated: it may hold a password.
    throw new GuidaError(
      'settings',
      'DATABASE_URL must be an address such as postgres://user:password@host:5432/plans.',
    );
  }
}

function kept(value: Value): unknown {
  if (typeof value === 'string') return keptText(value);
  return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? keptText(one) : one)) : value;
}

/** Several statements in one text give several results; none of ours that do is read. */
function rowsOf(result: pg.QueryResult | readonly pg.QueryResult[]): readonly DatabaseRow[] {
  if (!('rows' in result)) return [];
  for (const row of result.rows as readonly Record<string, unknown>[]) {
    for (const [column, value] of Object.entries(row)) if (typeof value === 'string') row[column] = readText(value);
  }
  return result.rows as readonly DatabaseRow[];
}
