import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { HierarchicalNSW } from 'hnswlib-node';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import { decodeChecked, encodeChecked, type CheckedKind } from './checked-bytes.ts';
import { renameDurably, temporaryName, unwritable } from './durable-file.ts';
import { ExactIndex } from './exact.ts';
import { readGraph } from './hnsw-graph.ts';
import { loadNative } from './hnsw-native.ts';
import type { HnswParameters } from './hnsw-parameters.ts';
import { tableOfRows, type VectorTable } from './vector-table.ts';
import { MAX_DIMENSION } from './vector.ts';

/** What the file beside the graph is. The version is raised when its layout or the graph's changes. */
export const HNSW_MANIFEST: CheckedKind = { magic: 'GUIDAHNS', version: 1, name: 'vector index' };

/** Node reads at most 2 GiB into one buffer: some 470,000 vectors of 1,024 numbers. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

const manifestSchema = z.strictObject({
  space: z.literal('cosine'),
  dimension: z.int().min(1).max(MAX_DIMENSION),
  count: z.int().min(0),
  m: z.int(),
  efConstruction: z.int(),
  seed: z.int(),
  bytes: z.int().max(MAX_FILE_BYTES),
  sha256: z.string(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** A vector table together with which of its vectors are equal; the graph holds the first of each. */
export interface HnswContent {
  readonly table: VectorTable;
  /** For each position the first one that holds an equal vector. */
  readonly sameAs: Uint32Array;
}

/** A graph file that has passed every check. */
export interface CheckedHnswFile extends HnswContent {
  readonly m: number;
  readonly efConstruction: number;
  readonly seed: number;
}

/**
 * Name of the manifest beside a graph file: parameters, labels, checksum. hnswlib refuses a file with anything appended,
 * so what we need to know to trust it stands in a second file. A stop between the two renames leaves a pair that does
 * not match and is refused: write a new generation into a folder of its own.
 */
export function manifestName(path: string): string {
  return `${path}.manifest`;
}

/**
 * Reads and checks a graph file and its manifest without touching the native library: size, checksum, header, links.
 * @throws GuidaError `index-damaged` when either is missing, cut or changed; `index-mismatch` for another version
 */
export function readHnswFile(path: string): CheckedHnswFile {
  try {
    const { manifest, labels, sameAs } = readManifest(manifestName(path));
    if (statSync(path).size !== manifest.bytes) throw new Error('size differs from the manifest');
    const bytes = readFileSync(path);
    if (sha256(bytes) !== manifest.sha256) throw new Error('checksum differs from the manifest');
    const graph = readGraph(bytes, manifest.dimension, manifest.count);
    if (graph.m !== manifest.m || graph.efConstruction !== manifest.efConstruction)
      throw new Error('parameters differ');
    const data = spread(graph.rowLabels, graph.rows, sameAs, manifest.dimension);
    return { ...manifest, table: tableOfRows(manifest.dimension, labels, data), sameAs };
  } catch (error) {
    if (error instanceof GuidaError && error.code === 'index-mismatch') throw error;
    throw new GuidaError('index-damaged', 'The vector index is damaged. Build the index again.', { cause: error });
  }
}

/**
 * The vectors of an HNSW file as an exact index: what to search when the HNSW process is down.
 * @throws as `readHnswFile`
 */
export function exactFromHnswFile(path: string): ExactIndex {
  return new ExactIndex(readHnswFile(path).table);
}

/**
 * Writes a native index so that after a crash `path` holds the old content, the new, or a pair that is refused: to a
 * temporary file, read back and held against the vectors in memory (the library reports neither a missing folder nor a
 * full disk), loaded into a fresh object, flushed, renamed.
 * @throws GuidaError `data-unwritable`
 */
export function writeHnswFile(
  path: string,
  native: HierarchicalNSW,
  { table, sameAs }: HnswContent,
  { m, efConstruction, seed }: HnswParameters,
): void {
  const { dimension, labels } = table;
  const temporary = temporaryName(path);
  const temporaryManifest = temporaryName(manifestName(path));
  try {
    native.writeIndexSync(temporary);
    if (statSync(temporary).size > MAX_FILE_BYTES) throw new Error('the graph file is larger than 2 GiB');
    const bytes = readFileSync(temporary);
    const graph = readGraph(bytes, dimension, labels.length);
    const written = spread(graph.rowLabels, graph.rows, sameAs, dimension);
    if (!bytesOf(written).equals(bytesOf(table.data))) throw new Error('what was written is not what was in memory');
    loadNative(temporary, dimension, graph.rowLabels.length);
    const header: Manifest = {
      space: 'cosine',
      dimension,
      count: labels.length,
      m,
      efConstruction,
      seed,
      bytes: bytes.length,
      sha256: sha256(bytes),
    };
    const sections = [bytesOf(labels), bytesOf(sameAs)];
    writeFileSync(temporaryManifest, encodeChecked(HNSW_MANIFEST, { header, sections }));
    renameDurably(temporary, path);
    renameDurably(temporaryManifest, manifestName(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    rmSync(temporaryManifest, { force: true });
    throw unwritable(error);
  }
}

function readManifest(path: string): { manifest: Manifest; labels: Uint32Array; sameAs: Uint32Array } {
  const { header, sections } = decodeChecked(HNSW_MANIFEST, readFileSync(path));
  const manifest = manifestSchema.parse(header);
  const [labels, sameAs] = sections.map((section) => {
    if (section.byteLength !== manifest.count * 4) throw new Error('labels do not fit the count');
    return new Uint32Array(section.buffer);
  });
  if (labels === undefined || sameAs === undefined) throw new Error('labels are missing');
  return { manifest, labels, sameAs };
}

/** One row a position from one row a distinct vector; the two must match one to one. */
function spread(rowLabels: Uint32Array, rows: Float32Array, sameAs: Uint32Array, dimension: number): Float32Array {
  const isDistinct = rowLabels.length === sameAs.length;
  // Where every vector is its own, the rows are the table: a gigabyte is not copied.
  const data = isDistinct ? rows : new Float32Array(sameAs.length * dimension);
  let row = 0;
  sameAs.forEach((first, position) => {
    if (first > position || sameAs[first] !== first) throw new Error('equal vectors do not come after their first');
    const isFirst = first === position;
    if (isFirst && rowLabels[row] !== position) throw new Error('the order differs from the manifest');
    if (!isDistinct) {
      const vector = isFirst
        ? rows.subarray(row * dimension, (row + 1) * dimension)
        : data.subarray(first * dimension, (first + 1) * dimension);
      data.set(vector, position * dimension);
    }
    if (isFirst) row += 1;
  });
  if (row !== rowLabels.length) throw new Error('the number of vectors differs from the manifest');
  return data;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bytesOf(array: Uint32Array | Float32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
