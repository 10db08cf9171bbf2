import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { Embedder } from '../embed/embedding.ts';
import { readHnswFile } from '../vectors/hnsw-file.ts';
import { GenerationDatabase } from './database.ts';
import { DATABASE_FILE, VECTORS_FILE, generationIds, layout } from './layout.ts';
import { verifyGeneration } from './manifest.ts';

/** What `vectorsOf` takes besides the texts. */
export interface PassageVectorsOptions {
  /** Vectors that are known already, by `hashOf` the text. */
  readonly known?: ReadonlyMap<string, Float32Array>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The vector of each text, in order. A text that is known or comes twice is embedded once.
 * @throws GuidaError `embedding-failed` when the embedder gives another number of vectors; what the embedder throws;
 *   the reason of the signal
 */
export async function vectorsOf(
  texts: readonly string[],
  embedder: Embedder,
  options: PassageVectorsOptions = {},
): Promise<{ readonly vectors: readonly Float32Array[]; readonly fresh: number }> {
  const { known, signal, onProgress } = options;
  const found = new Map<string, Float32Array>();
  const wanted: string[] = [];
  for (const text of new Set(texts)) {
    const vector = known?.get(hashOf(text));
    if (vector === undefined) wanted.push(text);
    else found.set(text, vector);
  }
  const offset = found.size;
  const vectors = await embedder.embedDocuments(wanted, {
    onProgress: (done, total) => onProgress?.(offset + done, offset + total),
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  wanted.forEach((text, position) => {
    const vector = vectors[position];
    if (vector === undefined || vectors.length !== wanted.length) throw wrongCount(wanted.length, vectors.length);
    found.set(text, vector);
  });
  return { vectors: texts.map((text) => found.get(text) ?? new Float32Array()), fresh: wanted.length };
}

/** Lower-case hex SHA-256 of a text, by which its vector is found again. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Vectors that an earlier generation holds for an external embedding, by `hashOf` the text they were made from: what
 * was paid for once is not paid for again. They are unit vectors, whatever the embedder gave.
 */
export async function vectorsKept(dataDir: string, embedderId: string): Promise<ReadonlyMap<string, Float32Array>> {
  for (const id of generationIds(dataDir)) {
    try {
      const folder = layout(dataDir).generation(id);
      const { embedding } = await verifyGeneration(folder);
      if (embedding.kind === 'external' && embedding.id === embedderId) return vectorsIn(folder);
    } catch (error) {
      // A generation that is damaged or of another format has nothing to offer; an older one may.
      if (!isGuidaError(error)) throw error;
    }
  }
  return new Map();
}

const embeddedSchema = z.object({ n: z.int(), hash: z.string() });

function vectorsIn(folder: string): ReadonlyMap<string, Float32Array> {
  const { dimension, data, labels } = readHnswFile(join(folder, VECTORS_FILE)).table;
  const database = new GenerationDatabase(join(folder, DATABASE_FILE));
  const vectors = new Map<string, Float32Array>();
  try {
    const sql = 'SELECT n, embedded_sha256 AS hash FROM passages';
    const rows = database.all(sql, {}, (row) => embeddedSchema.parse(row));
    const hashOfPassage = new Map(rows.map(({ n, hash }) => [n, hash]));
    labels.forEach((n, position) => {
      const hash = hashOfPassage.get(n);
      if (hash !== undefined) vectors.set(hash, data.slice(position * dimension, (position + 1) * dimension));
    });
  } finally {
    database.close();
  }
  return vectors;
}

function wrongCount(asked: number, given: number): GuidaError {
  return new GuidaError('embedding-failed', `The embedding gave ${given} vectors for ${asked} texts.`);
}
