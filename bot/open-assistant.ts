import { loadSynonyms } from '../retrieval/query/synonyms.ts';
import { createAssistant } from './answer/assistant.ts';
import type { Assistant } from './answer/types.ts';
import type { Log } from './log.ts';
import type { OpenIndex } from './open-index.ts';
import { openModel } from './open-model.ts';
import { searchEndpoints } from './search-endpoints.ts';
import type { Settings } from './settings.ts';

/** How the assistant is opened. */
export interface OpenAssistantOptions {
  /** Let the chat model write answers, where the settings name one. Default true. */
  readonly withModel?: boolean;
}

/**
 * The assistant over an open index, with the endpoints that the settings name: a chat model that writes the answers,
 * vectors of questions, re-ordering. Each is done without when it fails, and that is told.
 */
export async function openAssistant(
  { store, words, embedder }: OpenIndex,
  settings: Settings,
  log: Log,
  { withModel = true }: OpenAssistantOptions = {},
): Promise<Assistant> {
  const synonyms = loadSynonyms();
  const search = searchEndpoints(settings, embedder, log);
  const model = withModel ? await openModel(settings, { words, synonyms }, log) : undefined;
  return createAssistant({ store, words, synonyms, search, ...(model ? { model } : {}) });
}
