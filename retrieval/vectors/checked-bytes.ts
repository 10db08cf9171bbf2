import { createHash } from 'node:crypto';
import { GuidaError } from '../../corpus/errors.ts';

const MAGIC_BYTES = 8;
const FIXED_BYTES = MAGIC_BYTES + 8;
const CHECKSUM_BYTES = 32;

/** What a kind of file calls itself. */
export interface CheckedKind {
  /** Exactly eight ASCII characters at the start of the file. */
  readonly magic: string;
  /** Raised when the layout changes; another version is refused, never guessed at. */
  readonly version: number;
  /** Used in messages: “The vector file …”. */
  readonly name: string;
}

/** A header that goes through JSON, and the binary sections it describes. */
export interface CheckedContent {
  readonly header: unknown;
  readonly sections: readonly Uint8Array[];
}

/**
 * Packs a header and binary sections into one block: magic, format version, header length, JSON header, sections, and
 * last a SHA-256 of everything before it. Numbers are little-endian.
 */
export function encodeChecked(kind: CheckedKind, content: CheckedContent): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({ content: content.header, sections: content.sections.map((section) => section.byteLength) }),
  );
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed.write(kind.magic, 'ascii');
  fixed.writeUInt32LE(kind.version, MAGIC_BYTES);
  fixed.writeUInt32LE(header.length, MAGIC_BYTES + 4);
  const parts = [fixed, header, ...content.sections];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Buffer.concat([...parts, hash.digest()]);
}

/**
 * Unpacks what `encodeChecked` packed. The sections are copies, so they are aligned for any typed array.
 * @throws GuidaError `index-damaged` when the block is cut, changed or of another kind
 * @throws GuidaError `index-mismatch` when it is whole but of another format version
 */
export function decodeChecked(kind: CheckedKind, bytes: Uint8Array): CheckedContent {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (block.length < FIXED_BYTES + CHECKSUM_BYTES || block.toString('latin1', 0, MAGIC_BYTES) !== kind.magic) {
    throw damaged(kind);
  }
  const body = block.subarray(0, block.length - CHECKSUM_BYTES);
  if (!createHash('sha256').update(body).digest().equals(block.subarray(body.length))) throw damaged(kind);
  const version = block.readUInt32LE(MAGIC_BYTES);
  if (version !== kind.version) {
    throw new GuidaError(
      'index-mismatch',
      `The ${kind.name} has format ${version}, this version reads ${kind.version}. Build the index again.`,
    );
  }
  let offset = FIXED_BYTES + block.readUInt32LE(MAGIC_BYTES + 4);
  const header = JSON.parse(body.toString('utf8', FIXED_BYTES, offset)) as { content: unknown; sections: number[] };
  const sections = header.sections.map((length) => {
    const section = Uint8Array.from(body.subarray(offset, offset + length));
    offset += length;
    return section;
  });
  if (offset !== body.length) throw damaged(kind);
  return { header: header.content, sections };
}

/** The error for a block that fails its check. */
export function damaged(kind: CheckedKind, cause?: unknown): GuidaError {
  return new GuidaError('index-damaged', `The ${kind.name} is damaged. Build the index again.`, { cause });
}
