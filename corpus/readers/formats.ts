import { extname } from 'node:path';
import type { Outcome } from '../types.ts';
import type { ReadLimits } from './limits.ts';

/** Endings of the files that can be read, lower case. */
export const EXTENSIONS = ['.txt', '.md', '.html', '.htm', '.docx', '.pdf'] as const;

/** One of {@link EXTENSIONS}. */
export type Extension = (typeof EXTENSIONS)[number];

/** The format of a file by its ending, whatever its case; `undefined` for one that is not read. */
export function extensionOf(path: string): Extension | undefined {
  const ending = extname(path).toLowerCase();
  return EXTENSIONS.find((extension) => extension === ending);
}

/**
 * Whether a format is read by a library that a hostile file can make use up all memory or time, so that it must run in
 * a process of its own.
 */
export function isHeavy(extension: Extension): boolean {
  return extension !== '.txt' && extension !== '.md';
}

/**
 * Reads the lines of a file out of its bytes. The libraries are loaded when a file needs them.
 *
 * @throws GuidaError with a `file-` code and a message that gives the reason and the remedy, not the file's name
 */
export async function readFormat(
  extension: Extension,
  bytes: Buffer,
  limits: ReadLimits,
): Promise<Outcome<readonly string[]>> {
  switch (extension) {
    case '.txt':
    case '.md':
      return (await import('./text.ts')).readText(bytes, limits);
    case '.html':
    case '.htm':
      return (await import('./html.ts')).readHtml(bytes);
    case '.docx':
      return (await import('./docx.ts')).readDocx(bytes, limits);
    case '.pdf':
      return (await import('./pdf.ts')).readPdf(bytes);
  }
}
