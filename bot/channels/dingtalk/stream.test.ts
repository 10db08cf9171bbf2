import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { TEST_TIMINGS, until, type OpenDingTalk } from './dingtalk-harness.fixture.ts';
import { SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';
import { createRetryPace } from './retry-pace.ts';
import { DINGTALK_TIMINGS } from './timings.ts';

const open = useDingTalk({
  timings: { ...TEST_TIMINGS, deafAfter: 300, pingEvery: 50 },
  standInOptions: { redeliverAfter: 100 },
});

describe('the stream', () => {
  test.each([
    [
      'is cut',
      (standIn: OpenDingTalk['standIn']) => {
        standIn.stream.cut();
      },
    ],
    [
      'goes deaf',
      (standIn: OpenDingTalk['standIn']) => {
        standIn.stream.deafen();
      },
    ],
    [
      'is told to leave',
      (standIn: OpenDingTalk['standIn']) => {
        standIn.stream.system('disconnect', '{"reason":"upgrade"}');
      },
    ],
    [
      'is cut while the gateway fails',
      (standIn: OpenDingTalk['standIn']) => {
        standIn.fault('/v1.0/gateway/connections/open', { status: 503, body: {} }, 2);
        standIn.fault('/v1.0/gateway/connections/open', {
          status: 200,
          body: { endpoint: 'http://127.0.0.1:1', ticket: 't' },
        });
        standIn.fault('/v1.0/gateway/connections/open', { status: 200, body: {} });
        standIn.fault('/v1.0/gateway/connections/open', { status: 401, body: { code: 'authFailed' } });
        standIn.stream.cut();
      },
    ],
  ])('that %s is there again, and what came meanwhile is answered', async (_, fault) => {
    const service = scriptedService();
    const { standIn, channel } = await open(service);
    fault(standIn);
    expect(await standIn.deliver(SINGLE)).toMatchObject({ code: 200 });
    await until(() => service.state('dingtalk', 'e1') === 'settled');
    expect(standIn.posts).toHaveLength(1);
    expect(channel.health().ready).toBe(true);
  });

  test('that is told to leave has its successor before it goes', async () => {
    const { standIn, channel } = await open(scriptedService());
    standIn.stream.system('disconnect');
    expect(channel.health().ready).toBe(true);
    await until(() => standIn.stream.live() === 1);
    expect(standIn.stream.sockets()).toBe(2);
    await until(() => standIn.stream.sockets() === 1);
    expect(standIn.stream.live()).toBe(1);
  });

  test('that is old is renewed', async () => {
    const timings = { ...TEST_TIMINGS, pingEvery: 20, renewAfter: 100 };
    const { standIn } = await open(scriptedService(), { timings });
    await until(() => standIn.tries.length > 1);
    await until(() => standIn.stream.live() === 1);
  });

  test('that is refused is not stormed', async () => {
    const service = scriptedService();
    const { standIn, channel } = await open(service);
    standIn.stream.refuses = true;
    standIn.stream.cut();
    const before = standIn.tries.length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    // A minute lasts 1.2 s here.
    expect(standIn.tries.length - before).toBeLessThanOrEqual(10);
    expect(channel.health()).toEqual({ ready: false, detail: 'not connected to DingTalk' });
    standIn.stream.refuses = false;
    await until(() => channel.health().ready);
  });

  test('waits at the start for a gateway that is away, until it is stopped', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    standIn.fault('/v1.0/gateway/connections/open', { status: 503, body: {} }, 3);
    await open(service, { standIn });
    expect(standIn.stream.sockets()).toBe(2);
  });
});

test('no minute sees more than 10 tries, and no wait is longer than 8 seconds', () => {
  const happening = fc.record({
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    lasts: fc.integer({ min: 0, max: 90_000 }),
    opens: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
      let time = 0;
      let random = 0;
      const pace = createRetryPace({ timings: DINGTALK_TIMINGS, now: () => time, random: () => random });
      const tries: number[] = [];
      for (const { random: drawn, lasts, opens } of happenings) {
        random = drawn;
        const wait = pace.next();
        expect(wait).toBeLessThanOrEqual(8000);
        time += wait;
        tries.push(time);
        pace.failed();
        if (opens && lasts > DINGTALK_TIMINGS.stableAfter) pace.stable();
        if (opens) time += lasts;
      }
      for (const [at, start] of tries.entries()) {
        expect(tries.slice(at).filter((other) => other - start < 60_000).length).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: 2000 },
  );
});
