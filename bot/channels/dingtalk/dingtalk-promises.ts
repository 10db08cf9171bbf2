import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { MeasuredPromise } from '../measured-promise.ts';
import type { AnswerService } from '../../service/types.ts';
import { openDingTalk, TEST_TIMINGS } from './dingtalk-harness.fixture.ts';
import { startStandIn, type DingTalkStandIn } from './dingtalk-stand-in.fixture.ts';
import { hostileAnswer, wrongWith } from './hostile-answers.fixture.ts';
import { killable } from './killable.fixture.ts';
import { faster } from './timings.ts';

/**
 * Every promise, one after another; some minutes.
 * @param service a fresh one: events that it took in an earlier run would not be answered again
 */
export async function measureDingTalk(service: AnswerService): Promise<readonly MeasuredPromise[]> {
  return [
    await measureAcks(service),
    await measureExactlyOnce(service),
    await measureExactlyOnce(service, { withCards: true }),
    await measureReconnect(service),
    measureLimits(),
  ];
}

/** DingTalk repeats what is not acknowledged within a minute; ours is to take no second. */
const ACK_LIMIT = 1000;

/**
 * How long acknowledgements take. Events come in bursts of 20, each in a chat of its own.
 * @param service answers; what else keeps the machine busy meanwhile, an index that is built say, is up to the caller
 */
export async function measureAcks(service: AnswerService, events = 1000): Promise<MeasuredPromise> {
  const { standIn, close } = await openDingTalk(service);
  const took: number[] = [];
  try {
    for (let first = 0; first < events; first += 20) {
      const burst = Array.from({ length: Math.min(20, events - first) }, (_, at) =>
        standIn.deliver(eventOf('ack', first + at)),
      );
      took.push(...(await Promise.all(burst)).map(({ tookMs }) => tookMs));
    }
    await allSettled(service);
  } finally {
    await close();
  }
  const sorted = took.toSorted((left, right) => left - right);
  const largest = sorted.at(-1) ?? Infinity;
  const figures = { events, medianMs: at(sorted, 0.5), p99Ms: at(sorted, 0.99), largestMs: Math.ceil(largest) };
  return {
    promise: `DingTalk: ${events} events, 20 at a time, are acknowledged while others are answered`,
    goal: 'each within 1 s (DingTalk waits up to 60 s)',
    measured: `half within ${figures.medianMs} ms, slowest ${figures.largestMs} ms`,
    figures,
    kept: largest <= ACK_LIMIT,
  };
}

/** What `measureExactlyOnce` takes. */
export interface ExactlyOnceOptions {
  readonly events?: number;
  readonly deliveries?: number;
  readonly kills?: number;
  /** With cards, which can be looked up after a stop, none may be missing. Default: Markdown messages. */
  readonly withCards?: boolean;
}

/**
 * How often events are answered that come several times each, shuffled, while the channel ends as by kill −9 and starts
 * again. The kill is one of the channel, in this process: from that instant nothing it does reaches the service or the
 * network.
 * @param service keeps its state over the kills
 */
export async function measureExactlyOnce(
  service: AnswerService,
  options: ExactlyOnceOptions = {},
): Promise<MeasuredPromise> {
  const { events = 1000, deliveries = 4, kills = 3, withCards = false } = options;
  const standIn = await startStandIn({ redeliverAfter: 300 });
  const cards = withCards ? { cardTemplateId: 'template.schema' } : {};
  const ids = Array.from({ length: events * deliveries }, (_, position) => position % events);
  const shuffled = fc.sample(fc.shuffledSubarray(ids, { minLength: ids.length }), { numRuns: 1, seed: 7 })[0] ?? ids;
  const acknowledged: Promise<unknown>[] = [];
  const perRun = Math.ceil(shuffled.length / (kills + 1));
  for (let run = 0; run <= kills; run += 1) {
    const process = killable(service);
    const timings = { ...TEST_TIMINGS, sendTimeout: 15_000 };
    const { close } = await openDingTalk(process.service, { standIn, fetch: process.fetch, timings, ...cards });
    for (const [position, id] of shuffled.slice(run * perRun, (run + 1) * perRun).entries()) {
      acknowledged.push(standIn.deliver(eventOf(withCards ? 'card' : 'once', id)));
      if (position % 20 === 19) await sleep(1);
    }
    if (run < kills) {
      process.kill();
      standIn.stream.cut();
    } else {
      await Promise.all(acknowledged);
      await allSettled(service);
      await close();
    }
  }
  const counts = countPosts(standIn, events, withCards ? 'card' : 'once');
  await standIn.close();
  const once = counts.filter((count) => count === 1).length;
  const twice = counts.filter((count) => count > 1).length;
  const figures = {
    events,
    deliveries,
    kills,
    answeredOnce: once,
    answeredTwice: twice,
    notKnownToArrive: events - once - twice,
  };
  const way = withCards ? 'cards' : 'Markdown messages';
  // A Markdown message that was on its way at the kill cannot be looked up, and is not sent again.
  const kept = twice === 0 && (withCards ? once === events : once >= events - kills * MOST_ON_THE_WAY);
  return {
    promise: `DingTalk: ${events} events, ${deliveries} deliveries each, ${kills} kills, in ${way}`,
    goal: withCards
      ? 'each is answered once'
      : 'none is answered twice; what was on its way at a kill is not sent again',
    measured: `${once} answered once, ${twice} twice, ${figures.notKnownToArrive} not known to have arrived`,
    figures,
    kept,
  };
}

/** So many messages may be on their way at one instant. */
const MOST_ON_THE_WAY = 50;

/**
 * How the stream comes back after mixed faults: refused, cut, deaf, told to leave, bad JSON. Time runs faster than the
 * clock; figures are in the channel's time.
 */
export async function measureReconnect(service: AnswerService, faults = 100, speed = 10): Promise<MeasuredPromise> {
  const timings = {
    ...faster(speed),
    connectTimeout: TEST_TIMINGS.connectTimeout,
    sendTimeout: TEST_TIMINGS.sendTimeout,
  };
  const { standIn, close } = await openDingTalk(service, { timings, standInOptions: { redeliverAfter: 20 } });
  const { stream } = standIn;
  const kinds: readonly (() => void | Promise<void>)[] = [
    async () => {
      stream.refuses = true;
      stream.cut();
      await sleep(30_000 / speed);
      stream.refuses = false;
    },
    () => {
      stream.cut();
    },
    () => {
      stream.deafen();
    },
    () => {
      stream.system('disconnect');
    },
    () => {
      stream.raw('{"type":');
    },
  ];
  const back: number[] = [];
  for (let fault = 0; fault < faults; fault += 1) {
    await kinds[fault % kinds.length]?.();
    const endedAt = performance.now();
    await standIn.deliver(eventOf('back', fault));
    back.push((performance.now() - endedAt) * speed);
  }
  await allSettled(service);
  await close();
  const minute = 60_000 / speed;
  const inOneMinute = standIn.tries.map(
    (start, first) => standIn.tries.slice(first).filter((time) => time - start < minute).length,
  );
  const answered = countPosts(standIn, faults, 'back').filter((count) => count === 1).length;
  const sorted = back.toSorted((left, right) => left - right);
  const figures = {
    faults,
    mostTriesInAMinute: Math.max(...inOneMinute),
    medianBackMs: at(sorted, 0.5),
    largestBackMs: Math.ceil(sorted.at(-1) ?? Infinity),
    answeredOnce: answered,
  };
  const kept = figures.mostTriesInAMinute <= 10 && figures.largestBackMs <= 15_000 && answered === faults;
  return {
    promise: `DingTalk: ${faults} mixed faults: refused, cut, deaf, told to leave, bad JSON`,
    goal: 'at most 10 tries a minute, back within 15 s of the end of each, nothing lost',
    measured: `${figures.mostTriesInAMinute} tries in the busiest minute, half back within ${figures.medianBackMs} ms, slowest ${figures.largestBackMs} ms, ${answered} of ${faults} questions answered once`,
    figures,
    kept,
  };
}

/** How many fuzzed answers end over a limit, or with something live in them. */
export function measureLimits(answers = 10_000): MeasuredPromise {
  const wrong = fc
    .sample(hostileAnswer, { numRuns: answers, seed: 11 })
    .map((answer, position) => wrongWith(answer, position % 2 === 0 ? undefined : 'https://plans.example'))
    .filter((found) => found !== undefined);
  const overLimit = wrong.filter((found) => !found.startsWith('live')).length;
  const figures = { answers, overLimitOrLost: overLimit, live: wrong.length - overLimit };
  return {
    promise: `DingTalk: ${answers} fuzzed answers`,
    goal: 'no message over a limit, nothing lost where it is cut, nothing live in it',
    measured: `${figures.overLimitOrLost} over a limit or not whole, ${figures.live} with something live`,
    figures,
    kept: wrong.length === 0,
  };
}

function eventOf(kind: string, number: number): Parameters<DingTalkStandIn['deliver']>[0] {
  const id = `${kind}-${number}`;
  return {
    eventId: `event-${id}`,
    conversationId: `chat-${id}`,
    userId: `user-${id}`,
    text: '示例市2025年高新技术企业多少家',
  };
}

function countPosts(standIn: DingTalkStandIn, events: number, kind: string): readonly number[] {
  const counts = new Map<string, number>();
  for (const { conversationId } of standIn.posts) {
    const id = conversationId.replace(/^(?:single user|chat)-/u, '');
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return Array.from({ length: events }, (_, number) => counts.get(`${kind}-${number}`) ?? 0);
}

async function allSettled(service: AnswerService): Promise<void> {
  while ((await service.unfinished('dingtalk')).length > 0) await sleep(20);
}

function at(sorted: readonly number[], share: number): number {
  return Math.ceil(sorted[Math.floor((sorted.length - 1) * share)] ?? Infinity);
}
