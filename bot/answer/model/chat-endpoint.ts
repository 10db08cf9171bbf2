import { setTimeout as delay } from 'node:timers/promises';
import { ChatOpenAI } from '@langchain/openai';
import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import type { RenderedPrompt } from '../../../prompts/load.ts';
import { modelFailure, ModelFailure, type ModelFailureKind } from './failure.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { Pipe } from './pipe.ts';

/** How the chat model is reached. */
export interface ChatEndpointOptions {
  readonly model: string;
  /** Absent for endpoints that want none (Ollama). */
  readonly apiKey?: string;
  /** @default 'https://api.openai.com/v1' */
  readonly baseURL?: string;
  /** Silence before the first piece of an answer, in milliseconds. @default 10000 */
  readonly firstPieceMs?: number;
  /** Silence in the midst of an answer, in milliseconds. @default 6000 */
  readonly idleMs?: number;
  /** Tokens of one answer, at most. @default 4000 */
  readonly maxTokens?: number;
  /** After so many failed requests one after another the endpoint is left alone for a while. @default 4 */
  readonly failures?: number;
  /** That while, in milliseconds; then one request tries whether it is back. @default 30000 */
  readonly restMs?: number;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
}

/** Where the text of a piece of work goes. */
export interface Sink {
  push(text: string): void;
  /** Something came, if not text: a thought, a call of a tool. */
  alive(): void;
}

/** Work with the model whose text is streamed. Stops when the signal is aborted. */
export type ModelWork = (chat: ChatOpenAI, sink: Sink, signal: AbortSignal) => Promise<void>;

/** Until when a piece of work may go on. */
export interface WorkLimits {
  /** In milliseconds of `Date.now()`. */
  readonly until: number;
  readonly signal?: AbortSignal | undefined;
}

/** A chat model behind an OpenAI-compatible address. */
export interface ChatEndpoint {
  readonly model: string;
  /**
   * Streams what a piece of work writes. Tried again, once, while nothing has come and there is time.
   * @throws ModelFailure, from the iteration; the reason of the signal
   */
  run(work: ModelWork, limits: WorkLimits): AsyncIterable<string>;
  /**
   * Streams the model's answer to a prompt.
   * @throws as `run`
   */
  stream(prompt: RenderedPrompt, limits: WorkLimits): AsyncIterable<string>;
}

/** Pauses before the second attempt, in milliseconds; without one, there is none. */
const PAUSES: Partial<Record<ModelFailureKind, number>> = {
  'rate-limit': 500,
  server: 300,
  unreachable: 300,
  cut: 100,
  unreadable: 100,
  empty: 100,
  request: 0,
};
/** A second attempt that has less time than this is not made, in milliseconds. */
const LEAST_TIME = 300;
/** These say nothing about whether the endpoint is alive. */
const NO_FAULT: ReadonlySet<ModelFailureKind> = new Set(['request', 'length', 'resting']);

/** Opens a chat endpoint. Nothing is sent before the first question. */
export function createChatEndpoint(options: ChatEndpointOptions): ChatEndpoint {
  const { failures = 4, restMs = 30_000, firstPieceMs = 10_000, idleMs = 6000 } = options;
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof ModelFailure && !NO_FAULT.has(error.kind)),
    { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) },
  );
  const full = chatModel(options, true);
  // Some endpoints refuse a request for a temperature, a limit or usage figures that they do not know.
  const plain = chatModel(options, false);

  const once = async (work: ModelWork, chat: ChatOpenAI, pipe: Pipe, limits: Required<WorkLimits>): Promise<void> => {
    const stop = new AbortController();
    const passOn = (): void => {
      stop.abort(limits.signal?.reason);
    };
    limits.signal?.addEventListener('abort', passOn, { once: true });
    if (limits.signal?.aborted) passOn();
    let timer = setTimeout(() => undefined, 0);
    const watch = (patience: number, kind: ModelFailureKind): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          stop.abort(new ModelFailure(kind));
        },
        Math.max(0, Math.min(patience, limits.until - Date.now())),
      );
    };
    const alive = (): void => {
      watch(idleMs, 'cut');
    };
    const push = (text: string): void => {
      alive();
      if (!stop.signal.aborted) pipe.push(text);
    };
    watch(firstPieceMs, 'silent');
    try {
      const stopped = new Promise<never>((_, reject) => {
        stop.signal.addEventListener('abort', () => {
          reject(stop.signal.reason as Error);
        });
        if (stop.signal.aborted) reject(stop.signal.reason as Error);
      });
      // Whoever loses the race may still fail, unheard.
      const working = work(chat, { push, alive }, stop.signal);
      working.catch(() => undefined);
      await Promise.race([working, stopped]);
      if (!pipe.hasBegun) throw new ModelFailure('empty');
    } catch (error) {
      limits.signal?.throwIfAborted();
      throw modelFailure(stop.signal.aborted ? stop.signal.reason : error);
    } finally {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', passOn);
      stop.abort();
    }
  };

  const attempts = async (work: ModelWork, pipe: Pipe, limits: Required<WorkLimits>): Promise<void> => {
    let chat = full;
    for (let isFirst = true; ; isFirst = false) {
      try {
        await breaker.execute(() => once(work, chat, pipe, limits));
        return;
      } catch (error) {
        limits.signal?.throwIfAborted();
        if (isBrokenCircuitError(error)) throw new ModelFailure('resting');
        const failure = modelFailure(error);
        const pause = PAUSES[failure.kind] === undefined ? undefined : (failure.retryAfterMs ?? PAUSES[failure.kind]);
        const isLate = pause === undefined || Date.now() + pause + LEAST_TIME > limits.until;
        if (!isFirst || pipe.hasBegun || isLate) throw failure;
        await delay(pause, undefined, limits.signal ? { signal: limits.signal } : {});
        if (failure.kind === 'request') chat = plain;
      }
    }
  };

  const run = async function* (work: ModelWork, { until, signal }: WorkLimits): AsyncGenerator<string> {
    const pipe = new Pipe();
    const left = new AbortController();
    const either = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
    attempts(work, pipe, { until, signal: either }).then(
      () => {
        pipe.end();
      },
      (error: unknown) => {
        pipe.fail(error);
      },
    );
    try {
      yield* pipe.pieces();
    } finally {
      left.abort();
    }
  };

  return {
    model: options.model,
    run,
    stream: ({ system, user }, limits) =>
      run(async (chat, sink, signal) => {
        const messages = [
          { role: 'system' as const, content: system },
          { role: 'user' as const, content: user },
        ];
        let finish: unknown;
        for await (const chunk of await chat.stream(messages, { signal })) {
          sink.alive();
          if (chunk.text !== '') sink.push(chunk.text);
          finish = chunk.response_metadata['finish_reason'] ?? finish;
        }
        assertFinished(finish);
      }, limits),
  };
}

/**
 * A stream that ends without saying why has broken off.
 * @throws ModelFailure `cut`, `length`
 */
export function assertFinished(finish: unknown): void {
  if (typeof finish !== 'string') throw new ModelFailure('cut');
  if (finish === 'length' || finish === 'content_filter') throw new ModelFailure('length');
}

function chatModel(options: ChatEndpointOptions, isFull: boolean): ChatOpenAI {
  const { model, apiKey = 'none', baseURL = 'https://api.openai.com/v1', maxTokens = 4000 } = options;
  // Models that think want no temperature.
  const isThinking = /^(?:o\d|gpt-[5-9])/u.test(model);
  return new ChatOpenAI({
    model,
    // The client would otherwise take settings from the environment behind our back.
    apiKey,
    configuration: {
      baseURL,
      organization: null,
      project: null,
      logLevel: 'off',
      fetch: guardedFetch(options.fetch ?? globalThis.fetch),
    },
    streaming: true,
    streamUsage: isFull,
    // Attempts are counted and timed here, not in two libraries.
    maxRetries: 0,
    ...(isFull ? { maxTokens } : {}),
    ...(isFull && !isThinking ? { temperature: 0 } : {}),
  });
}
