import { afterAll, afterEach, beforeAll } from 'vitest';
import type { PlanDocument } from '../../../../corpus/types.ts';
import { loadSynonyms } from '../../../../retrieval/query/synonyms.ts';
import { words } from '../../../../retrieval/rank/temporary-index.fixture.ts';
import type { AnswerContext } from '../../look-up.ts';
import { createChatEndpoint, type ChatEndpointOptions } from '../../model/chat-endpoint.ts';
import { CANARY_KEY } from '../../model/model-assistant.fixture.ts';
import type { ModelNotice } from '../../model/model-answering.ts';
import { startStandIn, type StandIn } from '../../model/stand-in.fixture.ts';
import { draftContext } from '../drafts.fixture.ts';
import type { DraftDocument, DraftOptions, DraftSentence } from '../types.ts';
import { writeDraft } from '../write-draft.ts';
import { createDraftProse } from './draft-prose.ts';
import { roomLike } from './room.ts';
import { paraphrase } from './stand-in-prose.fixture.ts';

/** A draft without a model and with one, and what was taken notice of. */
export interface Worded {
  readonly plain: DraftDocument;
  readonly worded: DraftDocument;
  readonly notices: readonly ModelNotice[];
}

/** How a draft is worded. */
export type WordOptions = Partial<ChatEndpointOptions> & {
  readonly length?: DraftOptions['length'];
  readonly deadlineMs?: number;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
};

/** Invented plans, a stand-in of a chat endpoint, and drafts that use both. */
export interface ProseTestbed {
  readonly context: AnswerContext;
  readonly standIn: StandIn;
  readonly word: (topic: string, options?: WordOptions) => Promise<Worded>;
}

/** Sets a testbed up for a file of tests. Its stand-in paraphrases before each. @param documents default: `DRAFT_PLANS` */
export function useProse(documents?: readonly PlanDocument[]): ProseTestbed {
  let opened: Awaited<ReturnType<typeof draftContext>> | undefined;
  let standIn: StandIn | undefined;
  beforeAll(async () => {
    [opened, standIn] = await Promise.all([draftContext(documents), startStandIn()]);
    standIn.always(paraphrase);
  });
  afterEach(() => standIn?.always(paraphrase));
  afterAll(async () => {
    await Promise.all([opened?.close(), standIn?.close()]);
  });
  const open = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the testbed is there once tests run');
    return part;
  };
  return {
    get context() {
      return open(opened).context;
    },
    get standIn() {
      return open(standIn);
    },
    async word(topic, { length, deadlineMs, concurrency, signal, ...endpointOptions } = {}) {
      const { context } = open(opened);
      const options = length ? { length } : {};
      const plain = await writeDraft(topic, options, context);
      if (!plain) throw new Error(`no draft of ${topic}`);
      const endpoint = createChatEndpoint({
        model: 'stand-in',
        apiKey: CANARY_KEY,
        baseURL: open(standIn).baseURL,
        firstPieceMs: 10_000,
        idleMs: 5000,
        failures: 1000,
        ...endpointOptions,
      });
      const notices: ModelNotice[] = [];
      const prose = createDraftProse({
        endpoint,
        words,
        synonyms: loadSynonyms(),
        notice: (notice) => notices.push(notice),
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        ...(concurrency === undefined ? {} : { concurrency }),
      });
      const fits = roomLike(plain, topic, options);
      return { plain, worded: await prose.write(plain, { context, fits, signal }), notices };
    },
  };
}

/** The sentences of a draft's paragraphs. */
export function proseOf({ sections }: DraftDocument): readonly DraftSentence[] {
  return sections.flatMap(({ paragraphs }) => paragraphs.flatMap(({ sentences }) => sentences));
}
