import { expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { measureAcks, measureExactlyOnce, measureLimits, measureReconnect } from './dingtalk-promises.ts';

test('acknowledgements', async () => {
  expect(await measureAcks(scriptedService(), 100)).toMatchObject({ figures: { events: 100 } });
});

test('exactly once, over four deliveries and two kills, in Markdown', async () => {
  const { figures, kept } = await measureExactlyOnce(scriptedService(), { events: 80, kills: 2 });
  expect({ ...figures, kept }).toMatchObject({ answeredTwice: 0, kept: true });
});

test('exactly once, over four deliveries and two kills, on cards', async () => {
  const { figures, kept } = await measureExactlyOnce(scriptedService(), { events: 80, kills: 2, withCards: true });
  expect({ ...figures, kept }).toMatchObject({ answeredTwice: 0, answeredOnce: 80, kept: true });
});

test('reconnecting after mixed faults', async () => {
  const { figures } = await measureReconnect(scriptedService(), 10, 50);
  expect(figures['mostTriesInAMinute']).toBeLessThanOrEqual(10);
  expect(figures).toMatchObject({ answeredOnce: 10 });
});

test('limits', () => {
  expect(measureLimits(200)).toMatchObject({ figures: { overLimitOrLost: 0, live: 0 }, kept: true });
});
