import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Beside the files of a generation: that they were read from end to end and found whole, and as what they were seen. */
export const KNOWN_WHOLE_FILE = 'known-whole.json';

/** Read again after so long: a disk may lose what nobody wrote. */
const TRUSTED_MS = 7 * 86_400_000;

/**
 * A file system's clock ticks every few milliseconds, and a file may be written twice within a tick: one that was as
 * young as this when it was read could have changed since without showing it (as in git's index).
 */
const RACY_MS = 2000;

const noteSchema = z.strictObject({ at: z.number(), seen: z.array(z.string()) });

/**
 * Notes that files were read and are whole. Where it cannot be kept they are read again, and nothing else is lost.
 * @param at when reading began, milliseconds since the epoch
 */
export function noteWhole(folder: string, names: readonly string[], at: number): void {
  try {
    const seen = names.map((name) => identityOf(join(folder, name)).text);
    writeFileSync(join(folder, KNOWN_WHOLE_FILE), JSON.stringify({ at, seen }));
  } catch {
    // A folder that may only be read, or a full disk: asking questions needs neither.
  }
}

/**
 * Whether files are known to be whole without reading them: they were read lately, and nothing has been written to them
 * since. A note that makes no sense counts as none.
 * @param now milliseconds since the epoch
 */
export function isKnownWhole(folder: string, names: readonly string[], now: number): boolean {
  try {
    const { at, seen } = noteSchema.parse(JSON.parse(readFileSync(join(folder, KNOWN_WHOLE_FILE), 'utf8')));
    const files = names.map((name) => identityOf(join(folder, name)));
    const isSame = files.length === seen.length && files.every(({ text }, i) => text === seen[i]);
    const isSettled = files.every(({ changedMs }) => at - changedMs >= RACY_MS);
    return isSame && isSettled && now >= at && now - at < TRUSTED_MS;
  } catch {
    return false;
  }
}

/** Any write changes the time of the last change (ctime), which no program can set. */
function identityOf(path: string): { readonly text: string; readonly changedMs: number } {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return { text: [dev, ino, size, mtimeNs, ctimeNs].join(' '), changedMs: Number(ctimeNs / 1_000_000n) };
}
