import { createHash } from 'node:crypto';
import type { GuidaErrorCode } from '../errors.ts';
import { GuidaError } from '../errors.ts';
import { readBytes } from './bytes.ts';
import { readFormat, type Extension } from './formats.ts';
import type { ReadLimits } from './limits.ts';

/** One file to read, as it is sent to the reader process. */
export interface ReaderJob {
  /** Absolute path. */
  readonly path: string;
  readonly extension: Extension;
  readonly limits: ReadLimits;
}

/** What came of a {@link ReaderJob}; `sha256` is that of the bytes the lines were read from. */
export interface ReaderProduct {
  readonly sha256: string;
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/** What the reader process sends back. `detail` is for operators only. */
export type ReaderReply =
  | { readonly ok: true; readonly product: ReaderProduct; readonly residentBytes: number }
  | {
      readonly ok: false;
      readonly code: GuidaErrorCode;
      readonly message: string;
      readonly detail: string;
      readonly residentBytes: number;
    };

/**
 * Reads one file in this process.
 *
 * @throws GuidaError with a `file-` code; anything else a library throws means that the file is damaged
 */
export async function runJob(job: ReaderJob): Promise<ReaderProduct> {
  const bytes = await readBytes(job.path, job.limits);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const { value, warnings } = await readFormat(job.extension, bytes, job.limits);
    refuseOversize(value, job.limits);
    return { sha256, lines: value, warnings };
  } catch (cause) {
    if (cause instanceof GuidaError) throw cause;
    throw new GuidaError(
      'file-unreadable',
      `the file is damaged, or no ${job.extension} file. Open it and save it again.`,
      { cause },
    );
  }
}

function refuseOversize(lines: readonly string[], limits: ReadLimits): void {
  let characters = 0;
  for (const line of lines) characters += line.length;
  if (lines.length > limits.lines || characters > limits.characters) {
    throw new GuidaError(
      'file-inflates',
      `the file unpacks to ${characters} characters on ${lines.length} lines. Split it, or save it again as text.`,
    );
  }
}
