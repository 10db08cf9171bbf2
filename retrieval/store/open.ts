import { GuidaError, isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';
import type { Embedder } from '../embed/embedding.ts';
import { loadLocalEmbedding } from '../embed/local.ts';
import { createWords, type NamedWords, type WordsOptions } from '../words/words.ts';
import { EmbeddedStore, type EmbeddedStoreOptions } from './embedded-store.ts';
import type { IndexStore } from './index-store.ts';
import { currentGeneration, generationIds, layout, MANIFEST_FILE } from './layout.ts';
import { damagedFile, verifyGeneration, type Manifest, type Verification } from './manifest.ts';

/** What `openStore` takes. */
export interface OpenStoreOptions extends EmbeddedStoreOptions {
  /**
   * The embedding that questions will be turned into vectors with: `local`, or the id of an external one. Default: not
   * checked, for uses that search no vectors.
   */
  readonly embedderId?: string;
  /** Default: `changed`, which reads every file once in a while. */
  readonly verification?: Verification;
}

/** An index that is rebuilt while it is being opened is looked for again, this often. */
const ATTEMPTS = 3;

/**
 * Opens the generation that `current` names, after verifying it. When that one is damaged, or `current` is, the newest
 * intact generation is served instead and `onWarning` told.
 * @throws GuidaError `index-missing` when nothing has been built; `index-damaged` when no generation is intact;
 *   `index-mismatch` when the current one is of another format or embedding
 */
export async function openStore(dataDir: string, options: OpenStoreOptions = {}): Promise<EmbeddedStore> {
  let current = currentGeneration(dataDir);
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (current === undefined) throw damagedFile('current');
      return await openGeneration(dataDir, current, options);
    } catch (error) {
      if (!hasCode(error, 'index-damaged')) throw error;
      const now = currentGeneration(dataDir);
      if (now === current || attempt === ATTEMPTS) return await openOther(dataDir, current, options, error);
      current = now;
    }
  }
}

/**
 * Opens one generation, after verifying it.
 * @throws GuidaError `index-damaged`, `index-mismatch`
 */
export async function openGeneration(
  dataDir: string,
  id: string,
  options: OpenStoreOptions = {},
): Promise<EmbeddedStore> {
  const folder = layout(dataDir).generation(id);
  const manifest = await verifyGeneration(folder, options.verification);
  if (manifest.generation !== id) throw damagedFile(MANIFEST_FILE);
  assertEmbedding(manifest, options.embedderId);
  return new EmbeddedStore(folder, manifest, options);
}

/**
 * The words a store was built with: what its questions must be split with.
 * @param options as they were when it was built
 * @throws GuidaError `index-mismatch` when this version splits otherwise
 */
export async function wordsOfStore(
  store: IndexStore,
  options: Omit<WordsOptions, 'userWords'> = {},
): Promise<NamedWords> {
  const words = createWords({ ...options, userWords: await store.userWords() });
  if (words.id !== store.manifest.words) {
    throw new GuidaError('index-mismatch', 'The index was built with another segmenter. Build the index again.');
  }
  return words;
}

/**
 * The embedding that was trained with a store, for its questions.
 * @param words from `wordsOfStore`
 * @throws GuidaError `internal` when the index was built with an external one; `index-damaged`; `index-mismatch` when
 *   this version's model is another (build again with `force`)
 */
export async function embedderOfStore(store: IndexStore, words: NamedWords): Promise<Embedder> {
  return loadLocalEmbedding(await store.localEmbedding(), words);
}

async function openOther(
  dataDir: string,
  current: string | undefined,
  options: OpenStoreOptions,
  damage: unknown,
): Promise<EmbeddedStore> {
  const others = generationIds(dataDir).filter((id) => id !== current);
  if (current === undefined && others.length === 0) {
    throw new GuidaError('index-missing', 'There is no index yet. Build the index first.');
  }
  for (const id of others) {
    try {
      const store = await openGeneration(dataDir, id, options);
      const reason = current === undefined ? 'It is not known which index is current' : 'The current index is damaged';
      options.onWarning?.(`${reason}; ${id} is served. Build the index again.`, damage);
      return store;
    } catch (error) {
      // One that cannot be served either is passed over; what is thrown in the end is what ails the current one.
      if (!hasCode(error, 'index-damaged') && !hasCode(error, 'index-mismatch')) throw error;
    }
  }
  throw damage;
}

function assertEmbedding({ embedding }: Manifest, embedderId: string | undefined): void {
  const matches = embedderId === undefined || embedderId === (embedding.kind === 'local' ? 'local' : embedding.id);
  if (!matches) {
    throw new GuidaError('index-mismatch', 'The index was built with another embedding. Build the index again.');
  }
}

function hasCode(error: unknown, code: GuidaErrorCode): boolean {
  return isGuidaError(error) && error.code === code;
}
