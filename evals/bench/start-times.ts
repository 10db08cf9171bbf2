import { GuidaError } from '../../corpus/errors.ts';
import type { BuiltIndexes, ProcessTask } from './index-times.ts';
import { runGuida, runPeer } from './processes.ts';
import { makeRounds, takeTurns } from './rounds.ts';
import { compareRounds, type Comparison } from './statistics.ts';

/** Times from starting a process to its first output, in milliseconds, each beside the peer's of the same round. */
export interface StartTimes {
  /** `ask`, the index being there: the whole answer is its first output. */
  readonly ask: Comparison;
  /** The peer: opens its saved index and prints the first passage. */
  readonly peer: Comparison;
}

const MOST_ROUNDS = 9;

/**
 * Times the first answer of a fresh process, in turns with the peer's.
 * @throws GuidaError `internal` when a process fails, or when `ask` finds no index to go by
 */
export async function timeStart(question: string, built: BuiltIndexes, task: ProcessTask): Promise<StartTimes> {
  const { corpus, folder, until } = task;
  const argv = ['ask', question, ...corpus.flatMap((dir) => ['--corpus', dir]), '--data', built.data];
  const ask = async (): Promise<number> => {
    const run = await runGuida(argv, { folder });
    if (run.stderr.includes('for the index')) {
      throw new GuidaError(
        'internal',
        'The index was built again: plans or code changed during the run. Run it again.',
      );
    }
    return run.firstOutputMs;
  };
  const peer = async (): Promise<number> => (await runPeer(['ask', built.peer, question], { folder })).firstOutputMs;
  const rounds = await makeRounds((turn) => takeTurns([ask, peer], turn), { least: 3, most: MOST_ROUNDS, until });
  const peers = rounds.map(([, value = 0]) => value);
  const asks = rounds.map(([value = 0]) => value);
  return { ask: compareRounds(asks, peers), peer: compareRounds(peers, peers) };
}
