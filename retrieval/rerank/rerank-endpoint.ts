import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import {
  openAiClient,
  transportFailure,
  unlessAborted,
  type EndpointName,
  type OpenAiTransportOptions,
} from '../embed/openai-transport.ts';

/** The endpoint that re-orders. */
export const RERANK_ENDPOINT: EndpointName = {
  code: 'rerank-failed',
  purpose: 'rerank',
  modelSetting: 'OPENAI_RERANK_MODEL',
};

/** How the endpoint is reached. Somebody waits for the answer, so the limits are short. */
export interface RerankerOptions extends OpenAiTransportOptions {
  readonly model: string;
  /** @default 2000 */
  readonly timeoutMs?: number;
  /** @default 2 */
  readonly maxRetries?: number;
  /** @default 1000 */
  readonly maxRetryAfterMs?: number;
}

/** How well one document fits a query. Models differ in scale: probabilities, cosines or logits. */
export interface Relevance {
  /** Place of the document in the request. */
  readonly index: number;
  readonly score: number;
}

/** Judges how well documents fit a query. */
export interface Reranker {
  readonly model: string;
  /**
   * @returns at most one entry a document, in any order; an endpoint may leave out the worst
   * @throws GuidaError `rerank-failed`; the reason of `signal`
   */
  rerank(query: string, documents: readonly string[], signal?: AbortSignal): Promise<readonly Relevance[]>;
}

const responseSchema = z.object({
  results: z.array(z.object({ index: z.int().nonnegative(), relevance_score: z.number() })).min(1),
});

/**
 * A client for `POST /rerank` in the shape that Jina, SiliconFlow, Xinference and vLLM share: `{model, query, documents,
 * top_n}` → `{results: [{index, relevance_score}]}`. Retries 408, 409, 429, 5xx and lost connections.
 */
export function createReranker(options: RerankerOptions): Reranker {
  const { model } = options;
  const client = openAiClient({ timeoutMs: 2000, maxRetries: 2, maxRetryAfterMs: 1000, ...options });
  return {
    model,
    async rerank(query, documents, signal) {
      if (documents.length === 0) return [];
      const body = { model, query, documents, top_n: documents.length };
      let response: unknown;
      try {
        response = await unlessAborted(signal, (stop) => client.post('/rerank', { body, signal: stop }));
      } catch (error) {
        signal?.throwIfAborted();
        throw transportFailure(error, RERANK_ENDPOINT);
      }
      return relevancesOf(response, documents.length);
    },
  };
}

function relevancesOf(response: unknown, count: number): readonly Relevance[] {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) throw unusable();
  const relevances = parsed.data.results.map(({ index, relevance_score: score }) => ({ index, score }));
  const places = new Set(relevances.map(({ index }) => index));
  if (places.size < relevances.length || relevances.some(({ index }) => index >= count)) throw unusable();
  return relevances;
}

function unusable(): GuidaError {
  return new GuidaError('rerank-failed', 'The rerank endpoint did not return one usable score for each passage.');
}
