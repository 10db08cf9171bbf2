import PQueue from 'p-queue';
import { loadPrompt } from '../../../../prompts/load.ts';
import type { Synonyms } from '../../../../retrieval/query/synonyms.ts';
import type { Words } from '../../../../retrieval/types.ts';
import type { AnswerContext } from '../../look-up.ts';
import type { ChatEndpoint } from '../../model/chat-endpoint.ts';
import type { ModelNotice } from '../../model/model-answering.ts';
import { createProseGate } from '../../model/verify-prose.ts';
import { createVocabulary } from '../../model/vocabulary.ts';
import { withNotWritten } from '../manner.ts';
import type { DraftDocument } from '../types.ts';
import { numberClauses } from './numbered-clauses.ts';
import { placeProse } from './place-prose.ts';
import { writeSection } from './write-section.ts';

/** What writing drafts with a model takes. */
export interface DraftProseOptions {
  readonly endpoint: ChatEndpoint;
  readonly words: Words;
  readonly synonyms: Synonyms;
  /** A draft is written within this, in milliseconds, where its order says nothing else. @default 50000 */
  readonly deadlineMs?: number;
  /** Sections that are asked for at a time. @default 3 */
  readonly concurrency?: number;
  readonly notice?: (notice: ModelNotice) => void;
}

/** One draft that is to be written. */
export interface ProseOrder {
  readonly context: Pick<AnswerContext, 'store' | 'plans'>;
  /** Whether a draft is short enough. */
  readonly fits: (draft: DraftDocument) => boolean;
  /** Until when, in milliseconds of `Date.now()`. Default: the deadline from now. */
  readonly until?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Lets a model write the paragraphs of a draft. */
export interface DraftProse {
  /**
   * The draft with paragraphs as a model has written them: sentences that the gate lets through and that say what the
   * clauses said, else the clauses. Headings, tables and charts stay. The draft says itself how it came about.
   * @throws what the store throws; the reason of the signal
   */
  write(draft: DraftDocument, order: ProseOrder): Promise<DraftDocument>;
}

const prompt = loadPrompt('draft');

/** Writing drafts with a model behind an endpoint, section by section, a few at a time. */
export function createDraftProse(options: DraftProseOptions): DraftProse {
  const { endpoint, words, synonyms, deadlineMs = 50_000, concurrency = 3, notice = () => undefined } = options;
  const vocabulary = createVocabulary(words, synonyms);
  return {
    async write(draft, { context, fits, until = Date.now() + deadlineMs, signal }) {
      const { plans, store } = context;
      const sections = await numberClauses(draft, store);
      if (sections.every(({ paragraphs }) => paragraphs.length === 0)) return draft;
      const gate = createProseGate({ plans, vocabulary });
      const queue = new PQueue({ concurrency });
      const common = { title: draft.title, prompt, endpoint, gate, plans, notice, limits: { until, signal } };
      const prose = await queue.addAll(sections.map((section) => () => writeSection({ ...common, section })));
      // Sections fail alike: each kind of failure is told once.
      const failures = new Map(prose.flatMap(({ failure }) => failure ?? []).map((failure) => [failure.kind, failure]));
      for (const failure of failures.values()) notice({ type: 'failed', failure });
      const asked: DraftDocument = { ...draft, model: { name: endpoint.model, prompt: prompt.version } };
      const written = prose.map((section) => section.written);
      const placed = placeProse({ draft: asked, sections, written, vocabulary, fits });
      if (placed.manner !== 'by-rules') return placed;
      return withNotWritten(placed, failures.size > 0 ? 'noAnswer' : 'notBorneOut');
    },
  };
}
