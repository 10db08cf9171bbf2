import { percentile } from '../statistics.ts';

/** What people who each ask one question after another came to. */
export interface LoopResult {
  /** Answers a second, of those that came in time. */
  readonly perSecond: number;
  /** From a question to the end of its answer, milliseconds. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Questions that came to no answer. */
  readonly unanswered: number;
}

/** What `closedLoop` takes. */
export interface LoopOptions {
  /** How many ask at a time: each asks again as soon as it has its answer. */
  readonly people: number;
  /** When the last question is asked; its answer is waited for, milliseconds. */
  readonly lastsMs: number;
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
}

/**
 * Asks as fast as answers come, so that what is measured is the most that can be answered.
 * @param ask asks the next question; tells whether there was an answer
 */
export async function closedLoop(ask: () => Promise<boolean>, options: LoopOptions): Promise<LoopResult> {
  const { people, lastsMs, now = () => performance.now() } = options;
  const end = now() + lastsMs;
  const times: number[] = [];
  let inTime = 0;
  let unanswered = 0;
  const askOn = async (): Promise<void> => {
    for (let from = now(); from < end; from = now()) {
      if (!(await ask())) {
        unanswered += 1;
        continue;
      }
      times.push(now() - from);
      if (now() <= end) inTime += 1;
    }
  };
  await Promise.all(Array.from({ length: people }, askOn));
  const [p50Ms = NaN, p95Ms = NaN, p99Ms = NaN] = [0.5, 0.95, 0.99].map((share) => percentile(times, share));
  return { perSecond: (inTime * 1000) / lastsMs, p50Ms, p95Ms, p99Ms, unanswered };
}
