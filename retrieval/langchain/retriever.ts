import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Document } from '@langchain/core/documents';
import { readQuestion } from '../query/question.ts';
import { loadSynonyms, type Synonyms } from '../query/synonyms.ts';
import { search, type SearchOptions } from '../search.ts';
import type { Store, Words } from '../types.ts';
import { documentOf, type PassageMetadata } from './documents.ts';

/** What a retriever searches. */
export interface PlanRetrieverInput extends BaseRetrieverInput {
  readonly store: Store;
  /** Those the store was built with: `wordsOfStore`. */
  readonly words: Words;
  /** @default the ones that ship */
  readonly synonyms?: Synonyms;
  /** How passages are searched for, and in which plans (`allowedPlans`). @default as the assistant does */
  readonly search?: SearchOptions;
  /** Documents for one question, at most. @default 8 */
  readonly k?: number;
}

/**
 * Our search where LangChain expects a retriever: a question in, passages out, best first. Errors are `GuidaError`s of
 * the store; an endpoint that fails costs its stage of the search and no more.
 */
export class PlanRetriever extends BaseRetriever<PassageMetadata> {
  static override lc_name(): string {
    return 'PlanRetriever';
  }

  override lc_namespace = ['guida', 'retrievers'];

  readonly #store: Store;
  readonly #words: Words;
  readonly #synonyms: Synonyms;
  readonly #search: SearchOptions;
  readonly #k: number;

  constructor({ store, words, synonyms, search: options = {}, k = 8, ...input }: PlanRetrieverInput) {
    // Not handed on: LangChain keeps what it is given, and would show an open store to every tracer.
    super(input);
    this.#store = store;
    this.#words = words;
    this.#synonyms = synonyms ?? loadSynonyms();
    this.#search = options;
    this.#k = k;
  }

  /** Called by `invoke`. */
  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    const { allowedPlans } = this.#search;
    const all = await this.#store.plans();
    const plans = all.filter((plan) => allowedPlans === undefined || allowedPlans.includes(plan.id));
    const question = readQuestion(query, { plans, words: this.#words, synonyms: this.#synonyms });
    const evidence = await search(this.#store, question, this.#search);
    const planOf = new Map(plans.map((plan) => [plan.id, plan]));
    return evidence
      .slice(0, this.#k)
      .map(({ passage, score }) => documentOf(passage, planOf.get(passage.planId), score));
  }
}
