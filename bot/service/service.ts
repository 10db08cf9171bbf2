import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Journal } from '../journal/types.ts';
import type { Access } from './access.ts';
import { answerOne, type AnswerJobContext } from './answer-job.ts';
import { draftOne } from './draft-job.ts';
import { ConversationOrder } from './conversation-order.ts';
import { EventBuffer } from './event-buffer.ts';
import type { LiveIndex } from './live-index.ts';
import { otherReplicasDone } from './other-replicas.ts';
import { createPlanBrowser } from './plan-browser.ts';
import { createQuestionLimits } from './question-limits.ts';
import type {
  AnswerService,
  ChannelName,
  Feedback,
  IncomingQuestion,
  Reader,
  RefusalReason,
  ServiceEvent,
} from './types.ts';
import { WORDING } from './wording.ts';

/** How an answer ended. */
export type Outcome = 'answered' | 'declined' | 'given-up' | RefusalReason;

/** What the service tells of its work. Nothing of it holds a word of a question or an answer. */
export interface ServiceObserver {
  /** A question has had its answer, or its refusal. Times in milliseconds. */
  onAnswer(done: { channel: ChannelName; outcome: Outcome; waitedMs: number; tookMs: number; eventId: string }): void;
  onFeedback(feedback: Pick<Feedback, 'verdict'> & { readonly channel: ChannelName }): void;
  /** Something went wrong that an operator should know of. */
  onFailure(what: string, error: unknown): void;
}

/** What `createAnswerService` takes. */
export interface AnswerServiceOptions {
  readonly journal: Journal;
  readonly index: Pick<LiveIndex, 'lease'>;
  readonly access: Access;
  readonly observer: ServiceObserver;
  /** Of one person; a room may ask three times as many. */
  readonly questionsPerMinute: number;
  /** Answers at a time. Default 2: without a model an answer is nothing but computing. */
  readonly concurrency?: number;
  /** Questions that may wait their turn. Default 200. */
  readonly mostWaiting?: number;
  /** How long a question waits before its reader is told so, milliseconds. Default 800. */
  readonly patienceMs?: number;
  /** Start of the addresses of passages; absent: they have none. */
  readonly publicUrl?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The service while it runs. */
export interface RunningService extends AnswerService {
  /** Questions that wait their turn, and that are being answered. */
  load(): { readonly waiting: number; readonly running: number };
  /** Refuses new questions, finishes those taken within `graceMs`, gives up the rest. */
  stop(graceMs: number): Promise<void>;
}

/** Answers the questions of all channels, a few at a time, each conversation in its order. */
export function createAnswerService(options: AnswerServiceOptions): RunningService {
  const { journal, observer, concurrency = 2, mostWaiting = 200, patienceMs = 800, now = Date.now } = options;
  const queue = new PQueue({ concurrency });
  const order = new ConversationOrder();
  const limits = createQuestionLimits(options.questionsPerMinute);
  /** Answers that are under way, so that they can be given up. */
  const underWay = new Set<AbortController>();
  /** Events that could not be kept, by what they are told apart with. */
  const unkept = new Set<string>();
  const context: AnswerJobContext = {
    ...options,
    now,
    onFailure: (what, error) => {
      observer.onFailure(what, error);
    },
  };
  const onFailure = (error: unknown): void => {
    observer.onFailure('Plans could not be shown.', error);
  };
  let isStopping = false;
  let hasStopped = false;
  let waiting = 0;
  let running = 0;

  /** The store of the journal, with a value instead of its failure. */
  const kept = async <T>(what: string, work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      observer.onFailure(what, error);
      return otherwise;
    }
  };

  const refusalOf = async (incoming: IncomingQuestion): Promise<ServiceEvent | undefined> => {
    const refuse = (reason: RefusalReason, text: string): ServiceEvent => ({ type: 'refused', reason, text });
    if (isStopping) return refuse('stopping', WORDING.stopping);
    if (unkept.has(eventKey(incoming))) return refuse('failed', WORDING.failed);
    const tooMany = await limits.count(incoming.reader);
    return tooMany === undefined ? undefined : refuse('too-many-questions', tooMany);
  };

  async function* answer(incoming: IncomingQuestion, signal: AbortSignal): AsyncGenerator<ServiceEvent> {
    const place = order.enter(conversationKey(incoming));
    try {
      const refusal = await refusalOf(incoming);
      if (refusal) {
        yield refusal;
        return;
      }
      // Between this look and its place among the waiting nothing may come, so there is no await.
      if (waiting + running >= mostWaiting + concurrency) {
        yield { type: 'refused', reason: 'queue-full', text: WORDING.queueFull };
        return;
      }
      yield* inTurn(incoming, place.before, signal);
    } finally {
      place.leave();
    }
  }

  async function* inTurn(
    incoming: IncomingQuestion,
    before: Promise<void> | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ServiceEvent> {
    const events = new EventBuffer<ServiceEvent>();
    const ahead = waiting + running;
    const enteredAt = now();
    let hasBegun = false;
    const begin = (): void => {
      if (!hasBegun) waiting -= 1;
      hasBegun = true;
    };
    waiting += 1;
    const begun = new Promise<void>((resolve) => {
      void (async () => {
        await Promise.race([before, aborted(signal)]);
        await otherReplicasDone(incoming, { journal, signal, onFailure: context.onFailure });
        await queue.add(async () => {
          begin();
          resolve();
          if (signal.aborted) return;
          const emit = (event: ServiceEvent): void => {
            events.push(event);
          };
          running += 1;
          await answerOne({ incoming, signal, waitedMs: now() - enteredAt, emit }, context);
          running -= 1;
        });
        events.end();
      })();
    });
    void aborted(signal).then(() => {
      events.end();
    });
    try {
      const isPatient = ahead === 0 && before === undefined;
      if (!isPatient && !(await isWithin(begun, patienceMs, signal))) {
        yield { type: 'queued', ahead: Math.max(1, ahead), text: WORDING.queued(Math.max(1, ahead)) };
      }
      yield* events;
    } finally {
      begin();
    }
  }

  return {
    async take(incoming) {
      const key = eventKey(incoming);
      if (unkept.has(key)) return false;
      try {
        return await journal.take(incoming, now());
      } catch (error) {
        observer.onFailure('An event could not be kept.', error);
        unkept.add(key);
        if (unkept.size > MOST_UNKEPT) unkept.delete(unkept.values().next().value ?? '');
        return true;
      }
    },

    async *answer(incoming, { signal } = {}) {
      const controller = new AbortController();
      const giveUp = (): void => {
        controller.abort();
      };
      underWay.add(controller);
      // A channel may give all its answers one signal.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', giveUp);
      if (hasStopped || signal?.aborted === true) giveUp();
      const startedAt = now();
      let outcome: Outcome = 'given-up';
      let firstAt: number | undefined;
      try {
        for await (const event of answer(incoming, controller.signal)) {
          if (event.type === 'status' || event.type === 'text') firstAt ??= now();
          outcome = outcomeOf(event) ?? outcome;
          yield event;
        }
        if (outcome === 'given-up' && hasStopped) {
          outcome = 'stopping';
          yield { type: 'refused', reason: 'stopping', text: WORDING.stopping };
        }
      } finally {
        giveUp();
        signal?.removeEventListener('abort', giveUp);
        underWay.delete(controller);
        const waitedMs = (firstAt ?? now()) - startedAt;
        const { channel } = incoming.reader;
        observer.onAnswer({
          channel,
          outcome,
          waitedMs,
          tookMs: now() - startedAt - waitedMs,
          eventId: incoming.eventId,
        });
      }
    },

    draft: (reader, order) =>
      draftOne(reader, order, { ...context, limits, queue, mostWaiting, isStopping: () => isStopping }),
    mark: ({ channel }, eventId, state, replyTo) =>
      kept('The state of an event could not be kept.', journal.mark(channel, eventId, state, replyTo), undefined),
    unfinished: (channel) => kept('Open events could not be read.', journal.unfinished(channel), []),
    knowsConversation: (reader, conversationId) =>
      kept('A conversation could not be looked up.', journal.knowsConversation(reader, conversationId), false),
    async feedback(feedback) {
      const isKept = await kept('Feedback could not be kept.', journal.feedback(feedback, now()), false);
      if (isKept) observer.onFeedback({ channel: feedback.reader.channel, verdict: feedback.verdict });
      return isKept;
    },
    answerTo: (channel, eventId) =>
      kept('An answer could not be looked up.', journal.answerTo(channel, eventId), undefined),
    lastAnswer: (reader, conversationId) =>
      kept('An answer could not be looked up.', journal.lastAnswer(reader, conversationId), undefined),
    ...createPlanBrowser({ ...options, onFailure }),

    load: () => ({ waiting, running }),
    async stop(graceMs) {
      isStopping = true;
      const end = new AbortController();
      const isIdle = (): boolean => waiting === 0 && running === 0;
      await Promise.race([allDone(isIdle, end.signal), delay(graceMs, undefined, { signal: end.signal })]);
      end.abort();
      hasStopped = true;
      for (const controller of underWay) controller.abort();
      await queue.onIdle();
    },
  };
}

/** Events that could not be kept are remembered up to this many, so that a redelivery is known. */
const MOST_UNKEPT = 10_000;

function eventKey({ reader, eventId }: IncomingQuestion): string {
  return JSON.stringify([reader.channel, eventId]);
}

function conversationKey({ reader, conversationId }: IncomingQuestion): string {
  const { channel, roomId, userId }: Reader = reader;
  return JSON.stringify([channel, roomId ?? null, roomId === undefined ? userId : null, conversationId]);
}

function outcomeOf(event: ServiceEvent): Outcome | undefined {
  if (event.type === 'refused') return event.reason;
  if (event.type === 'answered') return event.answer.declined ? 'declined' : 'answered';
  return undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

async function isWithin(done: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const end = new AbortController();
  const late = delay(milliseconds, false, { signal: AbortSignal.any([signal, end.signal]) }).catch(() => true);
  const isDone = await Promise.race([done.then(() => true), late]);
  end.abort();
  return isDone;
}

/** Whoever waits for an earlier question of its conversation is not in the queue yet, so its idleness says too little. */
async function allDone(isIdle: () => boolean, signal: AbortSignal): Promise<void> {
  while (!isIdle() && !signal.aborted) await delay(10);
}
