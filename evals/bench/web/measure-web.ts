import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { realQuestions } from '../../promises/load.ts';
import { Program } from '../../soak/program.ts';
import { askOnWeb } from '../../soak/web-asker.ts';
import { takeTurns } from '../rounds.ts';
import { familyCpuMs, residentMegabytes } from '../scale/resident.ts';
import { compareRounds, median, type Comparison } from '../statistics.ts';
import { closedLoop, type LoopResult } from './closed-loop.ts';
import { NOTHING, startPeer } from './peer-server.ts';

/** How fast one server answers when so many people ask at a time. */
export interface WebRate {
  readonly name: string;
  readonly people: number;
  /** Answers a second, beside the peer's of the same round. */
  readonly perSecond: Comparison;
  /** Medians of the rounds, milliseconds from a question to the end of its answer. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Processor time of all processes of the server for each answer. */
  readonly cpuMs: number;
  readonly unanswered: number;
}

/** What was measured of asking over HTTP. */
export interface MeasuredWeb {
  readonly rates: readonly WebRate[];
  /** Memory of each server and its children once all was asked, megabytes. */
  readonly resident: Readonly<Record<string, number>>;
}

/** What `measureWeb` takes. */
export interface WebOptions {
  /** Folders of plans, absolute. */
  readonly corpus: readonly string[];
  /** A temporary folder, to work in. */
  readonly folder: string;
  /** How many ask at a time: each number is measured. */
  readonly people: readonly number[];
  /** How long is asked in all, seconds. */
  readonly seconds: number;
  readonly note: (what: string) => void;
}

/** Passages without an answer: what every rate is held against. */
export const PEER = 'MiniSearch over HTTP';
const OURS = 'ours';
/** Nothing at all: what the connection and the asking take, on a machine that asks itself. */
const ECHO = 'no search over HTTP';

const ROUNDS = 3;
const PATIENCE_MS = 60_000;

interface Server {
  readonly name: string;
  readonly pid: number;
  readonly ask: () => Promise<boolean>;
}

/**
 * Asks the program as `npm start` runs it, and a bare HTTP server over MiniSearch with the same passages, the same
 * questions in the same way: in turns, every number of people in every round. Each question begins a conversation, so
 * that it stands by itself. One turn at the most people goes before and is not counted.
 */
export async function measureWeb({ corpus, folder, people, seconds, note }: WebOptions): Promise<MeasuredWeb> {
  note('starting the servers');
  const peer = await startPeer(corpus);
  const program = await startProgram(corpus, folder).catch(async (error: unknown) => {
    await peer.stop();
    throw error;
  });
  try {
    const questions = await realQuestions();
    const servers: readonly Server[] = [
      { name: OURS, pid: program.sample()?.pid ?? 0, ask: askerOf(program.address, questions) },
      { name: PEER, pid: peer.pid, ask: askerOf(peer.address, questions) },
      { name: ECHO, pid: peer.pid, ask: askerOf(`${peer.address}${NOTHING}`, questions) },
    ];
    const lastsMs = (seconds * 1000) / (servers.length * (1 + ROUNDS * people.length));
    await takeTurnsAsking(servers, { people: Math.max(...people), lastsMs }, 0);
    const rates: WebRate[] = [];
    for (const many of people) {
      note(`${many} people`);
      const rounds: (readonly Turn[])[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push(await takeTurnsAsking(servers, { people: many, lastsMs }, round));
      }
      rates.push(...servers.map(({ name }, at) => rateOf(name, many, at, rounds)));
    }
    const resident = { [OURS]: residentMegabytes(servers[0]?.pid ?? 0), [PEER]: residentMegabytes(peer.pid) };
    return { rates, resident };
  } finally {
    await program.stop();
    await peer.stop();
  }
}

function startProgram(corpus: readonly string[], folder: string): Promise<Program> {
  const plans = { GUIDA_CORPUS: corpus.join(path.delimiter), GUIDA_DATA: path.join(folder, 'data') };
  // Everybody who asks here is one person to it.
  return Program.start(folder, { ...plans, GUIDA_QUESTIONS_PER_MINUTE: '100000' });
}

function askerOf(address: string, questions: readonly string[]): Server['ask'] {
  let next = 0;
  return async () => {
    const text = questions[next++ % questions.length] ?? '';
    const ids = { eventId: randomUUID(), conversationId: randomUUID() };
    return (await askOnWeb({ address, ...ids, text, hangsUp: false, patienceMs: PATIENCE_MS })) === 'answered';
  };
}

type Turn = LoopResult & { readonly cpuMs: number };

function takeTurnsAsking(
  servers: readonly Server[],
  loop: { readonly people: number; readonly lastsMs: number },
  turn: number,
): Promise<readonly Turn[]> {
  const turns = servers.map(({ pid, ask }) => async (): Promise<Turn> => {
    let answered = 0;
    const before = familyCpuMs(pid);
    const result = await closedLoop(async () => {
      const isAnswered = await ask();
      answered += Number(isAnswered);
      return isAnswered;
    }, loop);
    return { ...result, cpuMs: (familyCpuMs(pid) - before) / Math.max(1, answered) };
  });
  return takeTurns(turns, turn);
}

function rateOf(name: string, people: number, at: number, rounds: readonly (readonly Turn[])[]): WebRate {
  const own = (key: keyof Turn, server = at): readonly number[] => rounds.map((turns) => turns[server]?.[key] ?? NaN);
  return {
    ...{ name, people },
    perSecond: compareRounds(own('perSecond'), own('perSecond', 1)),
    p50Ms: median(own('p50Ms')),
    p95Ms: median(own('p95Ms')),
    p99Ms: median(own('p99Ms')),
    cpuMs: median(own('cpuMs')),
    unanswered: own('unanswered').reduce((sum, count) => sum + count, 0),
  };
}
