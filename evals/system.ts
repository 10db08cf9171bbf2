import { createHash } from 'node:crypto';
import { createAssistant } from '../bot/answer/assistant.ts';
import { loadCorpus } from '../corpus/load.ts';
import { buildIndex } from '../retrieval/build.ts';
import { loadLocalEmbedding } from '../retrieval/embed/local.ts';
import { readQuestion } from '../retrieval/query/question.ts';
import { loadSynonyms } from '../retrieval/query/synonyms.ts';
import { search, type SearchOptions } from '../retrieval/search.ts';
import type { EmbeddedStore } from '../retrieval/store/embedded-store.ts';
import { fingerprintOf } from '../retrieval/store/fingerprint.ts';
import { openStore, wordsOfStore } from '../retrieval/store/open.ts';
import { userWordsOf } from '../retrieval/words/user-words.ts';
import { createWords, type NamedWords } from '../retrieval/words/words.ts';
import type { System } from './run.ts';

/** Stages of the search that an ablation switches. Each is on or off as in the search's own defaults when absent. */
export interface Stages {
  readonly rerank?: boolean;
  readonly planFilter?: boolean;
  readonly synonyms?: boolean;
  /** Vector search with the embedding that was trained on the corpus. */
  readonly vectors?: boolean;
}

/** An index at hand, from which systems are made. */
export interface OpenedIndex {
  /** Plans by title, in the order of the index. */
  readonly plans: readonly string[];
  /** What the reader had to say of the corpus: files that could not be read, and warnings. */
  readonly warnings: readonly string[];
  /** The assistant and the search, with some stages switched. */
  system(stages?: Stages): Promise<System>;
  close(): Promise<void>;
}

/**
 * Reads a corpus, builds its index in `dataDir` unless it is there already, and opens it.
 * @param dirs folders or files of plans
 * @throws GuidaError as `loadCorpus`, `buildIndex` and `openStore` do
 */
export async function openIndex(dirs: readonly string[], dataDir: string): Promise<OpenedIndex> {
  const corpus = await loadCorpus(dirs);
  // Of what was understood, not of the files: an index that is kept between runs is built again when the reader changes.
  const sha256 = createHash('sha256').update(JSON.stringify(corpus.documents)).digest('hex');
  const fingerprint = fingerprintOf([{ file: 'documents', sha256 }], 'evals');
  await buildIndex(corpus, {
    dataDir,
    fingerprint,
    embedder: 'local',
    words: createWords({ userWords: userWordsOf(corpus) }),
  });
  const store = await openStore(dataDir);
  const words = await wordsOfStore(store);
  const plans = await store.plans();
  return {
    plans: plans.map((plan) => plan.title),
    warnings: [...corpus.failures.map(({ reason }) => reason), ...corpus.warnings],
    system: (stages = {}) => systemOf(store, words, stages),
    close: () => store.close(),
  };
}

async function systemOf(store: EmbeddedStore, words: NamedWords, stages: Stages): Promise<System> {
  const { vectors = false, ...switches } = stages;
  const options: SearchOptions = vectors ? { ...switches, vectors: await queryVectors(store, words) } : switches;
  const synonyms = loadSynonyms();
  const plans = await store.plans();
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const setUp = { store, words, synonyms, search: options };
  return {
    assistant: createAssistant(setUp),
    async search(question, k) {
      const evidence = await search(store, readQuestion(question, { plans, words, synonyms }), options);
      return evidence.slice(0, k).map(({ passage }) => ({
        plan: titles.get(passage.planId) ?? '',
        section: passage.section,
        text: passage.text,
      }));
    },
  };
}

async function queryVectors(store: EmbeddedStore, words: NamedWords): Promise<(text: string) => Promise<Float32Array>> {
  const embedder = loadLocalEmbedding(await store.localEmbedding(), words);
  return (text) => embedder.embedQuery(text);
}
