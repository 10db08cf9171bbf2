import type { OpenIndex } from '../../bot/open-index.ts';
import type { Passage } from '../../corpus/types.ts';
import { embedderOfStore } from '../../retrieval/store/open.ts';
import type { PassageLike } from '../metrics/evidence.ts';
import { systemOf } from '../system.ts';
import { MiniSearchPeer } from './minisearch.ts';

/** A way to search: gives the passages themselves, best first, at most `k`. */
export type Search = (question: string, k: number) => Promise<readonly PassageLike[]>;

/** Searches over the same words of the same passages as ours. */
export interface Peers {
  /** BM25 of the store's full-text index, over all words of the question. */
  readonly words: Search;
  /** MiniSearch in memory. */
  readonly miniSearch: Search;
}

/** The searches that are timed against one another. */
export interface Contenders extends Peers {
  /** The search as shipped. */
  readonly ours: Search;
}

/** Wires the contenders over an open index. Builds the index of MiniSearch. */
export async function openContenders(index: OpenIndex): Promise<Contenders> {
  const system = await systemOf(index);
  return { ...(await openPeers(index)), ours: (question, k) => system.search(question, k) };
}

/** Wires the peers over an open index. Builds the index of MiniSearch. */
export async function openPeers(index: OpenIndex): Promise<Peers> {
  const { store, words } = index;
  const titles = await titlesOf(store);
  const passages: Passage[] = [];
  for (const planId of titles.keys()) {
    passages.push(...(await store.passageRange(planId, 0, Number.MAX_SAFE_INTEGER)));
  }
  const peer = MiniSearchPeer.build(
    passages.map((passage) => likeOf(passage, titles)),
    words,
  );
  return {
    words: async (question, k) => {
      const found = await store.searchWords(words.split(question), {}, k);
      return (await store.passages(found.map(({ passageId }) => passageId))).map((passage) => likeOf(passage, titles));
    },
    miniSearch: (question, k) => Promise.resolve(peer.search(question, k)),
  };
}

/** Search by the embedding that was trained on the corpus, and nothing else. */
export async function openVectorSearch({ store, words }: OpenIndex): Promise<Search> {
  const titles = await titlesOf(store);
  const embedder = await embedderOfStore(store, words);
  return async (question, k) => {
    const found = await store.searchVectors(await embedder.embedQuery(question), {}, k);
    return (await store.passages(found.map(({ passageId }) => passageId))).map((passage) => likeOf(passage, titles));
  };
}

async function titlesOf(store: OpenIndex['store']): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.plans()).map(({ id, title }) => [id, title]));
}

function likeOf({ planId, section, text }: Passage, titles: ReadonlyMap<string, string>): PassageLike {
  return { plan: titles.get(planId) ?? '', section, text };
}
