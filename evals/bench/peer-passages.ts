import { loadCorpus } from '../../corpus/load.ts';
import { userWordsOf } from '../../retrieval/words/user-words.ts';
import type { PassageLike } from '../metrics/evidence.ts';

/** What the peer indexes, and the words that are to be split with: read just as our own program reads plans. */
export interface PeerPassages {
  readonly passages: readonly PassageLike[];
  readonly userWords: readonly string[];
}

/** @param dirs folders or files of plans */
export async function readPeerPassages(dirs: readonly string[]): Promise<PeerPassages> {
  const corpus = await loadCorpus(dirs);
  const passages = corpus.documents.flatMap(({ plan, passages: own }) =>
    own.map(({ section, text }) => ({ plan: plan.title, section, text })),
  );
  return { passages, userWords: userWordsOf(corpus) };
}
