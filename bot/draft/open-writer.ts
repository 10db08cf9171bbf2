import { readQuestion, type Question } from '../../retrieval/query/question.ts';
import { loadSynonyms, type Synonyms } from '../../retrieval/query/synonyms.ts';
import type { PlanSummary, Store, Words } from '../../retrieval/types.ts';
import type { DraftProse } from '../answer/draft/prose/draft-prose.ts';
import { roomLike } from '../answer/draft/prose/room.ts';
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
  /** Words drafts with a chat model; absent: their sentences are clauses of the plans. */
  readonly prose?: DraftProse;
}

/** Writes drafts over one index. */
export interface DraftWriter {
  readonly plans: readonly PlanSummary[];
  /** Undefined when the plans say nothing on the topic. */
  write(topic: string, options?: DraftOptions): Promise<DraftDocument | undefined>;
}

/** A writer over an open index: for the command, and for services that hand out files. */
export async function openDraftWriter(options: DraftWriterOptions): Promise<DraftWriter> {
  const { store, words, allowedPlans, prose } = options;
  const synonyms = options.synonyms ?? loadSynonyms();
  const plans = (await store.plans()).filter(({ id }) => allowedPlans?.includes(id) ?? true);
  const read = (text: string): Question => readQuestion(text, { plans, words, synonyms });
  return {
    plans,
    async write(topic, wanted = {}) {
      const draftOptions = { pagesOf, forModel: prose !== undefined, ...wanted };
      const draft = await writeDraft(topic, draftOptions, { store, plans, read });
      if (!draft || !prose) return draft;
      return prose.write(draft, { context: { store, plans }, fits: roomLike(draft, topic, draftOptions) });
    },
  };
}
