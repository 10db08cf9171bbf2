import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import type { MeasuredPromise } from '../measured-promise.ts';
import { layoutAnswer } from './answer-layout.ts';
import { METADATA_TYPE } from './find-reply.ts';
import { streamMarkdown, tablesAsLists } from './markup.ts';
import { fuzzedAnswer } from './slack-answers.fixture.ts';
import { durableService, startChild, type ChildOrder } from './slack-child.fixture.ts';
import { openHarnessOn, QUICK, slackChannelOn } from './slack-harness.fixture.ts';
import { FAULTS } from './slack-faults.fixture.ts';
import { blocksError } from './slack-limits.fixture.ts';
import { SLACK_TIMING, type SlackTiming } from './slack-options.ts';
import { eventBody, openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

/** Slack delivers again what is not acknowledged within this, in milliseconds. */
const SLACK_WAITS = 3_000;

/** Every promise, one after another; a few minutes. */
export async function measureSlack(): Promise<readonly MeasuredPromise[]> {
  return [
    await measureAcks(),
    await measureExactlyOnce(),
    await measureReconnects(),
    await measureLimits(),
    measureFormat(),
  ];
}

/** How soon events are acknowledged, many on their way at any time, while those before them are being answered. */
export async function measureAcks(events = 1_000, atOnce = 20): Promise<MeasuredPromise> {
  return await withJournal(async (journal) => {
    const standIn = await openSlackStandIn();
    // With the patience of a test, a connection whose pong is late on a busy machine counts as dead, and what is on its
    // way is delivered again three seconds later.
    const { pingAfter, deafAfter } = SLACK_TIMING;
    const harness = openHarnessOn(standIn, durableService(journal), { pingAfter, deafAfter });
    await harness.channel.start();
    await standIn.sockets.opened(2);
    await inTurn(bodies(events), atOnce, (body) => standIn.sockets.deliver('events_api', body));
    await settledIn(standIn, events);
    const waits = standIn.sockets.acks.map(({ ms }) => ms).toSorted((left, right) => left - right);
    await harness.close();
    const slowest = waits.at(-1) ?? Number.NaN;
    return {
      promise: `Slack: ${events} events, ${atOnce} at a time, are acknowledged while others are answered`,
      goal: `each within 1 s (Slack waits ${SLACK_WAITS / 1000} s)`,
      measured: `half within ${ms(waits[Math.floor(waits.length / 2)])}, slowest ${ms(slowest)}`,
      figures: { medianMs: waits[Math.floor(waits.length / 2)] ?? Number.NaN, slowestMs: slowest },
      kept: waits.length === events && slowest <= 1_000,
    };
  });
}

/** Whether each event is answered exactly once, though delivered several times and with the process killed in between. */
export async function measureExactlyOnce(events = 1_000, deliveries = 4, kills = 3): Promise<MeasuredPromise> {
  return await withJournal(async (journal) => {
    const standIn = await openSlackStandIn();
    standIn.sockets.ackWithin = 1_000;
    const order: ChildOrder = {
      ...access(standIn),
      journal,
      timing: { ...QUICK, retryMost: 500, giveUpAfter: 60_000 },
    };
    let child = startChild(order);
    const all = shuffled(Array.from({ length: deliveries }, () => bodies(events)).flat());
    const delivered = inTurn(all, 25, (body) => standIn.sockets.deliver('events_api', body));
    for (let kill = 1; kill <= kills; kill += 1) {
      await until(() => answered(standIn).size >= (events * kill) / (kills + 2), 'progress', 120_000);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      child = startChild(order);
    }
    await delivered;
    await settledIn(standIn, events);
    // Whatever would come twice has time to come.
    await wait(1_000);
    child.kill('SIGKILL');
    const counts = [...answered(standIn).values()];
    const twice = counts.filter((count) => count > 1).length;
    const stray = ours(standIn).length - counts.reduce((sum, count) => sum + count, 0);
    await standIn.close();
    return {
      promise: `Slack: ${events} events, each delivered ${deliveries} times in any order, ${kills} times kill -9`,
      goal: 'each answered exactly once',
      measured: `${counts.length} answered, ${events - counts.length} lost, ${twice} answered twice, ${stray} stray messages`,
      figures: { answered: counts.length, lost: events - counts.length, twice, stray },
      kept: counts.length === events && twice === 0 && stray === 0,
    };
  });
}

/**
 * How soon questions arrive again after a fault, and how often it is tried to connect. Every wait of the channel is
 * divided by `scale`, and what is measured is multiplied by it.
 */
export async function measureReconnects(faults = 100, scale = 20): Promise<MeasuredPromise> {
  const standIn = await openSlackStandIn();
  const timing = scaled(SLACK_TIMING, scale);
  const { channel, close } = slackChannelOn(standIn, timing);
  await channel.start();
  const { sockets } = standIn;
  let slowest = 0;
  for (let at = 0; at < faults; at += 1) {
    await sockets.opened(1);
    const cleared = await FAULTS[at % FAULTS.length]?.(standIn, timing);
    const began = cleared ?? Date.now();
    await until(() => sockets.open() > 0 && channel.health().ready, 'a connection', 120_000);
    slowest = Math.max(slowest, Date.now() - began);
  }
  const attempts = standIn.workspace.calls.flatMap(({ method, at }) => (method === 'apps.connections.open' ? at : []));
  const most = Math.max(
    ...attempts.map((from) => attempts.filter((at) => at >= from && at < from + 60_000 / scale).length),
  );
  await close();
  return {
    promise: `Slack: ${faults} faults of the connection (cut, deaf, closing announced, nonsense, refused, no hello), waits divided by ${scale}`,
    goal: 'back within 15 s, at most 10 attempts a minute',
    measured: `slowest ${((slowest * scale) / 1000).toFixed(1)} s, at most ${most} attempts in a minute`,
    figures: { slowestMs: slowest * scale, attemptsAMinute: most },
    kept: slowest * scale <= 15_000 && most <= 10,
  };
}

/** Whether anything is lost or doubled while Slack limits, fails and closes streams. */
export async function measureLimits(questions = 300): Promise<MeasuredPromise> {
  return await withJournal(async (journal) => {
    const standIn = await openSlackStandIn();
    const { failures } = standIn.workspace;
    const pace = 40;
    standIn.workspace.pace = pace;
    failures.set(
      'chat.postMessage',
      Array.from({ length: questions }, (_, at) =>
        at % 5 === 0
          ? { kind: 'rate-limit', retryAfter: 0 }
          : at % 5 === 2
            ? { kind: 'lost' }
            : at % 5 === 4
              ? { kind: 'status', status: 503 }
              : { kind: 'error', error: 'internal_error' },
      ),
    );
    const harness = openHarnessOn(standIn, durableService(journal), { pace: pace + 5, giveUpAfter: 60_000 });
    await harness.channel.start();
    await Promise.all(bodies(questions).map((body) => standIn.sockets.deliver('events_api', body)));
    await settledIn(standIn, questions);
    const counts = [...answered(standIn).values()];
    const twice = counts.filter((count) => count > 1).length;
    await harness.close();
    return {
      promise: `Slack: ${questions} questions while as many calls meet 429, 503, internal errors and lost answers`,
      goal: 'none lost, none doubled',
      measured: `${questions - counts.length} lost, ${twice} doubled`,
      figures: { lost: questions - counts.length, doubled: twice },
      kept: counts.length === questions && twice === 0,
    };
  });
}

/** Whether fuzzed answers keep to Slack's limits and nothing of them is live. */
export function measureFormat(answers = 10_000): MeasuredPromise {
  let over = 0;
  let live = 0;
  fc.assert(
    fc.property(fuzzedAnswer, (answer) => {
      const messages = layoutAnswer(answer, 'answer');
      if (messages.some(({ blocks, text }) => blocksError(blocks) !== undefined || text.length > 4_000)) over += 1;
      const words = messages.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : [])),
      );
      if ([...words, streamMarkdown(tablesAsLists(answer.text))].some((text) => /[<>]/u.test(text))) live += 1;
    }),
    { numRuns: answers },
  );
  return {
    promise: `Slack: ${answers} fuzzed answers`,
    goal: 'none over a limit of Slack, none with a live <',
    measured: `${over} over a limit, ${live} live`,
    figures: { answers, over, live },
    kept: over === 0 && live === 0,
  };
}

function scaled(timing: SlackTiming, scale: number): SlackTiming {
  return {
    ...timing,
    helloWithin: timing.helloWithin / scale,
    pingAfter: timing.pingAfter / scale,
    deafAfter: timing.deafAfter / scale,
    connectEvery: timing.connectEvery / scale,
    closeAfter: timing.closeAfter / scale,
    retryFirst: timing.retryFirst / scale,
    retryMost: timing.retryMost / scale,
  };
}

/** Mentions, each opening a thread, over fifty channels. */
function bodies(count: number): readonly Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) =>
    eventBody({
      type: 'app_mention',
      channel: `C${at % 50}`,
      user: `U${at % 97}`,
      team: 'T1',
      ts: `${1_600_000_000 + at}.000100`,
      text: `<@${BOT.user}> 第${at}个问题`,
    }),
  );
}

const ours = (standIn: SlackStandIn) => standIn.workspace.messages.filter(({ user }) => user === BOT.user);

/** How often each event was answered. */
function answered(standIn: SlackStandIn): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { metadata } of ours(standIn)) {
    const { event_type, event_payload } = (metadata ?? {}) as {
      event_type?: string;
      event_payload?: { event_id: string };
    };
    if (event_type !== METADATA_TYPE || !event_payload) continue;
    counts.set(event_payload.event_id, (counts.get(event_payload.event_id) ?? 0) + 1);
  }
  return counts;
}

async function settledIn(standIn: SlackStandIn, events: number): Promise<void> {
  await until(() => answered(standIn).size >= events, 'that every event is answered', 180_000);
}

function access({ apiUrl, botToken, appToken }: SlackStandIn): Pick<SlackStandIn, 'apiUrl' | 'botToken' | 'appToken'> {
  return { apiUrl, botToken, appToken };
}

async function inTurn<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
    }),
  );
}

/** In an order that is the same each time. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  let seed = 20_251;
  const order = items.map((item) => ({ item, at: (seed = (seed * 48_271) % 2_147_483_647) }));
  return order.toSorted((left, right) => left.at - right.at).map(({ item }) => item);
}

async function withJournal<T>(use: (journal: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'guida-slack-'));
  try {
    return await use(join(folder, 'journal.sqlite'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ms(value: number | undefined): string {
  return value === undefined ? '?' : `${Math.round(value)} ms`;
}
