import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const BIN = '/usr/lib/postgresql/15/bin';
const EXTENSION = '/usr/share/postgresql/15/extension/vector.control';

/** Set where the tests of PostgreSQL must run: its absence is then a failure. */
const required = process.env.CI === 'true';

/** Why the tests of PostgreSQL are skipped; absent when they can run. */
export const withoutPostgres: string | undefined =
  required || (existsSync(join(BIN, 'initdb')) && existsSync(EXTENSION))
    ? undefined
    : 'PostgreSQL 15 with pgvector is not installed (see .ci/install-postgres)';

/** A PostgreSQL of one's own. */
export interface Cluster {
  /** An empty database of its own for each call. */
  createDatabase(): Promise<string>;
  /** As kill -9 of the whole server; then it can be started again. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its files. */
  dispose(): Promise<void>;
}

/** A password with everything an address must escape: a test looks for it in messages. */
export const PASSWORD = 'p@ss:w/rd%20geheim';

/** Starts a cluster in a temporary folder, on a loopback port. Not durable: it is thrown away. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'guida-postgres-'));
  const data = join(folder, 'data');
  chmodSync(folder, 0o777);
  const port = await freePort();
  const password = join(folder, 'password');
  // initdb and the server refuse to run as root.
  await asServer('sh', ['-c', `umask 077; printf '%s\\n' "$1" > "$2"`, 'sh', PASSWORD, password]);
  const initialise = ['-D', data, '-U', 'guida', '--pwfile', password, '-A', 'scram-sha-256', '-E', 'UTF8'];
  await asServer(join(BIN, 'initdb'), [...initialise, '--locale', 'C', '--no-sync']);
  const settings = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='${folder}' -c max_connections=60`;
  const control = (...args: readonly string[]): Promise<unknown> =>
    asServer(join(BIN, 'pg_ctl'), ['-D', data, '-w', '-t', '60', '-l', join(folder, 'log'), ...args]);
  const start = async (): Promise<void> => {
    await control('-o', settings, 'start');
  };
  await start();
  let databases = 0;
  return {
    start,
    async createDatabase() {
      databases += 1;
      const name = `guida_${databases}`;
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return urlOf(name);
    },
    async kill() {
      await control('-m', 'immediate', 'stop');
    },
    async dispose() {
      await control('-m', 'immediate', 'stop').catch(() => undefined);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  function urlOf(name: string): string {
    return `postgres://guida:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`;
  }
}

async function asServer(command: string, args: readonly string[]): Promise<unknown> {
  if (process.getuid?.() !== 0) return await run(command, [...args]);
  return await run('runuser', ['-u', 'postgres', '--', command, ...args]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
