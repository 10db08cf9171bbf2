import { crc32 } from 'node:zlib';
import { fromBufferPromise, type ZipFile } from 'yauzl';
import { GuidaError } from '../errors.ts';
import type { ReadLimits } from './limits.ts';

/** Up to this much, no ratio of inflation does harm: short files of repeated XML pack very well. */
const HARMLESS_BYTES = 8 * 2 ** 20;

function damaged(cause: unknown): GuidaError {
  return new GuidaError('file-unreadable', 'the archive is damaged or cut short. Copy or save the file again.', {
    cause,
  });
}

function inflates(what: string): GuidaError {
  return new GuidaError(
    'file-inflates',
    `the archive ${what}, as files made to exhaust a computer do. Open the document and save it again.`,
  );
}

/**
 * Unpacks a zip archive into nothing, counting bytes, since what its headers say of sizes may be a lie. What passes can
 * be unpacked in memory.
 *
 * @throws GuidaError `file-inflates` past a limit, `file-encrypted`, or `file-unreadable` for damage and for entry
 *   names that point out of the archive
 */
export async function checkArchive(bytes: Buffer, limits: ReadLimits): Promise<void> {
  let archive: ZipFile;
  try {
    archive = await fromBufferPromise(bytes, { validateEntrySizes: false });
  } catch (cause) {
    throw damaged(cause);
  }
  if (archive.entryCount > limits.archiveEntries) throw inflates(`holds ${archive.entryCount} files`);
  try {
    await inflateAll(archive, bytes.length, limits);
  } catch (cause) {
    if (cause instanceof GuidaError) throw cause;
    // yauzl refuses absolute names and names with `..`; there is no code, only its words.
    if (cause instanceof Error && /^(?:invalid relative path|absolute path|invalid characters)/u.test(cause.message)) {
      throw new GuidaError(
        'file-unreadable',
        'the archive holds file names that point out of it, as no word processor makes them. Do not open it.',
        { cause },
      );
    }
    throw damaged(cause);
  }
}

async function inflateAll(archive: ZipFile, packedBytes: number, limits: ReadLimits): Promise<void> {
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    if (entry.isEncrypted()) {
      throw new GuidaError('file-encrypted', 'the document is encrypted. Save it again without a password.');
    }
    if (entry.fileName.endsWith('/')) continue;
    let checksum = 0;
    for await (const piece of await archive.openReadStreamPromise(entry)) {
      const chunk = piece as Buffer;
      checksum = crc32(chunk, checksum);
      total += chunk.length;
      if (total > limits.inflatedBytes) throw inflates(`unpacks to more than ${limits.inflatedBytes} bytes`);
      if (total > HARMLESS_BYTES && total > packedBytes * limits.inflationRatio) {
        throw inflates(`unpacks to more than ${limits.inflationRatio} times its size`);
      }
    }
    // A flipped bit can turn one digit into another and nothing else.
    if (checksum !== entry.crc32) throw damaged(new Error(`checksum of ${entry.fileName}`));
  }
}
