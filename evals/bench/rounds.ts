/** When rounds end. */
export interface RoundsOptions {
  /** As many are made whatever the time. */
  readonly least: number;
  readonly most: number;
  /** After the least, none is begun that would probably end past this, in milliseconds of `now`. */
  readonly until: number;
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
}

/**
 * Makes rounds one after another while there is time.
 * @param round takes its 0-based number
 * @returns what each round came to, in order
 */
export async function makeRounds<T>(
  round: (index: number) => Promise<T>,
  options: RoundsOptions,
): Promise<readonly T[]> {
  const { least, most, until, now = () => performance.now() } = options;
  const results: T[] = [];
  const started = now();
  while (results.length < most) {
    const each = results.length === 0 ? 0 : (now() - started) / results.length;
    if (results.length >= least && now() + each > until) break;
    results.push(await round(results.length));
  }
  return results;
}

/**
 * Runs each contender once, one after another. Who goes first moves on by one with each turn, so that over the turns
 * nobody always follows the same one, or always meets a cold cache.
 * @returns what each came to, in the order of `contenders`
 */
export async function takeTurns<T>(contenders: readonly (() => Promise<T>)[], turn: number): Promise<readonly T[]> {
  const results = new Map<number, T>();
  for (const index of turnOrder(contenders.length, turn)) {
    const contender = contenders[index];
    if (contender) results.set(index, await contender());
  }
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Positions 0 to `count` − 1, beginning with `turn` modulo `count`. */
export function turnOrder(count: number, turn: number): readonly number[] {
  return Array.from({ length: count }, (_, position) => (position + turn) % count);
}
