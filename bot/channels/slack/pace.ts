import { setTimeout as wait } from 'node:timers/promises';

/** Lets calls of one kind pass one after another, with a gap between their starts. */
export interface Pace {
  /** Resolves when the next call with this key may start. @throws AbortError when the signal comes first */
  turn(key: string, signal: AbortSignal): Promise<void>;
  /** Nothing with this key starts before `ms` milliseconds from now. */
  hold(key: string, ms: number): void;
  /** Whether the next call with this key would have to wait. */
  isHeld(key: string): boolean;
}

/** Above this many keys those that may start at once are forgotten. */
const MANY_KEYS = 2_000;

/**
 * @param gap milliseconds between two starts with one key
 * @param burst so many may start at once after a pause; over any time, starts are at most `burst` and one for each gap
 */
export function createPace(
  gap: number,
  { burst = 1, now = Date.now }: { burst?: number; now?: () => number } = {},
): Pace {
  // When each key would be idle again, were every start given its whole gap (generic cell rate algorithm).
  const idleAt = new Map<string, number>();
  const credit = (burst - 1) * gap;
  const forgetIdle = (): void => {
    if (idleAt.size < MANY_KEYS) return;
    for (const [key, at] of idleAt) if (at <= now()) idleAt.delete(key);
  };
  return {
    async turn(key, signal) {
      signal.throwIfAborted();
      for (;;) {
        const ms = (idleAt.get(key) ?? 0) - credit - now();
        if (ms <= 0) break;
        // Whoever waits looks again afterwards: another may have gone first, or the platform asked for more patience.
        await wait(ms, undefined, { signal });
      }
      forgetIdle();
      idleAt.set(key, Math.max(idleAt.get(key) ?? 0, now()) + gap);
    },
    hold(key, ms) {
      idleAt.set(key, Math.max(idleAt.get(key) ?? 0, now() + ms + credit));
    },
    isHeld: (key) => (idleAt.get(key) ?? 0) - credit > now(),
  };
}
