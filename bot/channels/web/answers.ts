import { setMaxListeners } from 'node:events';
import type { Log } from '../../log.ts';
import type { AnswerService, IncomingQuestion, RefusalReason, ServiceEvent } from '../../service/types.ts';

/** What `createAnswers` takes. */
export interface AnswersOptions {
  readonly service: AnswerService;
  readonly log: Pick<Log, 'warn'>;
  readonly now: () => number;
  /** How long a finished answer is kept for a browser that lost its connection, milliseconds. Default 10 minutes. */
  readonly keepMs?: number;
  /** How many finished answers are kept at most. Default 500. */
  readonly keepMost?: number;
}

/** An answer that is being written or was written lately. Whoever asks again with the same event id reads it again. */
export interface Reply {
  /**
   * All events from the first one on, as they come. Ends after `answered` or `refused`; without either when the program
   * stops before: the question stays open, and the next run answers it.
   */
  events(): AsyncGenerator<ServiceEvent>;
  /** The last event has reached a browser. */
  delivered(): Promise<void>;
}

/** Answers of the web page, by reader and event id. */
export interface Answers {
  /** @returns a word instead of the reply when the answer is no longer kept, or when no more are taken */
  ask(incoming: IncomingQuestion): Promise<Reply | 'answered-before' | 'stopping'>;
  /** Takes up what the last run left open. */
  resume(): Promise<void>;
  /** Takes no more, waits for those being written for at most `graceMs`, then gives them up. */
  stop(graceMs: number): Promise<void>;
  /** How many are being written. */
  readonly running: number;
}

const KEEP_MS = 10 * 60_000;
const KEEP_MOST = 500;
const FAILED = '回答时出了问题，请稍后再问一次。';

/**
 * Answers each event once and keeps the answer for a while: a browser whose connection was cut, or that finds the
 * program restarted, asks again with the same event id and reads the same answer.
 */
export function createAnswers(options: AnswersOptions): Answers {
  const { service, log, now, keepMs = KEEP_MS, keepMost = KEEP_MOST } = options;
  const held = new Map<string, Promise<LiveReply | undefined>>();
  /** Finished ones, oldest first. */
  const finished = new Map<string, { readonly reply: LiveReply; readonly until: number }>();
  /** Taken, and without an answer that could be read: answered when a browser asks for them again. */
  const left = new Map<string, IncomingQuestion>();
  const writing = new Set<LiveReply>();
  const giveUp = new AbortController();
  // Every answer under way listens to it: that is no leak, which Node would warn of.
  setMaxListeners(0, giveUp.signal);
  let isStopping = false;

  const settle = async ({ reader, eventId }: IncomingQuestion): Promise<void> => {
    try {
      await service.mark(reader, eventId, 'settled');
    } catch (error) {
      log.warn('A reply on the web page could not be marked as settled.', error);
    }
  };

  const forgetOld = (): void => {
    for (const [key, { reply, until }] of finished) {
      if (finished.size <= keepMost && until > now()) return;
      finished.delete(key);
      held.delete(key);
      void reply.delivered();
    }
  };

  const write = (key: string, incoming: IncomingQuestion, { isTakenUp = false } = {}): LiveReply => {
    const reply = new LiveReply(() => settle(incoming));
    writing.add(reply);
    const finish = async (): Promise<void> => {
      try {
        for await (const event of service.answer(incoming, { signal: giveUp.signal })) {
          // It stays open: this run or the next one answers it when the browser asks again, which it does by itself.
          if (event.type === 'refused' && isForLater(event.reason, isTakenUp)) break;
          if (event.type === 'answered') await service.mark(incoming.reader, incoming.eventId, 'sending');
          reply.add(event);
        }
        if (!reply.isWhole) reply.cut();
      } catch (error) {
        log.warn('A question on the web page could not be answered.', error);
        if (!reply.isWhole) reply.add({ type: 'refused', reason: 'failed', text: FAILED });
      }
      writing.delete(reply);
      if (reply.isCut) {
        held.delete(key);
        left.set(key, incoming);
        return;
      }
      finished.set(key, { reply, until: now() + keepMs });
      forgetOld();
    };
    void finish();
    return reply;
  };

  /** After a restart the index may still be opened; at a stop the answers are given up. */
  const isForLater = (reason: RefusalReason, isTakenUp: boolean): boolean =>
    (reason === 'not-ready' && isTakenUp) || (reason === 'stopping' && giveUp.signal.aborted);

  const begin = async (key: string, incoming: IncomingQuestion): Promise<LiveReply | undefined> => {
    const wasLeft = left.get(key);
    if (wasLeft) {
      left.delete(key);
      return write(key, wasLeft, { isTakenUp: true });
    }
    return (await service.take(incoming)) ? write(key, incoming) : undefined;
  };

  return {
    get running() {
      return writing.size;
    },
    async ask(incoming) {
      forgetOld();
      const key = keyOf(incoming);
      const known = held.get(key);
      if (known) return (await known) ?? 'answered-before';
      if (isStopping) return 'stopping';
      const reply = begin(key, incoming);
      held.set(key, reply);
      try {
        const begun = await reply;
        if (!begun) held.delete(key);
        return begun ?? 'answered-before';
      } catch (error) {
        held.delete(key);
        throw error;
      }
    },
    async resume() {
      for (const { incoming, state } of await service.unfinished('web')) {
        const key = keyOf(incoming);
        if (held.has(key)) continue;
        // A client of the chat completions has no event id to ask again with.
        if (incoming.replyTo['again'] === false) await settle(incoming);
        else if (state === 'sending') left.set(key, incoming);
        else held.set(key, Promise.resolve(write(key, incoming, { isTakenUp: true })));
      }
      setTimeout(() => {
        for (const incoming of left.values()) void settle(incoming);
        left.clear();
      }, keepMs).unref();
    },
    async stop(graceMs) {
      isStopping = true;
      const timer = setTimeout(() => {
        giveUp.abort();
      }, graceMs);
      await Promise.all([...writing].map((reply) => reply.ended));
      clearTimeout(timer);
    },
  };
}

/** Another user's event id is not theirs to read. */
function keyOf({ reader, eventId }: IncomingQuestion): string {
  return JSON.stringify([reader.userId, eventId]);
}

/** Events that any number of readers follow, each from the first one on. */
class LiveReply implements Reply {
  /** Resolves once there are no more events. */
  readonly ended: Promise<void>;
  #settle: (() => Promise<void>) | undefined;
  readonly #events: ServiceEvent[] = [];
  #isWhole = false;
  #isCut = false;
  #waiting: (() => void)[] = [];
  #end: () => void = () => undefined;

  constructor(settle: () => Promise<void>) {
    this.#settle = settle;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  add(event: ServiceEvent): void {
    this.#events.push(event);
    if (event.type === 'answered' || event.type === 'refused') {
      this.#isWhole = true;
      this.#end();
    }
    this.#wake();
  }

  /** Ends without a last event. */
  cut(): void {
    this.#isCut = true;
    this.#end();
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async *events(): AsyncGenerator<ServiceEvent> {
    for (let at = 0; ; at += 1) {
      while (at >= this.#events.length) {
        if (this.#isWhole || this.#isCut) return;
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      const event = this.#events[at];
      if (event) yield event;
    }
  }

  async delivered(): Promise<void> {
    const settle = this.#settle;
    this.#settle = undefined;
    await settle?.();
  }
}
