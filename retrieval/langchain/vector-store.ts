import type { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import { GuidaError } from '../../corpus/errors.ts';
import type { PassageFilter, Store } from '../types.ts';
import { documentOf, type PassageMetadata } from './documents.ts';

/**
 * The vectors of an index where LangChain expects a vector store. It can be searched, not written to: plans come in by
 * files and `guida index`, so that every passage has a place that can be cited.
 */
export class PlanVectorStore extends VectorStore {
  declare FilterType: PassageFilter;
  override lc_namespace = ['guida', 'vectorstores'];

  readonly #store: Store;

  /**
   * @param embeddings those the index was built with: `LangChainEmbeddings` over `embedderOfStore` or the external
   *   embedder
   */
  constructor(embeddings: EmbeddingsInterface, { store }: { readonly store: Store }) {
    super(embeddings, {});
    this.#store = store;
  }

  _vectorstoreType(): string {
    return 'guida';
  }

  /**
   * The nearest passages by cosine, best first.
   * @throws GuidaError `vector-invalid` for a vector of another length than the index has
   */
  async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter: PassageFilter = {},
  ): Promise<[Document<PassageMetadata>, number][]> {
    const found = await this.#store.searchVectors(Float32Array.from(query), filter, k);
    const passages = await this.#store.passages(found.map(({ passageId }) => passageId));
    const plans = new Map((await this.#store.plans()).map((plan) => [plan.id, plan]));
    const scores = new Map(found.map(({ passageId, score }) => [passageId, score]));
    return passages.map((passage) => {
      const score = scores.get(passage.id) ?? 0;
      return [documentOf(passage, plans.get(passage.planId), score), score];
    });
  }

  /** @throws GuidaError `index-read-only`, always */
  addVectors(): Promise<never> {
    return readOnly();
  }

  /** @throws GuidaError `index-read-only`, always */
  addDocuments(): Promise<never> {
    return readOnly();
  }

  /** @throws GuidaError `index-read-only`, always */
  override delete(): Promise<never> {
    return readOnly();
  }
}

function readOnly(): Promise<never> {
  const message = 'The index of plans is read-only. Put files into the corpus and run guida index.';
  return Promise.reject(new GuidaError('index-read-only', message));
}
