import { PARTS } from '../questions.ts';
import { aligned } from './aligned.ts';
import { percent } from '../report.ts';
import { ratioOf, timeOf } from './cells.ts';
import type { EvidenceResult, EvidenceRow } from './evidence.ts';
import type { IndexTimes } from './index-times.ts';
import type { SearchTimes } from './search-times.ts';
import type { StartTimes } from './start-times.ts';
import type { Contenders } from './contenders.ts';
import type { Comparison } from './statistics.ts';
import { scoresOf } from './tally.ts';

/** Everything that was measured of one corpus. Times are milliseconds. */
export interface EditionReport {
  readonly name: string;
  readonly plans: number;
  readonly passages: number;
  readonly index: IndexTimes;
  readonly start: StartTimes;
  /** Questions in each round of timing. */
  readonly timedQuestions: number;
  readonly search: Readonly<Record<keyof Contenders, SearchTimes>>;
  readonly evidence: EvidenceResult;
}

/** The machine, as far as it bears on the figures. */
export interface Machine {
  readonly node: string;
  readonly cores: number;
  /** Processes that wanted to run in the minute before, on average: more than `cores` is a busy machine. */
  readonly load: { readonly before: number; readonly after: number };
}

/** A run. */
export interface BenchReport {
  readonly machine: Machine;
  readonly editions: readonly EditionReport[];
}

/** A run as text for a terminal. */
export function textOfReport({ machine, editions }: BenchReport): string {
  const head = `${machineLine(machine)} Ratios are to MiniSearch in the same round: median (range).`;
  return [head, ...editions.flatMap((edition) => ['', ...linesOf(edition)]), ''].join('\n');
}

/** The machine in one line. */
export function machineLine({ node, cores, load }: Machine): string {
  const busy = `load average ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`;
  return `Node ${node}, ${cores} cores, ${busy}.`;
}

function linesOf(edition: EditionReport): readonly string[] {
  const { name, plans, passages, index, start, search, timedQuestions, evidence } = edition;
  const { asked, of } = evidence;
  const cut = asked < of ? `the first ${asked} of ${of}: the time ran out` : `all ${of}`;
  return [
    `${name}: ${plans} plans, ${passages} passages`,
    '',
    ...aligned([
      [`whole process, rounds: ${index.cold.rounds}`, 'time', 'ratio'],
      ['index, cold', ...timed(index.cold)],
      ['index again, nothing changed', ...timed(index.again)],
      ['MiniSearch: read, build, write', ...timed(index.peer)],
    ]),
    '',
    ...aligned([
      [`first answer of a fresh process, rounds: ${start.ask.rounds}`, 'time', 'ratio'],
      ['ask', ...timed(start.ask)],
      ['MiniSearch: open, first passage', ...timed(start.peer)],
    ]),
    '',
    ...aligned([
      [`warm search, rounds: ${search.ours.p50.rounds} of ${timedQuestions} questions`, 'p50', 'ratio', 'p99', 'ratio'],
      ['ours', ...timed(search.ours.p50), ...timed(search.ours.p99)],
      ['words alone', ...timed(search.words.p50), ...timed(search.words.p99)],
      ['MiniSearch', ...timed(search.miniSearch.p50), ...timed(search.miniSearch.p99)],
    ]),
    '',
    ...aligned([
      [`evidence, ${cut}`, ...PARTS.flatMap((part) => [`${part} @1`, '@5', 'MRR'])],
      ...evidence.rows.map(scored),
    ]),
  ];
}

function timed(compared: Comparison): readonly string[] {
  return [timeOf(compared.value), ratioOf(compared)];
}

function scored({ name, tallies }: EvidenceRow): readonly string[] {
  const cells = PARTS.flatMap((part) => {
    const tally = tallies[part];
    if (!tally) return ['–', '–', '–'];
    const { hit1, hit5, meanReciprocalRank } = scoresOf(tally);
    return [percent(hit1), percent(hit5), meanReciprocalRank.toFixed(3)];
  });
  return [name, ...cells];
}
