import { createAssistant } from '../bot/answer/assistant.ts';
import type { LookedUp } from '../bot/answer/look-up.ts';
import { createLog } from '../bot/log.ts';
import { openIndex, type OpenIndex } from '../bot/open-index.ts';
import { openModel } from '../bot/open-model.ts';
import type { Progress } from '../bot/progress.ts';
import { readSettings } from '../bot/settings.ts';
import { loadLocalEmbedding } from '../retrieval/embed/local.ts';
import { readQuestion } from '../retrieval/query/question.ts';
import { loadSynonyms, type Synonyms } from '../retrieval/query/synonyms.ts';
import { search, type Evidence, type SearchOptions } from '../retrieval/search.ts';
import type { PassageLike } from './metrics/evidence.ts';
import type { System } from './run.ts';

/** Stages of the search that an ablation switches. Each is on or off as in the search's own defaults when absent. */
export interface Stages {
  readonly rerank?: boolean;
  readonly planFilter?: boolean;
  readonly synonyms?: boolean;
  /** Vector search with the embedding that was trained on the corpus. */
  readonly vectors?: boolean;
  /** Answers written by the chat model of the settings. Off by default. */
  readonly model?: boolean;
}

const SILENT: Progress = { start: () => undefined, update: () => undefined, stop: () => undefined };

/**
 * Opens the index of a corpus as the program does, and builds it first unless it is there.
 * @param corpus folders or files of plans
 * @throws GuidaError as the program's `openIndex`
 */
export function openCorpus(corpus: readonly string[], data: string): Promise<OpenIndex> {
  const log = createLog({ write: (line) => process.stderr.write(line) });
  return openIndex({ corpus, data, log, progress: SILENT });
}

/** The assistant and the search over an index, with some stages switched. */
export async function systemOf(index: OpenIndex, stages: Stages = {}): Promise<System> {
  const { store, words } = index;
  const { vectors = false, model = false, ...switches } = stages;
  const options: SearchOptions = vectors ? { ...switches, vectors: await queryVectors(index) } : switches;
  const synonyms = loadSynonyms();
  const plans = await store.plans();
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const passagesOf = (evidence: readonly Evidence[], k: number): readonly PassageLike[] =>
    evidence.slice(0, k).map(({ passage }) => ({
      plan: titles.get(passage.planId) ?? '',
      section: passage.section,
      text: passage.text,
    }));
  const lookUps: LookedUp[] = [];
  const onLookUp = (lookedUp: LookedUp): void => {
    lookUps.push(lookedUp);
  };
  const chat = model ? await chatModel(index, synonyms) : undefined;
  const assistant = createAssistant({
    store,
    words,
    synonyms,
    search: options,
    onLookUp,
    ...(chat && { model: chat }),
  });
  return {
    assistant: {
      ask(...turn) {
        lookUps.length = 0;
        return assistant.ask(...turn);
      },
    },
    lookedUp(understood, k) {
      const first = lookUps.find(({ question, planIds }) => !planIds && understood.endsWith(question.text));
      return first && passagesOf(first.evidence, k);
    },
    async search(question, k) {
      return passagesOf(await search(store, readQuestion(question, { plans, words, synonyms }), options), k);
    },
  };
}

async function chatModel({ words }: OpenIndex, synonyms: Synonyms): ReturnType<typeof openModel> {
  const log = createLog({ write: (line) => process.stderr.write(line) });
  return openModel(readSettings({ environment: process.env, folder: process.cwd() }), { words, synonyms }, log);
}

async function queryVectors({ store, words }: OpenIndex): Promise<(text: string) => Promise<Float32Array>> {
  const embedder = loadLocalEmbedding(await store.localEmbedding(), words);
  return (text) => embedder.embedQuery(text);
}
