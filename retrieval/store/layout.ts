import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Raised when the tables, the tokens or the files of a generation change; another format is refused. */
export const FORMAT_VERSION = 2;

/** The files of a generation, beside the manifest. */
export const DATABASE_FILE = 'index.sqlite';
export const VECTORS_FILE = 'vectors.hnsw';
/** Only when the embedding was trained on the corpus. */
export const EMBEDDING_FILE = 'embedding.bin';
export const MANIFEST_FILE = 'manifest.json';

/**
 * Where things lie in a data folder: `current` holds the id of the generation that is served; each generation is a
 * folder that is complete from the moment it has its name, and never changes.
 */
export function layout(dataDir: string): {
  readonly current: string;
  readonly lock: string;
  readonly generations: string;
  readonly generation: (id: string) => string;
} {
  const generations = join(dataDir, 'generations');
  return {
    current: join(dataDir, 'current'),
    lock: join(dataDir, 'index.lock'),
    generations,
    generation: (id) => join(generations, id),
  };
}

const GENERATION = /^(\d{6,15})-[0-9a-f]{8}$/u;

/** `000012-5d3a90c4`: a number that grows with each build, and the start of the database's SHA-256. */
export function generationId(sequence: number, databaseSha256: string): string {
  return `${String(sequence).padStart(6, '0')}-${databaseSha256.slice(0, 8)}`;
}

/** The number in a generation's id; absent when it is none, as for a folder that is still being written. */
export function sequenceOf(id: string): number | undefined {
  const digits = GENERATION.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Ids of the generations in a data folder, newest first; none when there is no such folder. */
export function generationIds(dataDir: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(layout(dataDir).generations);
  } catch {
    // No folder, or a file in its place: no index has been built here.
    return [];
  }
  return names
    .filter((name) => sequenceOf(name) !== undefined)
    .sort((left, right) => (sequenceOf(right) ?? 0) - (sequenceOf(left) ?? 0) || (left < right ? -1 : 1));
}

/**
 * The id in `current`: what a reader polls to notice that the index was rebuilt. Absent when the file is missing or
 * holds something else.
 */
export function currentGeneration(dataDir: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(layout(dataDir).current, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
  return sequenceOf(text) === undefined ? undefined : text;
}
