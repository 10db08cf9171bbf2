import { setTimeout as delay } from 'node:timers/promises';
import { measureLoad, measureTraversal, type LoadResult } from '../../bot/channels/web/web-promises.ts';
import { webChannelOn } from '../../bot/channels/web/web-harness.fixture.ts';
import type { RunningService } from '../../bot/service/service.ts';
import { shippedQuestions, loadQuestions } from '../questions.ts';
import { answeringFigures, servingFigures, type ProcessFigures } from './process-figures.ts';
import type { Row } from './row.ts';

const HEADER = 'x-remote-user';

/** Real questions: the last turns of the tuning part. */
export async function realQuestions(): Promise<readonly string[]> {
  return (await loadQuestions(shippedQuestions('tuning'))).flatMap(({ turns }) => turns.slice(-1));
}

/** Memory is held to be flat once a run is long enough for the caches to be full, seconds. */
const LONG = 300;

/** How much either process may have grown in the second half of a long run, megabytes. */
const FLAT_MB = 40;

/**
 * Load through the web API: fifty people, ten questions a second, and two and five hundred questions at once. The
 * measuring shares the machine, and the process that serves, with what it measures.
 */
export async function measureWeb(service: RunningService, seconds: number): Promise<readonly Row[]> {
  const channel = webChannelOn(service, { userHeader: HEADER });
  await channel.start();
  const { address } = channel;
  const of = { address, questions: await realQuestions(), userHeader: HEADER };
  const start = processes();
  const half = delay(seconds * 500).then(processes);
  const steady = await measureLoad({ ...of, asked: 10 * seconds, perSecond: 10 });
  const end = processes();
  const middle = await half;
  const atOnce = (asked: number): Promise<LoadResult> =>
    measureLoad({ ...of, users: asked, asked, perSecond: Infinity });
  const burst = await atOnce(200);
  const large = await atOnce(500);
  const afterwards = processes();
  const traversal = await measureTraversal(address, { [HEADER]: 'alice' });
  await channel.stop(1000);
  const isFlat = end.serving.residentMb - middle.serving.residentMb + grown(middle, end) <= FLAT_MB;
  const isWhole = ({ failed, answered, refused, asked }: LoadResult): boolean =>
    failed === 0 && answered + refused === asked;
  return [
    {
      promise: `Load: 50 people, 10 questions a second for ${seconds} s`,
      figures: { ...rounded(steady), ...perAnswer(start, end, steady) },
      kept: steady.failed + steady.refused === 0 && steady.p95Ms <= 500,
    },
    {
      promise: 'Load: memory of the two processes at the start, in the middle, at the end, and after 700 at once',
      figures: {
        servingMb: [start, middle, end, afterwards].map(({ serving }) => serving.residentMb).join(' → '),
        answeringMb: [start, middle, end, afterwards].map(({ answering }) => answering?.residentMb ?? '?').join(' → '),
      },
      kept: seconds < LONG || isFlat,
    },
    {
      promise: 'Load: 200 questions at once, each answered or told politely to wait',
      figures: rounded(burst),
      kept: isWhole(burst),
    },
    {
      promise: 'Load: 500 questions at once, none lost, none doubled',
      figures: { ...rounded(large), doubled: large.doubled },
      kept: isWhole(large) && large.doubled === 0,
    },
    {
      promise: 'Viewer: paths that try to get at files',
      figures: { sent: traversal.sent, notFound: traversal.notFound },
      kept: traversal.others.length === 0,
    },
  ];
}

interface Processes {
  readonly serving: ProcessFigures;
  readonly answering: ProcessFigures | undefined;
}

function processes(): Processes {
  return { serving: servingFigures(), answering: answeringFigures() };
}

function grown(from: Processes, to: Processes): number {
  return (to.answering?.residentMb ?? 0) - (from.answering?.residentMb ?? 0);
}

/** Processor time for each answer: what says most where other programs share the machine. */
function perAnswer(from: Processes, to: Processes, { answered }: LoadResult): Row['figures'] {
  const each = (until = 0, since = 0): number => Math.round((until - since) / Math.max(1, answered));
  return {
    servingCpuMs: each(to.serving.cpuMs, from.serving.cpuMs),
    answeringCpuMs: each(to.answering?.cpuMs, from.answering?.cpuMs),
  };
}

function rounded({ p50Ms, p95Ms, maxMs, asked, answered, refused, failed }: LoadResult): Row['figures'] {
  const [p50, p95, max] = [p50Ms, p95Ms, maxMs].map(Math.round);
  return { asked, answered, refused, failed, p50Ms: p50 ?? 0, p95Ms: p95 ?? 0, maxMs: max ?? 0 };
}
