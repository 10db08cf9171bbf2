import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanDocument } from '../../corpus/types.ts';
import { temporaryIndex, words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from '../answer/assistant.ts';
import { inventedPlans } from '../answer/invented-plans.fixture.ts';
import type { Answer, Assistant } from '../answer/types.ts';
import { JOURNAL_FILE, openEmbeddedJournal } from '../journal/embedded-journal.ts';
import type { Journal } from '../journal/types.ts';
import { openAccess, type Access } from './access.ts';
import { createAnswerService, type AnswerServiceOptions, type Outcome, type RunningService } from './service.ts';
import type { IncomingQuestion, ServiceEvent } from './types.ts';

/** A service over a real index and a real journal, in a folder of its own. */
export interface OpenedService {
  readonly service: RunningService;
  readonly journal: Journal;
  readonly folder: string;
  /** What went wrong, as an operator is told. */
  readonly failures: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Sets whether there is an index. */
  readonly setReady: (isReady: boolean) => void;
  close(): Promise<void>;
}

/** What `openService` takes besides what the service does. */
export interface OpenServiceOptions extends Partial<
  Omit<AnswerServiceOptions, 'journal' | 'index' | 'access' | 'observer'>
> {
  readonly documents?: readonly PlanDocument[];
  readonly access?: Access;
  /** Stands before the assistant. */
  readonly wrap?: (assistant: Assistant) => Assistant;
  readonly wrapJournal?: (journal: Journal) => Journal;
}

/** Opens a service. */
export async function openService(options: OpenServiceOptions = {}): Promise<OpenedService> {
  const { documents = inventedPlans(), access = openAccess(), wrap, wrapJournal } = options;
  const folder = mkdtempSync(join(tmpdir(), 'guida-service-'));
  const { store, close } = await temporaryIndex(documents);
  const journal = openEmbeddedJournal(join(folder, JOURNAL_FILE));
  const plain = createAssistant({ store, words });
  const assistant = wrap?.(plain) ?? plain;
  const failures: string[] = [];
  const outcomes: Outcome[] = [];
  let isReady = true;
  const service = createAnswerService({
    questionsPerMinute: 100_000,
    ...options,
    journal: wrapJournal?.(journal) ?? journal,
    access,
    index: {
      lease: () =>
        isReady ? { index: { generation: store.generation, store, assistant }, release: () => undefined } : undefined,
    },
    observer: {
      onAnswer: ({ outcome }) => outcomes.push(outcome),
      onFeedback: () => undefined,
      onFailure: (what) => failures.push(what),
    },
  });
  return {
    service,
    journal,
    folder,
    failures,
    outcomes,
    setReady: (ready) => (isReady = ready),
    async close() {
      await service.stop(0);
      await journal.close();
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

let events = 0;

/** A question of one person on the web, in a conversation of its own. */
export function questionOf(text: string, changes: Partial<IncomingQuestion> = {}): IncomingQuestion {
  events += 1;
  return {
    reader: { channel: 'web', userId: 'alice' },
    eventId: `event-${events}`,
    conversationId: `conversation-${events}`,
    text,
    replyTo: {},
    ...changes,
  };
}

/** Takes and answers a question. */
export async function eventsOf(
  service: RunningService,
  incoming: IncomingQuestion,
  signal?: AbortSignal,
): Promise<readonly ServiceEvent[]> {
  await service.take(incoming);
  const found: ServiceEvent[] = [];
  for await (const event of service.answer(incoming, signal ? { signal } : {})) found.push(event);
  return found;
}

/** The answer to a question, or the reason for which there is none. */
export async function answerOf(service: RunningService, incoming: IncomingQuestion): Promise<Answer | string> {
  const last = (await eventsOf(service, incoming)).at(-1);
  if (last?.type === 'answered') return last.answer;
  return last?.type === 'refused' ? last.reason : 'nothing';
}
