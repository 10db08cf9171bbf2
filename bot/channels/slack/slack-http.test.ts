import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { createSlackChannel, type SlackChannel } from './slack-channel.ts';
import { QUICK } from './slack-harness.fixture.ts';
import { eventBody, openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

const SECRET = 'signing-secret-of-the-test';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Opened {
  standIn: SlackStandIn;
  service: ReturnType<typeof scriptedService>;
  channel: SlackChannel;
  post: (body: string, changes?: { secret?: string; age?: number; path?: string; type?: string }) => Promise<Response>;
}

async function open(): Promise<Opened> {
  const standIn = await openSlackStandIn();
  closing.push(() => standIn.close());
  const service = scriptedService();
  const { apiUrl, botToken } = standIn;
  const channel = createSlackChannel({
    service,
    log: pino({ level: 'silent' }),
    botToken,
    signingSecret: SECRET,
    apiUrl,
    timing: QUICK,
  });
  const server: Server = createServer(channel.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    await channel.stop(0);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await channel.start();
  const { port } = server.address() as AddressInfo;
  return {
    standIn,
    service,
    channel,
    post(body, { secret = SECRET, age = 0, path = '/slack/events', type = 'application/json' } = {}) {
      const timestamp = Math.floor(Date.now() / 1000) - age;
      const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
      return fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: {
          'content-type': type,
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': `v0=${signature}`,
        },
        body,
      });
    },
  };
}

const MENTION = JSON.stringify(
  eventBody({
    type: 'app_mention',
    channel: 'C1',
    user: 'U1',
    team: 'T1',
    ts: '1700000900.000100',
    text: `<@${BOT.user}> 高企`,
  }),
);

test('a signed event is taken, acknowledged and answered once', async () => {
  const { post, service, standIn } = await open();
  const responses = await Promise.all([post(MENTION), post(MENTION), post(MENTION)]);
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
  await until(() => service.state('slack', 'C1:1700000900.000100') === 'settled', 'an answer');
  expect(standIn.workspace.messages).toHaveLength(1);
});

test('Slack’s question whether the address is ours is answered', async () => {
  const { post } = await open();
  const response = await post(JSON.stringify({ type: 'url_verification', challenge: 'c-1' }));
  expect(await response.json()).toEqual({ challenge: 'c-1' });
});

test('a slash command is acknowledged with its help', async () => {
  const { post, standIn } = await open();
  const fields = { command: '/guida', text: '帮助', user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: 't' };
  const body = new URLSearchParams({ ...fields, response_url: standIn.replyUrl('t') }).toString();
  const response = await post(body, { type: 'application/x-www-form-urlencoded' });
  expect(await response.json()).toMatchObject({ response_type: 'ephemeral' });
});

for (const [what, body, changes, status] of [
  ['signed with another secret', MENTION, { secret: 'another' }, 401],
  ['older than five minutes', MENTION, { age: 400 }, 401],
  ['to another path', MENTION, { path: '/slack/other' }, 404],
  ['that is too large', JSON.stringify({ a: 'x'.repeat(2_000_000) }), {}, 413],
  ['that is no JSON', '{', {}, 400],
] as const) {
  test(`a request ${what} is refused with ${status}`, async () => {
    const { post, service } = await open();
    expect((await post(body, changes)).status).toBe(status);
    expect(service.takes).toHaveLength(0);
  });
}

test('an event that could not be taken is not acknowledged', async () => {
  const { post, service } = await open();
  service.take = () => Promise.reject(new Error('the journal is full'));
  expect((await post(MENTION)).status).toBe(503);
});

test('after a stop nothing is taken', async () => {
  const { post, channel, service } = await open();
  await channel.stop(100);
  expect((await post(MENTION)).status).toBe(503);
  expect(service.takes).toHaveLength(0);
});
