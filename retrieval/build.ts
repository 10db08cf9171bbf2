import { mkdirSync } from 'node:fs';
import { GuidaError, isGuidaError } from '../corpus/errors.ts';
import type { Corpus } from '../corpus/types.ts';
import { currentGeneration, generationIds, layout, sequenceOf } from './store/layout.ts';
import { acquireLock, type Lock } from './store/lock.ts';
import { verifyGeneration } from './store/manifest.ts';
import {
  makeCurrent,
  nameGeneration,
  removeFolder,
  removeLeftovers,
  removeOldGenerations,
  temporaryFolder,
} from './store/publish.ts';
import { withoutRepeats } from './store/unique.ts';
import { writeGeneration, type WriteGenerationOptions } from './store/generation-writer.ts';
import { asUnwritable } from './store/unwritable.ts';

/** What `buildIndex` takes. */
export type BuildOptions = WriteGenerationOptions;

/** What came of it. */
export interface BuildResult {
  /** The generation that is served now. */
  readonly generation: string;
  /** The index was up to date and has not been touched. */
  readonly reused: boolean;
  readonly passages: number;
  /** Passages that were embedded; the vectors of the rest were kept from the generation before. */
  readonly embedded: number;
  readonly warnings: readonly string[];
}

/**
 * Builds the index of a corpus, unless the one at hand is whole and of the same corpus, words and embedding. Written
 * into a folder of its own, flushed, read back and verified before it takes the place of the old one by one rename: a
 * reader sees the old index or the new, whenever the process is killed. The generation before is kept, older ones
 * are removed.
 * @throws GuidaError `corpus-empty`; `index-busy` while another process builds; `data-unwritable` when the folder
 *   cannot be written or is full; what the embedder throws; the reason of `signal`
 */
export async function buildIndex(corpus: Corpus, options: BuildOptions): Promise<BuildResult> {
  const { value, warnings } = withoutRepeats(corpus);
  const passages = value.documents.reduce((sum, document) => sum + document.passages.length, 0);
  if (passages === 0) throw new GuidaError('corpus-empty', 'There is no plan to index.');
  // Looked at without the lock first: asking a question of an index that is up to date needs no right to write.
  const reusable = await upToDateGeneration(options);
  const built = reusable ?? (await buildUnderLock(value, options));
  return { ...built, passages, warnings };
}

/** What a build decides; the rest of `BuildResult` follows from the corpus. */
type Built = Pick<BuildResult, 'generation' | 'reused' | 'embedded'>;

async function buildUnderLock(corpus: Corpus, options: BuildOptions): Promise<Built> {
  const { dataDir } = options;
  try {
    mkdirSync(layout(dataDir).generations, { recursive: true });
    const lock = acquireLock(layout(dataDir).lock);
    try {
      // Whoever held the lock before may have built just this.
      return (await upToDateGeneration(options)) ?? (await buildGeneration(corpus, lock, options));
    } finally {
      lock.release();
    }
  } catch (error) {
    throw asUnwritable(error);
  }
}

async function buildGeneration(corpus: Corpus, lock: Lock, options: BuildOptions): Promise<Built> {
  const { dataDir } = options;
  removeLeftovers(dataDir);
  const folder = temporaryFolder(dataDir);
  try {
    const sequence = 1 + Math.max(0, ...generationIds(dataDir).map((id) => sequenceOf(id) ?? 0));
    const { generation, embedded } = await writeGeneration(folder, sequence, corpus, options);
    options.signal?.throwIfAborted();
    lock.assertHeld();
    nameGeneration(dataDir, folder, generation);
    lock.assertHeld();
    makeCurrent(dataDir, generation);
    await removeOldGenerations(dataDir, generation);
    return { generation, reused: false, embedded };
  } finally {
    removeFolder(folder);
  }
}

/** The current generation, when it is whole and what a build would make again. */
async function upToDateGeneration(options: BuildOptions): Promise<Built | undefined> {
  const { dataDir, fingerprint, words, embedder, force = false } = options;
  const generation = currentGeneration(dataDir);
  if (generation === undefined || force) return undefined;
  try {
    const manifest = await verifyGeneration(layout(dataDir).generation(generation));
    const { kind, id } = manifest.embedding;
    const isSameEmbedding = embedder === 'local' ? kind === 'local' : kind === 'external' && id === embedder.id;
    const isSame = manifest.fingerprint === fingerprint && manifest.words === words.id && isSameEmbedding;
    return isSame && manifest.generation === generation ? { generation, reused: true, embedded: 0 } : undefined;
  } catch (error) {
    // Damaged, or of another format: built again.
    if (isGuidaError(error)) return undefined;
    throw error;
  }
}
