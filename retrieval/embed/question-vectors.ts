import { LRUCache } from 'lru-cache';
import type { Embedder } from './embedding.ts';
import { createEndpointGuard, type EndpointGuardOptions } from './endpoint-guard.ts';
import { EMBEDDING_ENDPOINT } from './openai-transport.ts';

/** Characters of a question that are embedded: more than any model needs, fewer than any refuses. */
const LONGEST = 400;
/** Questions whose vectors are remembered: one answer searches several times for the same. */
const REMEMBERED = 64;

/**
 * The vectors of questions, for `SearchOptions.vectors`. When the endpoint fails or is slow, there is none, and the
 * search rests on words.
 */
export function questionVectors(
  embedder: Embedder,
  options: EndpointGuardOptions = {},
): (text: string) => Promise<Float32Array | undefined> {
  const guarded = createEndpointGuard(EMBEDDING_ENDPOINT, options);
  const remembered = new LRUCache<string, Float32Array>({ max: REMEMBERED });
  return async (text) => {
    const question = text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '');
    const known = remembered.get(question);
    if (known !== undefined) return known;
    const vector = await guarded((signal) => embedder.embedQuery(question, { signal }));
    if (vector === undefined) return undefined;
    remembered.set(question, vector);
    return vector;
  };
}
