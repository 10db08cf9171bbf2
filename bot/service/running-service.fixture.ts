import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanDocument } from '../../corpus/types.ts';
import { temporaryIndex, words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { createAssistant } from '../answer/assistant.ts';
import { inventedPlans } from '../answer/invented-plans.fixture.ts';
import type { Answer, Assistant } from '../answer/types.ts';
import { createDrafter } from '../draft/drafter.ts';
import { JOURNAL_FILE, openEmbeddedJournal } from '../journal/embedded-journal.ts';
import type { Journal } from '../journal/types.ts';
import { openAccess } from './access.ts';
import { createAnswerService, type AnswerServiceOptions, type Outcome, type RunningService } from './service.ts';
import type { Feedback, IncomingQuestion, ServiceEvent } from './types.ts';

/** Plans that a draft can be written from, for the tests of channels. */
export { DRAFT_PLANS } from '../answer/draft/drafts.fixture.ts';

/** A service over a real index and a real journal, in a folder of its own. */
export interface OpenedService {
  /** The one that was opened last. */
  readonly service: RunningService;
  readonly journal: Journal;
  readonly folder: string;
  /** What went wrong, as an operator is told. */
  readonly failures: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Sets whether there is an index. */
  readonly setReady: (isReady: boolean) => void;
  /** Ends the service and its journal, and opens them anew over the same index and folder. */
  restart(): Promise<RunningService>;
  close(): Promise<void>;
}

/** Name of the file of rules in the folder of a service that was opened with rules. */
export const ACCESS_FILE = 'access.yaml';

/** What `openService` takes besides what the service does. */
export interface OpenServiceOptions extends Partial<
  Omit<AnswerServiceOptions, 'journal' | 'index' | 'access' | 'observer'>
> {
  readonly documents?: readonly PlanDocument[];
  /** Written to `ACCESS_FILE` of the service's folder. Default: every plan is everyone's. */
  readonly rules?: string;
  /** Stands before the assistant. */
  readonly wrap?: (assistant: Assistant) => Assistant;
  readonly wrapJournal?: (journal: Journal) => Journal;
}

/** Opens a service. */
export async function openService(options: OpenServiceOptions = {}): Promise<OpenedService> {
  const { documents = inventedPlans(), rules, wrap, wrapJournal } = options;
  const folder = mkdtempSync(join(tmpdir(), 'guida-service-'));
  const file = join(folder, ACCESS_FILE);
  if (rules !== undefined) writeFileSync(file, rules);
  const access = openAccess(rules === undefined ? {} : { file });
  const { store, close } = await temporaryIndex(documents);
  const plain = createAssistant({ store, words });
  const assistant = wrap?.(plain) ?? plain;
  const drafter = createDrafter({ store, words });
  const failures: string[] = [];
  const outcomes: Outcome[] = [];
  let isReady = true;
  const start = () => {
    const journal = openEmbeddedJournal(join(folder, JOURNAL_FILE));
    const service = createAnswerService({
      questionsPerMinute: 100_000,
      ...options,
      journal: wrapJournal?.(journal) ?? journal,
      access,
      index: {
        lease: () =>
          isReady
            ? { index: { generation: store.generation, store, assistant, drafter }, release: () => undefined }
            : undefined,
      },
      observer: {
        onAnswer: ({ outcome }) => outcomes.push(outcome),
        onFeedback: () => undefined,
        onFailure: (what) => failures.push(what),
      },
    });
    const end = async (): Promise<void> => {
      await service.stop(0);
      await journal.close();
    };
    return { journal, service, end };
  };
  let running = start();
  return {
    get service() {
      return running.service;
    },
    get journal() {
      return running.journal;
    },
    folder,
    failures,
    outcomes,
    setReady: (ready) => (isReady = ready),
    async restart() {
      await running.end();
      running = start();
      return running.service;
    },
    async close() {
      await running.end();
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

/** What the journal has of feedback: the question it is about, the verdict and its reason, and who gave it. */
export async function judgements(
  journal: Journal,
): Promise<readonly (Pick<Feedback, 'verdict' | 'reason'> & { readonly question: string; readonly userId: string })[]> {
  const found = [];
  for await (const { feedback, entry } of journal.judged(0)) {
    const { verdict, reason, reader } = feedback;
    found.push({
      question: entry.question,
      userId: reader.userId,
      verdict,
      ...(reason === undefined ? {} : { reason }),
    });
  }
  return found;
}
