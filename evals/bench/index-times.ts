import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { GuidaError } from '../../corpus/errors.ts';
import { runGuida, runPeer } from './processes.ts';
import { makeRounds, takeTurns } from './rounds.ts';
import { compareRounds, type Comparison } from './statistics.ts';

/** What whole processes are timed on. */
export interface ProcessTask {
  /** Folders or files of plans, absolute. */
  readonly corpus: readonly string[];
  /** A temporary folder, to write into and to work in. */
  readonly folder: string;
  /** After the least rounds, none is begun that would probably end past this, in milliseconds of `performance.now`. */
  readonly until: number;
}

/** Times of whole processes in milliseconds, each beside the peer's of the same round. */
export interface IndexTimes {
  /** `index`, into an empty folder. */
  readonly cold: Comparison;
  /** `index` again, nothing changed. */
  readonly again: Comparison;
  /** The peer: reads the same plans, builds its index and writes it. */
  readonly peer: Comparison;
}

/** The indexes of the first round, to go on with. */
export interface BuiltIndexes {
  /** Data folder of ours. */
  readonly data: string;
  /** File of the peer's. */
  readonly peer: string;
}

const MOST_ROUNDS = 5;

/**
 * Times building: `index` cold and, right after it, with nothing changed; in turns with the peer's build.
 * @throws GuidaError `internal` when a build fails, or when the second `index` has something to do
 */
export async function timeIndex(task: ProcessTask): Promise<{ times: IndexTimes; built: BuiltIndexes }> {
  const built = { data: await mkdtemp(path.join(task.folder, 'data-')), peer: path.join(task.folder, 'peer.json') };
  const rounds = await makeRounds(
    async (turn) => {
      const data = turn === 0 ? built.data : await mkdtemp(path.join(task.folder, 'data-'));
      const ours = (): Promise<number[]> => timeOurs(task, data);
      const peer = async (): Promise<number[]> => [(await buildPeer(task, built.peer)).endMs];
      const [[cold = 0, again = 0] = [], [other = 0] = []] = await takeTurns([ours, peer], turn);
      if (turn > 0) await rm(data, { recursive: true });
      return { cold, again, peer: other };
    },
    { least: 1, most: MOST_ROUNDS, until: task.until },
  );
  const compared = (key: keyof IndexTimes): Comparison =>
    compareRounds(
      rounds.map((round) => round[key]),
      rounds.map((round) => round.peer),
    );
  return { times: { cold: compared('cold'), again: compared('again'), peer: compared('peer') }, built };
}

/** Cold, then again. */
async function timeOurs({ corpus, folder }: ProcessTask, data: string): Promise<number[]> {
  const argv = ['index', ...corpus, '--data', data];
  const cold = await runGuida(argv, { folder });
  const again = await runGuida(argv, { folder });
  if (!again.stdout.startsWith('Up to date')) {
    throw new GuidaError('internal', 'The index was built again: plans or code changed during the run. Run it again.');
  }
  return [cold.endMs, again.endMs];
}

function buildPeer({ corpus, folder }: ProcessTask, file: string): ReturnType<typeof runPeer> {
  return runPeer(['build', file, ...corpus], { folder });
}
