import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';
import type { Corpus } from '../../corpus/types.ts';
import type { BuildResult } from '../build.ts';
import type { Embedder } from '../embed/embedding.ts';
import type { BuildProgress } from '../store/generation-writer.ts';
import { wordsOfStore } from '../store/open.ts';
import type { NamedWords } from '../words/words.ts';
import { buildPostgresIndex, type PostgresBuildOptions } from './build.ts';
import type { ConnectionOptions } from './connection.ts';
import { currentPostgresIndex, openPostgresStore } from './open.ts';
import type { PostgresStore } from './postgres-store.ts';

const notesSchema = z.strictObject({
  files: z.string(),
  failures: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
  warnings: z.array(z.string()),
});

/** What reading the corpus brought up; kept with the generation, so that every replica can tell it. */
export type PostgresNotes = Readonly<z.infer<typeof notesSchema>> & { readonly generation: string };

/** A corpus that has been read, to be built from. */
export interface ReadCorpus {
  readonly corpus: Corpus;
  readonly words: NamedWords;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  readonly failures: PostgresNotes['failures'];
  readonly warnings: readonly string[];
}

/** What `openPostgresIndex` takes. */
export interface OpenPostgresIndexOptions {
  readonly connection: ConnectionOptions;
  /** Names the files of the corpus as they lie on the disk now. */
  readonly files: string;
  /** Reads them; called only when the index has to be built. */
  readonly read: () => Promise<ReadCorpus>;
  /** Default: the local embedding. */
  readonly embedder?: Embedder | undefined;
  /** Read the corpus again even when its files are as they were. Default false. */
  readonly reread?: boolean;
  /** How long another process that is building is waited for, milliseconds. Default 10 minutes. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Told once, when another process is building and is waited for. */
  readonly onWaiting?: () => void;
  readonly signal?: AbortSignal;
}

/** An index that is up to date, open. */
export interface OpenPostgresIndex {
  readonly store: PostgresStore;
  readonly words: NamedWords;
  readonly notes: PostgresNotes;
  /** The index was as it should be, and has not been touched. */
  readonly reused: boolean;
}

const PATIENCE_MS = 600_000;
const POLL_MS = 200;

/** What makes an index worth building again rather than giving up. */
const MENDED_BY_BUILDING: readonly GuidaErrorCode[] = ['index-missing', 'index-damaged', 'index-mismatch'];

/**
 * Opens the index of a corpus in a database, and builds it first when there is none, when the files have changed, or
 * when what is there is of another version. Of several replicas that start at once, one builds and the others wait.
 * @throws GuidaError `corpus-empty`, `index-busy`, `database-failed`, `embedding-failed`; what `read` throws
 */
export async function openPostgresIndex(options: OpenPostgresIndexOptions): Promise<OpenPostgresIndex> {
  const known = options.reread === true ? undefined : await openKnown(options);
  if (known !== undefined) return known;
  const { files, read, embedder, onProgress, signal, connection } = options;
  const { corpus, words, fingerprint, failures, warnings } = await read();
  const built = await buildPatiently(corpus, options, {
    connection,
    fingerprint,
    words,
    embedder: embedder ?? 'local',
    notes: JSON.stringify({ files, failures, warnings }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  const { notes, ...opened } = await openCurrentPostgresIndex({ connection, embedder });
  return { ...opened, notes: { ...notes, warnings: [...notes.warnings, ...built.warnings] }, reused: built.reused };
}

/**
 * Opens the index of a database as it is, whatever its corpus has become since; never builds.
 * @throws GuidaError `index-missing`, `index-mismatch`: what building would mend; `database-failed`
 */
export async function openCurrentPostgresIndex({
  connection,
  embedder,
}: Pick<OpenPostgresIndexOptions, 'connection' | 'embedder'>): Promise<OpenPostgresIndex> {
  const store = await openPostgresStore({ connection, embedderId: embedder?.id ?? 'local' });
  try {
    return { store, words: await wordsOfStore(store), notes: notesOfIndex(store.manifest), reused: true };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The current generation, when it was built from just these files. */
async function openKnown({
  connection,
  embedder,
  files,
}: OpenPostgresIndexOptions): Promise<OpenPostgresIndex | undefined> {
  const current = await currentPostgresIndex(connection);
  if (current === undefined || notesOfIndex(current).files !== files) return undefined;
  try {
    return await openCurrentPostgresIndex({ connection, embedder });
  } catch (error) {
    if (!isGuidaError(error) || !MENDED_BY_BUILDING.includes(error.code)) throw error;
    return undefined;
  }
}

async function buildPatiently(
  corpus: Corpus,
  { patienceMs = PATIENCE_MS, onWaiting, signal }: OpenPostgresIndexOptions,
  build: PostgresBuildOptions,
): Promise<BuildResult> {
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      return await buildPostgresIndex(corpus, build);
    } catch (error) {
      if (!isGuidaError(error) || error.code !== 'index-busy' || waited >= patienceMs) throw error;
      if (waited === 0) onWaiting?.();
      await delay(POLL_MS, undefined, { signal });
    }
  }
}

/** The notes of a generation. Those that make no sense cost a rebuild and no more. */
export function notesOfIndex({
  generation,
  notes,
}: {
  readonly generation: string;
  readonly notes: string;
}): PostgresNotes {
  let value: unknown;
  try {
    value = JSON.parse(notes);
  } catch {
    value = undefined;
  }
  const parsed = notesSchema.safeParse(value).data ?? { files: '', failures: [], warnings: [] };
  return { generation, ...parsed };
}
