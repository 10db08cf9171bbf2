/** Waits; a signal ends the wait early, without an error. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}

/** Lets so many pass in a period, for each key on its own and in order. */
export interface Pacing {
  /** Resolves when it is this one's turn, or once the signal is given. */
  turn(key: string, signal?: AbortSignal): Promise<void>;
}

/** A sliding window: no period, wherever it begins, sees more than `count`. `now` in milliseconds. */
export function createPacing(count: number, period: number, now: () => number): Pacing {
  const passed = new Map<string, number[]>();
  const queues = new Map<string, Promise<void>>();

  const wait = async (key: string, signal?: AbortSignal): Promise<void> => {
    while (signal?.aborted !== true) {
      const recent = (passed.get(key) ?? []).filter((at) => now() - at < period);
      if (recent.length < count) {
        passed.set(key, [...recent, now()]);
        return;
      }
      await pause(Math.max(1, (recent[0] ?? 0) + period - now()), signal);
    }
  };

  return {
    turn(key, signal) {
      const mine = (queues.get(key) ?? Promise.resolve()).then(() => wait(key, signal));
      queues.set(key, mine);
      void mine.then(() => {
        if (queues.get(key) === mine) queues.delete(key);
        for (const [other, times] of passed) if (times.every((at) => now() - at >= period)) passed.delete(other);
      });
      return mine;
    },
  };
}
