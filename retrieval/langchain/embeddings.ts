import { Embeddings } from '@langchain/core/embeddings';
import { GuidaError } from '../../corpus/errors.ts';
import { checkedVector, type Embedder } from '../embed/embedding.ts';

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

async function failing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new GuidaError('embedding-failed', 'The embedding model failed.', { cause: error });
  }
}
