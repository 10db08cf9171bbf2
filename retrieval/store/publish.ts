import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isGuidaError } from '../../corpus/errors.ts';
import { flush, writeDurably } from '../vectors/durable-file.ts';
import { generationIds, layout } from './layout.ts';
import { verifyGeneration } from './manifest.ts';
import { removeAbandonedLocks } from './lock.ts';
import { identityOf, isAlive } from './process-identity.ts';

/** A folder that a process is writing a generation into: whose it is stands in its name. */
const TEMPORARY = /^\.building-(?<pid>\d+)-(?<startedAt>\d*)-[0-9a-f]+$/u;

/** Makes a folder for a generation that is being written, beside the finished ones so that it can be renamed. */
export function temporaryFolder(dataDir: string): string {
  const { pid, startedAt = '' } = identityOf();
  const folder = join(layout(dataDir).generations, `.building-${pid}-${startedAt}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder);
  return folder;
}

/** Removes a folder with everything in it. A vector process that has just lost its parent may still be writing there. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/**
 * Removes what processes that died have left: half-written generations, and files that never got their name. Call it
 * under the lock.
 */
export function removeLeftovers(dataDir: string): void {
  const { generations, lock, current } = layout(dataDir);
  for (const name of readdirSync(generations)) {
    const { pid, startedAt } = TEMPORARY.exec(name)?.groups ?? {};
    if (pid === undefined) continue;
    const writer = startedAt ? { pid: Number(pid), startedAt } : { pid: Number(pid) };
    if (!isAlive(writer)) removeFolder(join(generations, name));
  }
  removeAbandonedLocks(lock);
  for (const name of readdirSync(dataDir)) {
    // Only who holds the lock writes `current`, and we do.
    if (name.startsWith(`${basename(current)}.`) && name.endsWith('.tmp')) rmSync(join(dataDir, name), { force: true });
  }
}

/** Flushes every file of a folder, and the folder, to the disk. */
export function flushFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) flush(join(folder, entry.name), 'r+');
  }
  // Windows cannot open a folder, and needs no flush of it.
  if (process.platform !== 'win32') flush(folder);
}

/** Gives a finished folder its name. From here on it is a generation, though not yet the one that is served. */
export function nameGeneration(dataDir: string, temporary: string, id: string): void {
  const { generation, generations } = layout(dataDir);
  renameSync(temporary, generation(id));
  flushFolder(generations);
}

/** The switch: after it, readers that open the index get this generation. */
export function makeCurrent(dataDir: string, id: string): void {
  writeDurably(layout(dataDir).current, Buffer.from(`${id}\n`));
}

/** Removes all generations but the given one and the newest whole one beside it, which is what readers fall back to. */
export async function removeOldGenerations(dataDir: string, current: string): Promise<void> {
  const { generation } = layout(dataDir);
  let hasSpare = false;
  for (const id of generationIds(dataDir)) {
    if (id === current) continue;
    if (!hasSpare && (await isWhole(generation(id)))) hasSpare = true;
    else removeFolder(generation(id));
  }
}

async function isWhole(folder: string): Promise<boolean> {
  try {
    await verifyGeneration(folder);
    return true;
  } catch (error) {
    if (isGuidaError(error)) return false;
    throw error;
  }
}
