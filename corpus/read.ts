import { basename, resolve } from 'node:path';
import { GuidaError, isGuidaError } from './errors.ts';
import { checkFile } from './readers/bytes.ts';
import { EXTENSIONS, extensionOf, isHeavy, type Extension } from './readers/formats.ts';
import { printable } from './readers/wording.ts';
import { DEFAULT_LIMITS, type ReadLimits } from './readers/limits.ts';
import { runJob, type ReaderProduct } from './readers/reader-job.ts';
import { readInProcess } from './readers/reader-pool.ts';
import type { Outcome, SourceText } from './types.ts';

export { listSources } from './readers/list.ts';
export type { ReadLimits } from './readers/limits.ts';

async function read(path: string, extension: Extension, limits: ReadLimits): Promise<ReaderProduct> {
  const job = { path: resolve(path), extension, limits };
  if (!isHeavy(extension)) return runJob(job);
  await checkFile(job.path, limits); // cheap, so that no process is started for nothing
  return readInProcess(job);
}

/**
 * Reads one file of a corpus: .txt, .md, .html, .htm, .docx or .pdf, by its ending. Text and Markdown are read here,
 * line for line; the other formats in a process of their own with limits on memory and time, so that no file can bring
 * this process down.
 *
 * @param options limits that differ from {@link DEFAULT_LIMITS}
 * @returns the lines, and warnings that do not repeat the file's name
 * @throws GuidaError `file-unreadable`, `file-encrypted`, `file-empty`, `file-too-large`, `file-inflates` or
 *   `file-unsupported`; the message gives the file's base name, the reason and the remedy
 */
export async function readSource(path: string, options: Partial<ReadLimits> = {}): Promise<Outcome<SourceText>> {
  const extension = extensionOf(path);
  if (extension === undefined) {
    throw new GuidaError(
      'file-unsupported',
      `${printable(basename(path))}: this kind of file is not read. Save it as one of ${EXTENSIONS.join(' ')}.`,
    );
  }
  try {
    const { sha256, lines, warnings } = await read(path, extension, { ...DEFAULT_LIMITS, ...options });
    return { value: { file: path, sha256, lines }, warnings };
  } catch (error) {
    const name = printable(basename(path));
    if (!isGuidaError(error)) {
      throw new GuidaError('internal', `${name}: it could not be read, for a fault of ours.`, { cause: error });
    }
    throw new GuidaError(error.code, `${name}: ${error.message}`, { cause: error.cause });
  }
}
