import { afterEach, expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import type { ChannelHarness } from '../channel.contract.ts';
import { openHarnessOn } from './slack-harness.fixture.ts';
import { openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

const opened: ChannelHarness[] = [];
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
});

async function open(): Promise<{
  standIn: SlackStandIn;
  service: ReturnType<typeof scriptedService>;
  harness: ChannelHarness;
}> {
  const standIn = await openSlackStandIn();
  standIn.sockets.ackWithin = 150;
  const service = scriptedService();
  const harness = openHarnessOn(standIn, service);
  opened.push(harness);
  await harness.channel.start();
  await standIn.sockets.opened(2);
  return { standIn, service, harness };
}

const question = (n: number) => ({
  eventId: `e${n}`,
  conversationId: `c${n}`,
  userId: 'U1',
  roomId: 'C1',
  text: `问题${n}`,
});

const FAULTS: readonly (readonly [string, (standIn: SlackStandIn) => void])[] = [
  [
    'cut',
    ({ sockets }) => {
      sockets.cut();
    },
  ],
  [
    'deaf',
    ({ sockets }) => {
      sockets.deafen();
    },
  ],
  [
    'announced to close',
    ({ sockets }) => {
      sockets.disconnect('warning');
    },
  ],
  [
    'asked to refresh',
    ({ sockets }) => {
      sockets.disconnect('refresh_requested');
    },
  ],
  [
    'sent nonsense',
    ({ sockets }) => {
      for (const text of ['{', '[]', '{"type":"events_api"}', 'null', '']) sockets.say(text);
    },
  ],
  [
    'mute and cut',
    ({ sockets }) => {
      sockets.isMute = true;
      sockets.cut();
      setTimeout(() => (sockets.isMute = false), 60);
    },
  ],
  [
    'refused and cut',
    ({ sockets }) => {
      sockets.isRefusing = true;
      sockets.cut();
      setTimeout(() => (sockets.isRefusing = false), 60);
    },
  ],
];

for (const [what, fault] of FAULTS) {
  test(`questions arrive again after connections are ${what}`, async () => {
    const { standIn, service, harness } = await open();
    fault(standIn);
    await harness.deliver(question(1));
    await harness.settled();
    expect(service.answered).toHaveLength(1);
    expect(standIn.workspace.messages.filter(({ user }) => user === BOT.user)).toHaveLength(1);
    await until(() => harness.channel.health().ready, 'readiness');
  });
}

test('a connection that Slack will close is replaced before it is closed', async () => {
  const { standIn } = await open();
  let least = 2;
  const watch = setInterval(() => (least = Math.min(least, standIn.sockets.open())), 1);
  standIn.sockets.disconnect('refresh_requested');
  await until(() => standIn.sockets.attempts.length === 4, 'two new connections');
  await until(() => standIn.sockets.open() === 2, 'the old ones to go');
  clearInterval(watch);
  expect(least).toBe(2);
});

test('without a connection the channel is not ready, and says so', async () => {
  const { standIn, harness } = await open();
  expect(harness.channel.health().ready).toBe(true);
  standIn.sockets.isRefusing = true;
  standIn.sockets.cut();
  await until(() => !harness.channel.health().ready, 'the end of readiness');
  expect(harness.channel.health().detail).toBe('no connection to Slack');
});

test('a token that Slack does not accept stops the start with one line', async () => {
  const standIn = await openSlackStandIn();
  standIn.workspace.failures.set('auth.test', [{ kind: 'error', error: 'invalid_auth' }]);
  const harness = openHarnessOn(standIn, scriptedService());
  opened.push(harness);
  await expect(harness.channel.start()).rejects.toThrow('Slack does not accept SLACK_BOT_TOKEN: invalid_auth');
});

test('an app token without its scope stops the start with one line', async () => {
  const standIn = await openSlackStandIn();
  const refused = { kind: 'error', error: 'missing_scope' } as const;
  standIn.workspace.failures.set('apps.connections.open', [refused, refused]);
  const harness = openHarnessOn(standIn, scriptedService());
  opened.push(harness);
  await expect(harness.channel.start()).rejects.toThrow('Slack does not accept SLACK_APP_TOKEN: missing_scope');
});

test('a start while Slack is away waits for it', async () => {
  const standIn = await openSlackStandIn();
  standIn.workspace.failures.set('auth.test', [{ kind: 'status', status: 503 }, { kind: 'lost' }]);
  standIn.workspace.failures.set('apps.connections.open', [{ kind: 'status', status: 503 }, { kind: 'lost' }]);
  const harness = openHarnessOn(standIn, scriptedService());
  opened.push(harness);
  await harness.channel.start();
  expect(harness.channel.health().ready).toBe(true);
});
