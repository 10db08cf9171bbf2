import type { DingTalkTimings } from './timings.ts';

/** Decides when to try to connect again. */
export interface RetryPace {
  /** Milliseconds to wait before the next try; the try is counted as made then. */
  next(): number;
  /** The try failed, or the connection did not live long. */
  failed(): void;
  /** The connection has lived long enough. */
  stable(): void;
}

/** What `createRetryPace` takes. */
export interface RetryPaceOptions {
  readonly timings: Pick<DingTalkTimings, 'retryFrom' | 'retryTo' | 'triesAtOnce' | 'tryEvery'>;
  /** Milliseconds on any clock that does not go back. */
  readonly now: () => number;
  /** From 0 to 1, without 1. */
  readonly random: () => number;
}

/**
 * Exponential back-off with full jitter (M. Brooker, “Exponential Backoff And Jitter”, 2015), and below it a leaky bucket:
 * `triesAtOnce` tries may follow at once, then one comes every `tryEvery`. So no minute sees more than
 * `triesAtOnce + 60 s / tryEvery` tries however things fail, and no wait is longer than the longer of `retryTo` and
 * `tryEvery`.
 */
export function createRetryPace({ timings, now, random }: RetryPaceOptions): RetryPace {
  const { retryFrom, retryTo, triesAtOnce, tryEvery } = timings;
  let failures = 0;
  /** When the bucket will be empty. */
  let emptyAt = -Infinity;
  return {
    next() {
      const jitter = failures === 0 ? 0 : random() * Math.min(retryTo, retryFrom * 2 ** (failures - 1));
      const wait = Math.max(0, jitter, emptyAt - now() - tryEvery * (triesAtOnce - 1));
      emptyAt = Math.max(emptyAt, now() + wait) + tryEvery;
      return wait;
    },
    failed() {
      failures += 1;
    },
    stable() {
      failures = 0;
    },
  };
}
