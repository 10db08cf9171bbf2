import { open, stat } from 'node:fs/promises';
import { GuidaError } from '../errors.ts';
import type { ReadLimits } from './limits.ts';

function megabytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toFixed(1))} MB`;
}

function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'the file does not exist. Check its name.';
  if (code === 'EACCES' || code === 'EPERM') return 'the file may not be read. Check its permissions.';
  return `the file cannot be read from disk (${code}). Check the disk and copy the file again.`;
}

/**
 * Refuses, before any of it is read, what is not a regular file of a bearable size. A named pipe would block for ever.
 *
 * @throws GuidaError `file-unreadable`, `file-too-large` or `file-empty`
 */
export async function checkFile(path: string, limits: ReadLimits): Promise<void> {
  const status = await stat(path).catch((cause: unknown) => {
    throw new GuidaError('file-unreadable', systemReason(cause), { cause });
  });
  if (!status.isFile())
    throw new GuidaError('file-unreadable', 'this is not a regular file. Remove it from the folder.');
  if (status.size > limits.fileBytes) throw tooLarge(status.size, limits);
  if (status.size === 0) throw new GuidaError('file-empty', 'the file is empty. Copy or export it again.');
}

/**
 * The bytes of a file that {@link checkFile} lets pass.
 *
 * @throws GuidaError as {@link checkFile}
 */
export async function readBytes(path: string, limits: ReadLimits): Promise<Buffer> {
  await checkFile(path, limits);
  try {
    const handle = await open(path, 'r');
    try {
      const bytes = await handle.readFile();
      if (bytes.length > limits.fileBytes) throw tooLarge(bytes.length, limits);
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof GuidaError) throw cause;
    throw new GuidaError('file-unreadable', systemReason(cause), { cause });
  }
}

function tooLarge(size: number, limits: ReadLimits): GuidaError {
  return new GuidaError(
    'file-too-large',
    `the file has ${megabytes(size)}, more than the ${megabytes(limits.fileBytes)} allowed. Split it or leave the pictures out.`,
  );
}
