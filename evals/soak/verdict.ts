import { median } from '../bench/statistics.ts';
import type { Row } from '../promises/row.ts';
import type { Sample } from './program.ts';

/** What a run came to. */
export interface SoakRecord {
  /** In order, of all the processes there were. */
  readonly samples: readonly Sample[];
  /** Questions on the web, by how they ended. */
  readonly web: Readonly<Record<string, number>>;
  /** How often each event in Slack was answered. */
  readonly slack: ReadonlyMap<string, number>;
  /** Events that were sent, on the web and in Slack. */
  readonly sent: { readonly web: number; readonly slack: number };
  readonly journal: JournalCounts;
  readonly faults: Readonly<Record<string, number>>;
  /** Exit code of the last stop. */
  readonly exitCode: number | null;
}

/** What the journal holds when all is over. */
export interface JournalCounts {
  readonly events: number;
  /** Events that are not settled. */
  readonly open: number;
  readonly answers: number;
  /** Events that have more than one answer. */
  readonly answeredTwice: number;
}

/** The share of a process's life that is warm-up: caches fill, code is compiled. */
const WARM_UP = 0.25;

/** What garbage and a busy machine may come to between two looks, and what a process may grow in an hour, megabytes. */
const NOISE_MB = 24;
const GROWTH_MB_PER_HOUR = 20;

/** Connections come and go: so many descriptors more than before are no leak. */
const NOISE_DESCRIPTORS = 8;

/** A life shorter than this still fills its caches: what it grows by says nothing. */
const TELLING_HOURS = 0.05;

/** Whether what must hold has held. Memory and descriptors are judged where the program lived long enough to tell. */
export function judge(record: SoakRecord): readonly Row[] {
  const { samples, web, slack, sent, journal, faults, exitCode } = record;
  const life = longestLife(samples);
  const { hours, growth } = growthOf(life, ({ residentMb }) => residentMb);
  const { growth: descriptors } = growthOf(life, (sample) => sample.descriptors);
  const twice = [...slack.values()].filter((count) => count > 1).length;
  const missing = sent.slack - slack.size;
  const lost = web['lost'] ?? 0;
  const ended = Object.values(web).reduce((sum, count) => sum + count, 0);
  const minutes = Math.round(600 * hours) / 10;
  const flat: readonly Row[] = [
    {
      promise: `Memory stays flat over the longest life (${minutes} min after warm-up)`,
      figures: { grownMb: rounded(growth), largestMb: rounded(Math.max(...life.map(({ residentMb }) => residentMb))) },
      kept: growth <= NOISE_MB + GROWTH_MB_PER_HOUR * hours,
    },
    {
      promise: 'File descriptors stay flat',
      figures: { grown: rounded(descriptors), most: Math.max(...life.map((sample) => sample.descriptors)) },
      kept: descriptors <= NOISE_DESCRIPTORS,
    },
  ];
  return [
    ...(hours >= TELLING_HOURS ? flat : []),
    {
      promise: 'Web: every question ends, once',
      figures: { sent: sent.web, ...web },
      kept: lost === 0 && ended === sent.web,
    },
    {
      promise: 'Slack: every event is answered, once',
      figures: { sent: sent.slack, answered: slack.size, missing, twice },
      kept: missing === 0 && twice === 0,
    },
    {
      promise: 'The journal agrees: as many events as were sent, none open, none answered twice',
      figures: { ...journal },
      kept: journal.events === sent.web + sent.slack && journal.open === 0 && journal.answeredTwice === 0,
    },
    {
      promise: 'It stops when it is asked to',
      figures: { exitCode: String(exitCode), ...faults },
      kept: exitCode === 0,
    },
  ];
}

/** The samples of the process that lived longest. */
function longestLife(samples: readonly Sample[]): readonly Sample[] {
  const lives = [...new Set(samples.map(({ pid }) => pid))].map((pid) =>
    samples.filter((sample) => sample.pid === pid),
  );
  return lives.toSorted((left, right) => lengthOf(right) - lengthOf(left))[0] ?? [];
}

function lengthOf(life: readonly Sample[]): number {
  return (life.at(-1)?.at ?? 0) - (life[0]?.at ?? 0);
}

/** How much more there is in the last third of what follows the warm-up than in its first, by the medians. */
function growthOf(life: readonly Sample[], of: (sample: Sample) => number): { hours: number; growth: number } {
  const warm = life.slice(Math.floor(life.length * WARM_UP));
  const third = Math.ceil(warm.length / 3);
  const growth = median(warm.slice(-third).map(of)) - median(warm.slice(0, third).map(of));
  return { hours: lengthOf(warm) / 3_600_000, growth: Number.isNaN(growth) ? 0 : growth };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
