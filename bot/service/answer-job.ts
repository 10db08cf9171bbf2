import { randomUUID } from 'node:crypto';
import { isGuidaError } from '../../corpus/errors.ts';
import type { Answer, Turn } from '../answer/types.ts';
import type { AnswerEntry, Journal } from '../journal/types.ts';
import type { Access } from './access.ts';
import type { Lease, LiveIndex } from './live-index.ts';
import type { ChannelName, IncomingQuestion, ServiceEvent } from './types.ts';
import { WORDING } from './wording.ts';

/** Earlier turns that an answer may refer to. */
const TURNS = 10;

/** As what the charts of an answer are drawn for a channel. */
const PICTURES: Readonly<Partial<Record<ChannelName, 'svg' | 'png'>>> = { web: 'svg', slack: 'png' };

/** What answering one question takes. */
export interface AnswerJobContext {
  readonly index: Pick<LiveIndex, 'lease'>;
  readonly access: Access;
  readonly journal: Pick<Journal, 'turns' | 'record'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what went wrong on the way; the answer may have come about all the same. */
  readonly onFailure: (what: string, error: unknown) => void;
}

/** One question whose turn has come. */
export interface AnswerJob {
  readonly incoming: IncomingQuestion;
  readonly signal: AbortSignal;
  readonly waitedMs: number;
  readonly emit: (event: ServiceEvent) => void;
}

/** Answers a question from the plans its reader may see. Never throws; the last event emitted ends the answer. */
export async function answerOne(job: AnswerJob, context: AnswerJobContext): Promise<void> {
  const lease = context.index.lease();
  if (lease === undefined) {
    job.emit({ type: 'refused', reason: 'not-ready', text: WORDING.notReady });
    return;
  }
  try {
    await answerWith(lease, job, context);
  } catch (error) {
    // Given up: nobody reads what is said now.
    if (job.signal.aborted) return;
    context.onFailure('A question could not be answered.', error);
    const isClosed = isGuidaError(error) && error.code === 'access-rules';
    job.emit(
      isClosed
        ? { type: 'refused', reason: 'not-ready', text: WORDING.notReady }
        : { type: 'refused', reason: 'failed', text: WORDING.failed },
    );
  } finally {
    lease.release();
  }
}

async function answerWith({ index }: Lease, job: AnswerJob, context: AnswerJobContext): Promise<void> {
  const { incoming, signal, waitedMs, emit } = job;
  const { reader, text } = incoming;
  const startedAt = context.now();
  const plans = await index.store.plans();
  const visible = new Set(context.access.visible(reader, plans).map(({ id }) => id));
  const turns = incoming.history ?? (await earlierTurns(incoming, visible, context));
  const allowed = visible.size === plans.length ? {} : { allowedPlans: [...visible] };
  const pictures = PICTURES[reader.channel];
  const options = { signal, ...allowed, ...(pictures === undefined ? {} : { pictures }) };
  for await (const event of index.assistant.ask(text, turns, options)) {
    if (event.type !== 'done') {
      emit(event);
      continue;
    }
    const tookMs = context.now() - startedAt;
    const answerId = randomUUID();
    const { answer, pictures: drawn } = event;
    await recordAnswer(
      { ...entryOf(incoming, answer), answerId, generation: index.generation, waitedMs, tookMs, at: context.now() },
      context,
    );
    emit({ type: 'answered', answerId, answer, ...(drawn ? { pictures: drawn } : {}) });
    return;
  }
  throw new Error('The assistant ended without an answer.');
}

/** Turns of the conversation that rest on nothing but plans the reader may still see. */
async function earlierTurns(
  { reader, conversationId }: IncomingQuestion,
  visible: ReadonlySet<string>,
  { journal, onFailure }: AnswerJobContext,
): Promise<readonly Turn[]> {
  try {
    const turns = await journal.turns(reader, conversationId, TURNS);
    return turns
      .filter(({ planIds }) => planIds.every((id) => visible.has(id)))
      .map(({ question, answer }) => ({ question, answer }));
  } catch (error) {
    // A question that stands by itself can still be answered.
    onFailure('The conversation could not be read.', error);
    return [];
  }
}

async function recordAnswer(entry: AnswerEntry, { journal, onFailure }: AnswerJobContext): Promise<void> {
  try {
    await journal.record(entry);
  } catch (error) {
    // The answer is verified; that it was given goes unrecorded.
    onFailure('An answer could not be recorded.', error);
  }
}

function entryOf(
  { reader, conversationId, eventId, text }: IncomingQuestion,
  answer: Answer,
): Pick<AnswerEntry, 'reader' | 'conversationId' | 'eventId' | 'question' | 'answer'> {
  return { reader, conversationId, eventId, question: text, answer };
}
