import type { Contenders } from './contenders.ts';
import { DEPTH } from '../metrics/evidence.ts';
import { makeRounds, takeTurns } from './rounds.ts';
import { compareRounds, percentile, type Comparison } from './statistics.ts';

/** Times of warm searches in milliseconds, each beside MiniSearch's of the same round. */
export interface SearchTimes {
  readonly p50: Comparison;
  readonly p99: Comparison;
}

/** When timing ends. */
export interface SearchTimesOptions {
  /** After the least rounds, none is begun that would probably end past this, in milliseconds of `now`. */
  readonly until: number;
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
}

const LEAST_ROUNDS = 3;
const MOST_ROUNDS = 9;

/**
 * Times the contenders from a question to its first ten passages. In each round every question goes to all of them in
 * turn, one after another, so that whatever else the machine does meets them alike. One round goes before and is not
 * counted: it warms them up.
 */
export async function timeSearch(
  contenders: Contenders,
  questions: readonly string[],
  options: SearchTimesOptions,
): Promise<Readonly<Record<keyof Contenders, SearchTimes>>> {
  const { until, now = () => performance.now() } = options;
  const names = ['ours', 'words', 'miniSearch'] as const;
  const round = async (turn: number): Promise<readonly (readonly number[])[]> => {
    const times: (readonly number[])[] = [];
    for (const [index, question] of questions.entries()) {
      const timed = names.map((name) => async () => {
        const started = now();
        await contenders[name](question, DEPTH);
        return now() - started;
      });
      times.push(await takeTurns(timed, turn + index));
    }
    return names.map((_, contender) => times.map((each) => each[contender] ?? 0));
  };
  await round(0);
  const rounds = await makeRounds(round, { least: LEAST_ROUNDS, most: MOST_ROUNDS, until, now });
  const timesOf = (contender: number): SearchTimes => ({
    p50: compared(rounds, contender, 0.5),
    p99: compared(rounds, contender, 0.99),
  });
  return { ours: timesOf(0), words: timesOf(1), miniSearch: timesOf(2) };
}

/** A percentile of one contender, round by round, beside the same of the last. */
function compared(rounds: readonly (readonly (readonly number[])[])[], contender: number, share: number): Comparison {
  const of = (position: number): readonly number[] =>
    rounds.map((times) => percentile(times.at(position) ?? [], share));
  return compareRounds(of(contender), of(-1));
}
