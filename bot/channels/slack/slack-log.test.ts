import { pino } from 'pino';
import { expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { createSlackChannel } from './slack-channel.ts';
import { QUICK } from './slack-harness.fixture.ts';
import { redactor, sdkLogger } from './slack-log.ts';
import { eventBody, openSlackStandIn, until } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

function recorded(): { log: pino.Logger; lines: string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }), lines };
}

test('tokens of any kind, tickets and reply addresses are hidden', () => {
  const redact = redactor(['my-signing-secret']);
  const text =
    'xoxb-1-abc xapp-1-A-2 wss://wss.slack.com/link/?ticket=1 https://hooks.slack.com/commands/T/1/x my-signing-secret';
  expect(redact(text)).toBe('[hidden] [hidden] [hidden] [hidden] [hidden]');
});

test('the libraries write no debug lines, and nothing but texts and messages', () => {
  const { log, lines } = recorded();
  const logger = sdkLogger(log, redactor(['xoxb-secret']));
  logger.debug('http request body: 机密问题');
  logger.error('failed', new Error('with xoxb-secret'), { text: '机密问题' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/secret|机密/u);
});

test('with every level on, no log line holds a token, a ticket, a question or an answer', async () => {
  const { log, lines } = recorded();
  const standIn = await openSlackStandIn();
  const { apiUrl, botToken, appToken, workspace, sockets } = standIn;
  const service = scriptedService();
  const channel = createSlackChannel({ service, log, botToken, appToken, apiUrl, timing: QUICK });
  workspace.failures.set('chat.postMessage', [
    { kind: 'rate-limit', retryAfter: 0 },
    { kind: 'lost' },
    { kind: 'error', error: 'invalid_auth' },
  ]);
  await channel.start();
  sockets.say('{"odd": "机密问题"}');
  for (const [at, text] of ['机密问题一', '机密问题二'].entries()) {
    const message = {
      type: 'message',
      channel: 'DU1',
      channel_type: 'im',
      user: 'U1',
      ts: `${1_700_000_000 + at}.1`,
      text,
    };
    await sockets.deliver('events_api', eventBody(message));
  }
  sockets.cut();
  await sockets.deliver(
    'events_api',
    eventBody({ type: 'app_mention', channel: 'C1', user: 'U1', ts: '3.1', text: `<@${BOT.user}> 机密问题三` }),
  );
  await until(() => service.marks.filter(({ state }) => state === 'settled').length === 3, 'three answers');
  await channel.stop(100);
  await standIn.close();
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join('')).not.toMatch(/stand-in-0000|ticket-|机密|300家/u);
});
