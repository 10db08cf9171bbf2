import { Embeddings } from '@langchain/core/embeddings';
import { GuidaError } from '../../corpus/errors.ts';
import { assertVector } from '../vectors/vector.ts';

/** What a caller may want of a long embedding. */
export interface EmbedOptions {
  /** Texts embedded so far, and of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops between texts or requests; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Turns texts into vectors whose cosine says how near two texts are in meaning. */
export interface Embedder {
  /**
   * Names the model and everything that shapes its vectors. Stored with an index; an index made with another id is
   * refused, because its vectors cannot be compared with ours.
   */
  readonly id: string;
  /** Numbers in each vector. */
  readonly dimension: number;
  /**
   * One finite vector a text, in their order. A text that the model knows nothing of may get the zero vector.
   * @throws GuidaError `embedding-failed`
   */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /**
   * The vector of a question.
   * @throws GuidaError `embedding-failed`
   */
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>;
}

/** Our embedder where LangChain expects one. */
export class LangChainEmbeddings extends Embeddings {
  readonly embedder: Embedder;

  constructor(embedder: Embedder) {
    super({});
    this.embedder = embedder;
  }

  /** As `Embedder.embedDocuments`, in plain arrays. */
  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const vectors = await this.embedder.embedDocuments(documents);
    return vectors.map((vector) => Array.from(vector));
  }

  /** As `Embedder.embedQuery`, in a plain array. */
  override async embedQuery(document: string): Promise<number[]> {
    return Array.from(await this.embedder.embedQuery(document));
  }
}

/**
 * A LangChain embedding where we expect an embedder. What it returns is checked; what it throws becomes the cause.
 * @param identity LangChain's interface knows neither
 */
export function embedderFromLangChain(
  embeddings: Pick<Embeddings, 'embedDocuments' | 'embedQuery'>,
  identity: Pick<Embedder, 'id' | 'dimension'>,
): Embedder {
  const { id, dimension } = identity;
  return {
    id,
    dimension,
    async embedDocuments(texts, options = {}) {
      options.signal?.throwIfAborted();
      const vectors = await failing(() => embeddings.embedDocuments([...texts]));
      if (!Array.isArray(vectors) || vectors.length !== texts.length) {
        throw new GuidaError('embedding-failed', 'The embedding model did not return one vector a text.');
      }
      options.onProgress?.(texts.length, texts.length);
      return vectors.map((vector) => checkedVector(vector, dimension));
    },
    async embedQuery(text, options = {}) {
      options.signal?.throwIfAborted();
      return checkedVector(await failing(() => embeddings.embedQuery(text)), dimension);
    },
  };
}

/**
 * A vector that came from outside, once it is known to be sound.
 * @throws GuidaError `embedding-failed`
 */
export function checkedVector(vector: unknown, dimension: number): Float32Array {
  try {
    assertVector(vector, dimension);
  } catch (error) {
    throw new GuidaError('embedding-failed', 'The embedding model returned a vector that cannot be used.', {
      cause: error,
    });
  }
  return Float32Array.from(vector);
}

async function failing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new GuidaError('embedding-failed', 'The embedding model failed.', { cause: error });
  }
}
