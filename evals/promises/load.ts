import { measureLoad, measureTraversal } from '../../bot/channels/web/web-promises.ts';
import { webChannelOn } from '../../bot/channels/web/web-harness.fixture.ts';
import type { RunningService } from '../../bot/service/service.ts';
import { shippedQuestions, loadQuestions } from '../questions.ts';
import type { Row } from './row.ts';

const HEADER = 'x-remote-user';

/** Real questions: the last turns of the tuning part. */
export async function realQuestions(): Promise<readonly string[]> {
  return (await loadQuestions(shippedQuestions('tuning'))).flatMap(({ turns }) => turns.slice(-1));
}

/**
 * Load through the web API: fifty people, ten questions a second, and two hundred questions at once. The measuring
 * shares the machine with what it measures.
 */
export async function measureWeb(service: RunningService, seconds: number): Promise<readonly Row[]> {
  const channel = webChannelOn(service, { userHeader: HEADER });
  await channel.start();
  const { address } = channel;
  const questions = await realQuestions();
  const before = process.memoryUsage().rss;
  const steady = await measureLoad({ address, questions, asked: 10 * seconds, perSecond: 10, userHeader: HEADER });
  const grownMb = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  const burst = await measureLoad({
    address,
    questions,
    users: 200,
    asked: 200,
    perSecond: Infinity,
    userHeader: HEADER,
  });
  const large = await measureLoad({
    address,
    questions,
    users: 500,
    asked: 500,
    perSecond: Infinity,
    userHeader: HEADER,
  });
  const traversal = await measureTraversal(address, { [HEADER]: 'alice' });
  await channel.stop(1000);
  return [
    {
      promise: `Load: 50 people, 10 questions a second for ${seconds} s`,
      figures: { ...steady, grownMb },
      kept: steady.failed + steady.refused === 0 && steady.p95Ms <= 500,
    },
    {
      promise: 'Load: 200 questions at once, each answered or told politely to wait',
      figures: { ...burst },
      kept: burst.failed === 0,
    },
    {
      promise: 'Load: 500 questions at once, none lost',
      figures: { ...large },
      kept: large.failed === 0 && large.answered + large.refused === 500,
    },
    {
      promise: 'Viewer: paths that try to get at files',
      figures: { sent: traversal.sent, notFound: traversal.notFound },
      kept: traversal.others.length === 0,
    },
  ];
}
