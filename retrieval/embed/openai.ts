import type OpenAI from 'openai';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import { MAX_DIMENSION } from '../vectors/vector.ts';
import { checkedVector, type Embedder, type EmbedOptions } from './embedding.ts';
import { EmbeddingCache, cacheKey } from './embedding-cache.ts';
import {
  EMBEDDING_ENDPOINT,
  endpointId,
  isRefused,
  openAiClient,
  transportFailure,
  unlessAborted,
  type OpenAiTransportOptions,
} from './openai-transport.ts';

/** How texts are embedded by an endpoint that speaks OpenAI's protocol. */
export interface OpenAiEmbeddingOptions extends OpenAiTransportOptions, EmbedOptions {
  readonly model: string;
  /** Length of vector to ask the endpoint for; absent: the model's own. */
  readonly dimensions?: number;
  /** SQLite file in which vectors of documents are kept, so that a build that failed half-way goes on where it was. */
  readonly cacheFile: string;
  /** Texts in one request, at most; halved when the endpoint refuses so many. @default 64 */
  readonly batchSize?: number;
  /** Characters in one request, at most, unless a single text is longer. @default 30000 */
  readonly batchCharacters?: number;
  /** Requests under way at once. @default 4 */
  readonly concurrency?: number;
}

/** An embedder that holds a cache file open. A stopped call rejects with the signal's reason. */
export interface OpenAiEmbedder extends Embedder {
  /** Closes the cache. */
  close(): void;
}

/** Embedded once to learn how long the model's vectors are. */
const PROBE = '规划';
/** Nobody waits long to hear that an endpoint is not there. */
const PROBE_LIMITS: RequestLimits = { timeoutMs: 15_000, maxRetries: 2 };
/** A text that is refused alone is sent shorter by this, as long as it has so many characters. */
const SHORTER = 0.75;
const SHORTEST = 100;

/** What one request may cost; absent: what the embedder was opened with. */
interface RequestLimits {
  readonly timeoutMs: number;
  readonly maxRetries: number;
}

const responseSchema = z.object({
  data: z.array(z.object({ index: z.int().optional(), embedding: z.unknown() })),
});

/**
 * Opens an embedder over an OpenAI-compatible endpoint (OpenAI, DashScope, SiliconFlow, Ollama, vLLM, Xinference). Asks
 * it for one vector, unless one is in the cache, to learn its dimension and to find a wrong key or model at once.
 * @throws GuidaError `embedding-failed`; `settings`; `data-unwritable` for the cache; the reason of `signal`
 */
export async function openOpenAiEmbedder(options: OpenAiEmbeddingOptions): Promise<OpenAiEmbedder> {
  for (const name of ['dimensions', 'batchSize', 'batchCharacters', 'concurrency'] as const) {
    const value = options[name] ?? 1;
    if (!Number.isInteger(value) || value < 1) {
      throw new GuidaError('settings', `The embedding's ${name} must be a whole number, 1 or more.`);
    }
  }
  const cache = new EmbeddingCache(options.cacheFile);
  try {
    const source = new EmbeddingSource(options);
    const key = source.key(PROBE);
    const known = cache.get([key], options.dimensions).get(key);
    const probe = known ?? (await source.request([PROBE], options.dimensions, options.signal, PROBE_LIMITS))[0];
    if (probe === undefined) throw unusable();
    cache.put(new Map([[key, probe]]));
    return new CachedEmbedder(source, cache, probe.length, options);
  } catch (error) {
    cache.close();
    throw error;
  }
}

class CachedEmbedder implements OpenAiEmbedder {
  readonly id: string;
  readonly dimension: number;
  readonly #source: EmbeddingSource;
  readonly #cache: EmbeddingCache;
  readonly #batchCharacters: number;
  readonly #concurrency: number;
  readonly #defaults: EmbedOptions;
  readonly #mostTexts: number;
  #batchSize: number;
  /** Characters of a text that are sent, at most: learnt from the texts that were refused alone. */
  #longest = Infinity;

  constructor(source: EmbeddingSource, cache: EmbeddingCache, dimension: number, options: OpenAiEmbeddingOptions) {
    this.id = `openai-${options.model}-${dimension}-${endpointId(options)}`;
    this.dimension = dimension;
    this.#source = source;
    this.#cache = cache;
    this.#mostTexts = options.batchSize ?? 64;
    this.#batchSize = this.#mostTexts;
    this.#batchCharacters = options.batchCharacters ?? 30_000;
    this.#concurrency = options.concurrency ?? 4;
    this.#defaults = options;
  }

  /** A blank text, which endpoints refuse, gets the zero vector; one that is too long for the model that of its start. */
  async embedDocuments(texts: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    const { onProgress, signal } = { ...this.#defaults, ...options };
    signal?.throwIfAborted();
    const keys = texts.map((text) => this.#source.key(text));
    const vectors = this.#cache.get(new Set(keys), this.dimension);
    const missing = new Map<string, string>();
    texts.forEach((text, i) => {
      const key = keys[i] as string;
      if (text.trim() === '') vectors.set(key, new Float32Array(this.dimension));
      else if (!vectors.has(key)) missing.set(key, text);
    });
    const report = () => onProgress?.(keys.filter((key) => vectors.has(key)).length, texts.length);
    report();
    await this.#fill([...missing], vectors, report, signal);
    return keys.map((key) => vectors.get(key) ?? failUnusable());
  }

  /** Not kept in the cache: questions are many and seldom asked twice. */
  async embedQuery(text: string, options: EmbedOptions = {}): Promise<Float32Array> {
    const { signal } = { ...this.#defaults, ...options };
    signal?.throwIfAborted();
    if (text.trim() === '') return new Float32Array(this.dimension);
    const [vector] = await this.#source.request([text], this.dimension, signal);
    return vector ?? failUnusable();
  }

  close(): void {
    this.#cache.close();
  }

  /** Requests what is missing, a few batches at a time; the first failure stops the others, and what came is kept. */
  async #fill(
    queue: [key: string, text: string][],
    vectors: Map<string, Float32Array>,
    report: () => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const failed = new AbortController();
    const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
    const work = async () => {
      for (let batch = this.#next(queue); batch.length > 0; batch = this.#next(queue)) {
        either.throwIfAborted();
        const came = await this.#embedBatch(batch, queue, either);
        this.#cache.put(came);
        for (const [key, vector] of came) vectors.set(key, vector);
        report();
      }
    };
    const workers = Array.from({ length: this.#concurrency }, () =>
      work().catch((error: unknown) => {
        // The first to fail gives the reason; the others then fail for having been stopped.
        failed.abort(error);
      }),
    );
    await Promise.all(workers);
    signal?.throwIfAborted();
    failed.signal.throwIfAborted();
  }

  #next(queue: [key: string, text: string][]): [key: string, text: string][] {
    let [count, characters] = [0, 0];
    for (const [, text] of queue.slice(0, this.#batchSize)) {
      characters += text.length;
      if (count > 0 && characters > this.#batchCharacters) break;
      count += 1;
    }
    return queue.splice(0, count);
  }

  /** Endpoints limit a request to 10, 25, 32… texts, and a text to some tokens, and say so only by refusing. */
  async #embedBatch(
    batch: [key: string, text: string][],
    queue: [key: string, text: string][],
    signal: AbortSignal,
  ): Promise<Map<string, Float32Array>> {
    try {
      const texts = batch.map(([, text]) => startOf(text, this.#longest));
      const vectors = await this.#source.request(texts, this.dimension, signal);
      return new Map(batch.map(([key], i) => [key, vectors[i] ?? failUnusable()]));
    } catch (error) {
      if (!(error instanceof BatchRefused)) throw error;
      if (batch.length > 1) this.#batchSize = Math.min(this.#batchSize, Math.ceil(batch.length / 2));
      else this.#shorten(batch[0]?.[1] ?? '', error);
      queue.unshift(...batch);
      return new Map();
    }
  }

  /** Alone, a text was refused for its length: others are sent no longer, and their number was not at fault. */
  #shorten(text: string, refusal: BatchRefused): void {
    const shorter = Math.floor(Math.min(text.length, this.#longest) * SHORTER);
    if (shorter < SHORTEST) throw refusal;
    this.#longest = shorter;
    this.#batchSize = this.#mostTexts;
  }
}

/** The endpoint refused the request itself; a smaller one may pass. */
class BatchRefused extends GuidaError {}

class EmbeddingSource {
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #dimensions: number | undefined;
  readonly #endpoint: string;

  constructor(options: OpenAiEmbeddingOptions) {
    this.#client = openAiClient(options);
    this.#model = options.model;
    this.#dimensions = options.dimensions;
    this.#endpoint = endpointId(options);
  }

  key(text: string): string {
    return cacheKey([this.#endpoint, this.#model, this.#dimensions ?? null], text);
  }

  /** One finite vector a text, in their order, of the expected length; without one, of any, for a single text. */
  async request(
    texts: readonly string[],
    expected: number | undefined,
    signal: AbortSignal | undefined,
    limits?: RequestLimits,
  ): Promise<Float32Array[]> {
    let response: unknown;
    try {
      const body = { model: this.#model, input: [...texts], encoding_format: 'float' as const };
      const dimensions = this.#dimensions === undefined ? {} : { dimensions: this.#dimensions };
      response = await unlessAborted(signal, (stop) =>
        this.#client.embeddings.create({ ...body, ...dimensions }, { ...this.#within(limits), signal: stop }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      const failure = transportFailure(error, EMBEDDING_ENDPOINT);
      if (!isRefused(error)) throw failure;
      throw new BatchRefused('embedding-failed', failure.message, { cause: failure.cause });
    }
    return vectorsOf(response, texts.length, expected);
  }

  #within(limits: RequestLimits | undefined): { timeout?: number; maxRetries?: number } {
    if (limits === undefined) return {};
    const { timeout, maxRetries } = this.#client;
    return { timeout: Math.min(timeout, limits.timeoutMs), maxRetries: Math.min(maxRetries, limits.maxRetries) };
  }
}

/** At most `length` characters, without half a character at the end. */
function startOf(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

function vectorsOf(response: unknown, count: number, expected: number | undefined): Float32Array[] {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success || parsed.data.data.length !== count) throw unusable();
  const vectors: Float32Array[] = [];
  parsed.data.data.forEach(({ index, embedding }, place) => {
    const length = expected ?? (Array.isArray(embedding) ? embedding.length : 0);
    if (length < 1 || length > MAX_DIMENSION) throw unusable();
    const at = index ?? place;
    if (at < 0 || at >= count || vectors[at] !== undefined) throw unusable();
    vectors[at] = checkedVector(embedding, length);
  });
  return vectors;
}

function unusable(): GuidaError {
  return new GuidaError('embedding-failed', 'The embedding endpoint did not return one usable vector for each text.');
}

function failUnusable(): never {
  throw unusable();
}
