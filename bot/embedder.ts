import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isGuidaError } from '../corpus/errors.ts';
import { openOpenAiEmbedder, type OpenAiEmbedder } from '../retrieval/embed/openai.ts';
import { asUnwritable } from '../retrieval/store/unwritable.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

/** Vectors that were paid for, in the data folder. */
const CACHE_FILE = 'embeddings.sqlite';

/**
 * Does something with the embedder that the settings name, or without one when they name none. When its endpoint fails,
 * that is told, and it is done without.
 * @throws GuidaError `data-unwritable` for its cache; what `use` throws
 */
export async function withEmbedder<T>(
  settings: Settings,
  dataDir: string,
  log: Log,
  use: (embedder: OpenAiEmbedder | undefined) => Promise<T>,
): Promise<T> {
  let embedder: OpenAiEmbedder | undefined;
  try {
    embedder = await openEmbedder(settings, dataDir);
    return await use(embedder);
  } catch (error) {
    embedder?.close();
    if (!isGuidaError(error) || error.code !== 'embedding-failed') throw error;
    log.warn(`${error.message} The local embedding is used instead.`, error);
    return await use(undefined);
  }
}

async function openEmbedder(settings: Settings, dataDir: string): Promise<OpenAiEmbedder | undefined> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_EMBEDDING_MODEL: model } = settings;
  if (model === undefined || (apiKey === undefined && baseURL === undefined)) return undefined;
  try {
    mkdirSync(dataDir, { recursive: true });
    return await openOpenAiEmbedder({
      model,
      cacheFile: join(dataDir, CACHE_FILE),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseURL === undefined ? {} : { baseURL }),
    });
  } catch (error) {
    throw asUnwritable(error);
  }
}
