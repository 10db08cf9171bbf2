import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startCluster } from '../../../retrieval/postgres/postgres.fixture.ts';
import { takeTurns } from '../rounds.ts';
import { compareRounds, percentile, type Comparison } from '../statistics.ts';
import { ContenderFailed, ContenderProcess } from './contender-client.ts';
import { CONTENDERS, type Contender, type Place } from './contender.ts';
import { timeFilters, type FilterTimes } from './filter-times.ts';
import { graphOfOurs } from './ours.ts';
import { isPrepared, prepare, readQuestions, WORDS_ALONE, type PreparedQuestion } from './prepared.ts';

/** Times of one kind of search in milliseconds, each beside the raw libraries' of the same round. */
export interface Searched {
  readonly p50: Comparison;
  readonly p95: Comparison;
  readonly p99: Comparison;
}

/** What was measured of a contender. Times in milliseconds, sizes in megabytes. */
export interface Measured {
  readonly name: string;
  /** Why there are no figures, or only some. */
  readonly failed?: string;
  readonly buildMs?: number;
  readonly disk?: number;
  /** From opening an index to its first passages by words, in a process that has just been started. */
  readonly firstWordsMs?: number;
  /** And from there to its first by vectors. */
  readonly firstVectorsMs?: number;
  /** Once all questions were asked; absent for a database server. */
  readonly resident?: number;
  readonly words?: Searched;
  readonly vectors?: Searched;
  /** Both searches of a question, one after the other. */
  readonly both?: Searched;
  /** Share of the ten nearest passages that were among the ten found. */
  readonly recall?: number;
}

/** A number of passages that was measured. */
export interface MeasuredSize {
  readonly passages: number;
  readonly dimension: number;
  readonly questions: number;
  readonly contenders: readonly Measured[];
  /** Searches of our graph under filters; absent where there is none worth the name. */
  readonly filters?: readonly FilterTimes[];
}

/** What `measureSize` takes. */
export interface SizeOptions {
  readonly passages: number;
  readonly dimension: number;
  readonly folder: string;
  /** Whether what is built stays in the folder, and what stands there already is used; otherwise it is removed. */
  readonly isKept: boolean;
  readonly questions: number;
  readonly rounds: number;
  readonly peers: string | undefined;
  /** Only these contenders; absent: all that are meant for so many passages. */
  readonly only: readonly string[] | undefined;
  /** How long a contender may build; ours and raw may take six times as long. */
  readonly patienceMs: number;
  readonly note: (what: string) => void;
}

const OURS = 'ours';
/** What all others are held against. */
const RAW = 'raw FTS5 + hnswlib';
/** Searching is asked for in these two ways. */
const WAYS = ['words', 'vectors'] as const;
const STEP_MS = 300_000;

/**
 * Measures every contender on the same generated passages: builds in turn, then searches with all of them open, each
 * question by all, one after another, so that whatever else the machine does meets them alike.
 */
export async function measureSize(options: SizeOptions): Promise<MeasuredSize> {
  const { passages, dimension, folder, isKept, note } = options;
  const prepared = path.join(folder, 'prepared');
  note(`preparing ${passages} passages, vectors of ${dimension}`);
  if (!isPrepared(prepared)) await prepare({ folder: prepared, passages, dimension, questions: options.questions });
  const questions = await readQuestions(prepared);
  const entered = CONTENDERS.filter(({ most, name }) => passages <= most && (options.only?.includes(name) ?? true));
  const cluster = entered.some(needsDatabase) ? await startCluster().catch(() => undefined) : undefined;
  const entrants: Entrant[] = [];
  try {
    for (const contender of entered) {
      if (needsDatabase(contender) && cluster === undefined) continue;
      const own = path.join(folder, folderNameOf(contender));
      const database = needsDatabase(contender) ? await cluster?.createDatabase() : undefined;
      const place: Place = { prepared, folder: own, dimension, passages, peers: options.peers, database };
      entrants.push(await buildAndOpen(contender, place, options, questions[0]));
    }
    note('searching');
    const searched = await searchInTurns(entrants, questions, options.rounds);
    const contenders = entrants.map(({ measured, opened }, i): Measured => ({
      ...measured,
      ...searched[i],
      ...(opened && !needsDatabase(measured) && { resident: opened.resident() }),
    }));
    const measured = { passages, dimension, questions: questions.length, contenders };
    const hasGraph =
      dimension !== WORDS_ALONE && entrants.some(({ measured: { name }, opened }) => name === OURS && opened);
    if (!hasGraph) return measured;
    note('filters');
    const vectors = questions.map(({ vector }) => vector);
    return { ...measured, filters: timeFilters(graphOfOurs(path.join(folder, OURS)), vectors) };
  } finally {
    for (const { opened } of entrants) await opened?.close();
    await cluster?.dispose();
    if (!isKept) await rm(folder, { recursive: true, force: true });
  }
}

interface Entrant {
  readonly measured: Measured;
  /** Absent when it could not be built or opened. */
  readonly opened?: ContenderProcess;
  readonly hasVectors: boolean;
}

async function buildAndOpen(
  contender: Contender,
  place: Place,
  { patienceMs, passages, note }: SizeOptions,
  first: PreparedQuestion | undefined,
): Promise<Entrant> {
  const { name } = contender;
  const heap = passages > 200_000 ? 12_000 : 4096;
  let opened: ContenderProcess | undefined;
  try {
    note(`building ${name}`);
    const patience = contender.most === Infinity ? patienceMs * 6 : patienceMs;
    const buildMs = await buildOnce(contender, place, heap, patience);
    const built = { name, buildMs, disk: (await contender.megabytes?.(place)) ?? (await megabytesOf(place.folder)) };
    opened = new ContenderProcess(heap);
    const { ms: openMs, hasVectors } = await opened.ask({ do: 'open', name, place }, STEP_MS);
    if (first === undefined) throw new Error('there is no question');
    const words = await opened.ask({ do: 'search', question: first, by: 'words' }, STEP_MS);
    const vectors = hasVectors
      ? await opened.ask({ do: 'search', question: first, by: 'vectors' }, STEP_MS)
      : undefined;
    const times = { firstWordsMs: openMs + words.ms, ...(vectors && { firstVectorsMs: vectors.ms }) };
    return { measured: { ...built, ...times }, opened, hasVectors };
  } catch (error) {
    await opened?.close();
    if (!(error instanceof ContenderFailed)) throw error;
    note(`${name}: ${error.message}`);
    return {
      measured: { name, failed: error.kind === 'not-installed' ? 'not installed' : error.message },
      hasVectors: false,
    };
  }
}

/** Builds in a process of its own, unless an earlier run did and left it. How long that took, in milliseconds. */
async function buildOnce(contender: Contender, place: Place, heap: number, patienceMs: number): Promise<number> {
  const record = `${place.folder}.built.json`;
  // A database server goes with the run, and its databases with it.
  if (place.database === undefined && existsSync(record)) return Number(await readFile(record, 'utf8'));
  const builder = new ContenderProcess(heap);
  try {
    const { ms } = await builder.ask({ do: 'build', name: contender.name, place }, patienceMs);
    await writeFile(record, JSON.stringify(ms));
    return ms;
  } finally {
    await builder.close();
  }
}

type Times = Record<(typeof WAYS)[number], number[]>;

async function searchInTurns(
  entrants: readonly Entrant[],
  questions: readonly PreparedQuestion[],
  rounds: number,
): Promise<readonly Pick<Measured, 'words' | 'vectors' | 'both' | 'recall'>[]> {
  const times: (readonly Times[])[] = [];
  const hits = entrants.map(() => 0);
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const own = entrants.map((): Times => ({ words: [], vectors: [] }));
    for (const [at, question] of questions.entries()) {
      const asked = entrants.map((entrant, i) => async () => {
        for (const by of WAYS) {
          if (!entrant.opened || (by === 'vectors' && !entrant.hasVectors)) continue;
          const { ms, found } = await entrant.opened.ask({ do: 'search', question, by }, STEP_MS);
          own[i]?.[by].push(ms);
          if (by === 'vectors' && round === 0) {
            hits[i] = (hits[i] ?? 0) + question.nearest.filter((id) => found.includes(id)).length;
          }
        }
      });
      await takeTurns(asked, round + at);
    }
    if (round > 0) times.push(own);
  }
  const peer = Math.max(
    0,
    entrants.findIndex(({ measured }) => measured.name === RAW),
  );
  return entrants.map(({ opened, hasVectors }, i) => {
    if (!opened) return {};
    const wanted = questions.reduce((sum, { nearest }) => sum + nearest.length, 0);
    const words = compared(times, i, peer, ({ words: own }) => own);
    if (!hasVectors) return { words };
    const both = compared(times, i, peer, (own) => own.words.map((ms, at) => ms + (own.vectors[at] ?? 0)));
    const vectors = compared(times, i, peer, ({ vectors: own }) => own);
    return { words, vectors, both, recall: (hits[i] ?? 0) / wanted };
  });
}

function compared(
  rounds: readonly (readonly Times[])[],
  own: number,
  peer: number,
  samplesOf: (times: Times) => readonly number[],
): Searched {
  const at = (share: number): Comparison => {
    const of = (entrant: number) =>
      rounds.map((times) => percentile(samplesOf(times[entrant] ?? { words: [], vectors: [] }), share));
    return compareRounds(of(own), of(peer));
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function needsDatabase({ name }: { readonly name: string }): boolean {
  return name.includes('PostgreSQL');
}

function folderNameOf({ name }: Contender): string {
  return name.replaceAll(/[^A-Za-z0-9]+/gu, '-').toLowerCase();
}

async function megabytesOf(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}
