import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import { HNSW_MANIFEST } from '../vectors/hnsw-file.ts';
import { isKnownWhole, noteWhole } from './known-whole.ts';
import { FORMAT_VERSION, MANIFEST_FILE } from './layout.ts';

/** Of the database and of the HNSW file: a generation of another format is refused. */
export const FORMAT = `${FORMAT_VERSION}.${HNSW_MANIFEST.version}`;

/** Largest manifest that is read; ours are about 1 KB. */
const LARGEST_MANIFEST_BYTES = 65_536;

const fileSchema = z.strictObject({
  /** Relative to the generation's folder; no separators. */
  name: z.string().regex(/^[a-z0-9.-]+$/u),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
});

const manifestSchema = z.strictObject({
  format: z.string(),
  generation: z.string(),
  /** Version of the program that wrote it, for the operator. */
  createdBy: z.string(),
  /** What the corpus was made of: see `fingerprintOf`. */
  fingerprint: z.string(),
  /** `NamedWords.id`. */
  words: z.string(),
  embedding: z.strictObject({
    /** `local`: trained on this corpus and kept in the generation. */
    kind: z.enum(['local', 'external']),
    id: z.string(),
    dimension: z.int().min(1),
  }),
  passages: z.int().min(1),
  files: z.array(fileSchema).min(1),
});

/** What a generation says of itself. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** One file as the manifest lists it. */
export type ManifestFile = Readonly<z.infer<typeof fileSchema>>;

/**
 * `full`: sizes and checksums of all files; `changed`: the same, but nothing is read that was found whole before and has
 * not been written to since; `sizes`: sizes only, which misses a flipped bit.
 */
export type Verification = 'full' | 'changed' | 'sizes';

const envelopeSchema = z.strictObject({ manifest: z.unknown(), sha256: z.string() });

/** The manifest as text: one line of JSON that ends with the checksum of the rest. */
export function encodeManifest(manifest: Manifest): string {
  const sha256 = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
  return `${JSON.stringify({ manifest, sha256 })}\n`;
}

/**
 * Reads what `encodeManifest` wrote; any other byte is damage.
 * @throws GuidaError `index-damaged`; `index-mismatch` when it is whole but of another format
 */
export function decodeManifest(text: string): Manifest {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) throw damagedFile(MANIFEST_FILE, envelope.error);
  const { manifest, sha256 } = envelope.data;
  // Compared as text, so that a change in white space or in the order of the keys is noticed too.
  const sum = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
  if (sum !== sha256 || `${JSON.stringify({ manifest, sha256 })}\n` !== text) throw damagedFile(MANIFEST_FILE);
  const format = z.looseObject({ format: z.string() }).safeParse(manifest).data?.format;
  if (format !== FORMAT) {
    throw new GuidaError(
      'index-mismatch',
      `The index has format ${format ?? 'unknown'}, this version reads ${FORMAT}. Build the index again.`,
    );
  }
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) throw damagedFile(MANIFEST_FILE, parsed.error);
  return parsed.data;
}

/**
 * Reads the manifest of a generation and holds the files against it.
 * @throws GuidaError `index-damaged` naming the file; `index-mismatch` for another format
 */
export async function verifyGeneration(folder: string, verification: Verification = 'changed'): Promise<Manifest> {
  const manifest = readManifest(folder);
  // The manifest itself was just read, and carries its own checksum.
  const names = manifest.files.map(({ name }) => name);
  const now = Date.now();
  const isRead = verification === 'full' || (verification === 'changed' && !isKnownWhole(folder, names, now));
  for (const file of manifest.files) {
    const path = join(folder, file.name);
    if (sizeOf(path) !== file.bytes) throw damagedFile(file.name);
    if (isRead && (await sumOf(path, file.name)) !== file.sha256) throw damagedFile(file.name);
  }
  if (isRead) noteWhole(folder, names, now);
  return manifest;
}

/** Describes a file for the manifest. */
export async function describeFile(folder: string, name: string): Promise<ManifestFile> {
  const path = join(folder, name);
  return { name, bytes: statSync(path).size, sha256: await sha256Of(path) };
}

/** The error for a file of the index that is not as it was written. */
export function damagedFile(name: string, cause?: unknown): GuidaError {
  return new GuidaError('index-damaged', `The index is damaged (${name}). Build the index again.`, { cause });
}

function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST_FILE);
  const bytes = sizeOf(path);
  if (bytes === undefined || bytes > LARGEST_MANIFEST_BYTES) throw damagedFile(MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw damagedFile(MANIFEST_FILE, error);
  }
  return decodeManifest(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedFile(MANIFEST_FILE, error);
  }
}

async function sumOf(path: string, name: string): Promise<string> {
  try {
    return await sha256Of(path);
  } catch (error) {
    throw damagedFile(name, error);
  }
}

function sizeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
