import { readQuestion, type Question } from '../../retrieval/query/question.ts';
import { loadSynonyms, type Synonyms } from '../../retrieval/query/synonyms.ts';
import type { PlanSummary, Store, Words } from '../../retrieval/types.ts';
import type { DraftDocument, DraftOptions } from '../answer/draft/types.ts';
import { writeDraft } from '../answer/draft/write-draft.ts';
import { pagesOf } from './docx/pages-of.ts';

/** What drafts are written from. */
export interface DraftWriterOptions {
  readonly store: Store;
  readonly words: Words;
  readonly synonyms?: Synonyms;
  /** Ids of the only plans that exist for whoever asks; absent: all. */
  readonly allowedPlans?: readonly string[];
}

/** Writes drafts over one index. */
export interface DraftWriter {
  readonly plans: readonly PlanSummary[];
  /** Undefined when the plans say nothing on the topic. */
  write(topic: string, options?: DraftOptions): Promise<DraftDocument | undefined>;
}

/** A writer over an open index: for the command, and for services that hand out files. */
export async function openDraftWriter(options: DraftWriterOptions): Promise<DraftWriter> {
  const { store, words, allowedPlans } = options;
  const synonyms = options.synonyms ?? loadSynonyms();
  const plans = (await store.plans()).filter(({ id }) => allowedPlans?.includes(id) ?? true);
  const read = (text: string): Question => readQuestion(text, { plans, words, synonyms });
  return {
    plans,
    write: (topic, draftOptions = {}) => writeDraft(topic, { pagesOf, ...draftOptions }, { store, plans, read }),
  };
}
