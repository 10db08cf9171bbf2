import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuidaError } from '../../corpus/errors.ts';

/** Name of the file that is written before it takes the place of `path`: one a process, in the same folder. */
export function temporaryName(path: string, processId: number = process.pid): string {
  return `${path}.${processId}.tmp`;
}

/**
 * Writes `bytes` so that after a crash `path` holds either the old content or the new, whole.
 * @throws GuidaError `data-unwritable`
 */
export function writeDurably(path: string, bytes: Uint8Array): void {
  const temporary = temporaryName(path);
  try {
    writeFileSync(temporary, bytes);
    renameDurably(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(error);
  }
}

/** Flushes a finished temporary file to the disk and gives it its name. Throws what the file system throws. */
export function renameDurably(temporary: string, path: string): void {
  flush(temporary);
  renameSync(temporary, path);
  // The rename itself lives in the folder; Windows cannot open one, and needs no flush of it.
  if (process.platform !== 'win32') flush(dirname(path));
}

/** The error for a data folder that did not take a file; the file system's reason goes to the operator. */
export function unwritable(cause: unknown): GuidaError {
  return new GuidaError(
    'data-unwritable',
    'The index could not be written. Check that the data folder exists, is writable and has room.',
    { cause },
  );
}

/** Flushes a file to the disk, or the entries of a folder. Throws what the file system throws. */
export function flush(path: string, flags: 'r' | 'r+' = 'r'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
