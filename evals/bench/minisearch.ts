import MiniSearch, { type Options } from 'minisearch';
import { STORE_DEFAULTS } from '../../retrieval/store/embedded-store.ts';
import type { Words } from '../../retrieval/types.ts';
import type { PassageLike } from '../metrics/evidence.ts';

/** A passage as MiniSearch takes it. */
export interface PassageDocument extends PassageLike {
  readonly id: number;
}

/** The peer: an index in memory, over the same words of the same passages as the full-text index of the store. */
export class MiniSearchPeer {
  readonly #index: MiniSearch<PassageDocument>;

  private constructor(index: MiniSearch<PassageDocument>) {
    this.#index = index;
  }

  /** Indexes passages. */
  static build(passages: readonly PassageLike[], words: Words): MiniSearchPeer {
    const index = new MiniSearch(optionsOf(words));
    index.addAll(passages.map((passage, id) => ({ ...passage, id })));
    return new MiniSearchPeer(index);
  }

  /** Opens what `save` gave. */
  static load(saved: string, words: Words): MiniSearchPeer {
    return new MiniSearchPeer(MiniSearch.loadJSON(saved, optionsOf(words)));
  }

  /** The index and the passages in it. */
  save(): string {
    return JSON.stringify(this.#index);
  }

  /** The passages that have any word of the question, best first. */
  search(question: string, k: number): readonly PassageLike[] {
    const results = this.#index.search(question).slice(0, k);
    return results.map((result) => ({
      plan: result['plan'] as string,
      section: result['section'] as string[],
      text: result['text'] as string,
    }));
  }
}

/** Fields, words and weights as the store has them; everything else as MiniSearch comes. */
function optionsOf(words: Words): Options<PassageDocument> {
  const { text, heading, title } = STORE_DEFAULTS.weights;
  return {
    fields: ['text', 'section', 'plan'],
    storeFields: ['text', 'section', 'plan'],
    stringifyField: (value: unknown) => (Array.isArray(value) ? value.join('\n') : String(value)),
    tokenize: (value) => [...words.split(value)],
    processTerm: (term) => term,
    searchOptions: { boost: { text, section: heading, plan: title } },
  };
}
