import { GuidaError } from '../corpus/errors.ts';

/** What the program meets outside itself: a parameter, so that tests can stand in for it. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder: where `.env` is looked for. */
  readonly folder: string;
  readonly stdin: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** A stream that is written to. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/**
 * Writes, and resolves once the stream has taken it: a slow reader slows us down instead of filling our memory.
 * @throws GuidaError `internal` when it cannot be written, as on a full disk
 */
export function write(stream: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error)
        reject(
          new GuidaError('internal', 'The output could not be written. Check that its disk has room.', {
            cause: error,
          }),
        );
      else resolve();
    });
  });
}
