import type { GuidaError } from '../corpus/errors.ts';
import type { Embedder } from '../retrieval/embed/embedding.ts';
import { questionVectors } from '../retrieval/embed/question-vectors.ts';
import { createReranker } from '../retrieval/rerank/rerank-endpoint.ts';
import { rerankEvidence } from '../retrieval/rerank/rerank-evidence.ts';
import type { SearchOptions } from '../retrieval/search.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

/**
 * What the endpoints of the settings add to a search: the vectors of questions, when the index was built with an
 * external embedding, and re-ordering by a rerank model. A search goes on without either when its endpoint fails, and
 * that is told.
 * @param embedder of the open index
 */
export function searchEndpoints(
  settings: Settings,
  embedder: Embedder | undefined,
  log: Log,
): Pick<SearchOptions, 'vectors' | 'rerankWith'> {
  const telling = (consequence: string) => ({
    onFailure: (failure: GuidaError) => {
      log.warn(`${failure.message} ${consequence}`, failure);
    },
  });
  return {
    ...(embedder === undefined
      ? {}
      : { vectors: questionVectors(embedder, telling('This answer rests on words alone.')) }),
    ...rerankOf(settings, telling('The order of the passages is our own.')),
  };
}

function rerankOf(
  settings: Settings,
  options: Parameters<typeof rerankEvidence>[1],
): Pick<SearchOptions, 'rerankWith'> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_RERANK_MODEL: model } = settings;
  if (model === undefined || (apiKey === undefined && baseURL === undefined)) return {};
  const reranker = createReranker({
    model,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  return { rerankWith: rerankEvidence(reranker, options) };
}
