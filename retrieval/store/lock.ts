import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import { identityOf, isAlive } from './process-identity.ts';

/** A hold on a lock file. */
export interface Lock {
  /**
   * Makes sure that the lock is still ours, just before the one step that must not be done by two.
   * @throws GuidaError `index-busy` when someone else has taken it over
   */
  assertHeld(): void;
  /** Gives it up; nothing happens when it is no longer ours. */
  release(): void;
}

const holderSchema = z.object({ pid: z.int().min(1), startedAt: z.string().optional(), token: z.string() });

/** Two takeovers of a stale lock can meet; each round settles one of them. */
const ROUNDS = 10;

/**
 * Takes a lock file for this process. A lock whose process has died (kill -9, power cut) or whose content makes no
 * sense is taken over. The file appears whole or not at all, so there is no moment at which it names nobody.
 *
 * Processes are told apart on one machine only: two containers with a shared data folder do not see each other's and
 * may take a live lock over. `assertHeld` keeps even those from publishing both.
 * @throws GuidaError `index-busy` when a live process holds it; whatever the file system throws
 */
export function acquireLock(path: string): Lock {
  const token = randomBytes(8).toString('hex');
  const own = `${path}.${token}`;
  try {
    writeFileSync(own, JSON.stringify({ ...identityOf(), token }), { flag: 'wx' });
    for (let round = 0; round < ROUNDS; round += 1) {
      if (linked(own, path)) return lockOf(path, token);
      removeIfStale(path, `${path}.${token}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw busy();
}

/** Removes files that processes which died while they took the lock at `path` have left beside it. */
export function removeAbandonedLocks(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const beside = join(dirname(path), name);
    const holder = holderOf(readText(beside));
    // An empty one may be just about to be written.
    if (holder !== undefined && !isAlive(identityFrom(holder))) rmSync(beside, { force: true });
  }
}

function lockOf(path: string, token: string): Lock {
  const isHeld = () => holderOf(readText(path))?.token === token;
  return {
    assertHeld() {
      if (!isHeld()) throw busy();
    },
    release() {
      if (isHeld()) rmSync(path, { force: true });
    },
  };
}

/** A link either gives a whole file its second name or fails because the name is taken: what `rename` cannot do. */
function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfStale(path: string, aside: string): void {
  const text = readText(path);
  // Released in the meantime.
  if (text === undefined) return;
  const holder = holderOf(text);
  const isStale = holder === undefined || !isAlive(identityFrom(holder));
  if (!isStale) throw busy();
  try {
    // Only one of several can move the file; removing it by name could hit the lock of whoever was faster.
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Someone was faster, and this is their lock: put it back. Should a third hold it by now, `assertHeld` decides.
  if (readText(aside) !== text) linked(aside, path);
  rmSync(aside, { force: true });
}

function identityFrom({ pid, startedAt }: z.infer<typeof holderSchema>): Parameters<typeof isAlive>[0] {
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

function holderOf(text: string | undefined): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    // Not JSON: a power cut can leave an empty file.
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function busy(): GuidaError {
  return new GuidaError('index-busy', 'Another process is building the index. Try again when it has finished.');
}
