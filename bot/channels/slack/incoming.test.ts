import { expect, test } from 'vitest';
import { asksForHelp, questionOf, replyTarget } from './incoming.ts';
import { eventBody } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

const ME = { userId: BOT.user, botId: BOT.bot };
const BASE = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', team: 'T1', ts: '2.1' };

test('a mention opens a thread of its own, or goes on in the one it stands in', () => {
  const text = `<@${BOT.user}> 问`;
  expect(questionOf(eventBody({ ...BASE, type: 'app_mention', text }), ME)).toMatchObject({
    onlyIfKnown: false,
    incoming: {
      eventId: 'C1:2.1',
      conversationId: 'C1:2.1',
      reader: { channel: 'slack', userId: 'U1', roomId: 'C1' },
      replyTo: { kind: 'thread', channel: 'C1', thread: '2.1', ts: '2.1', user: 'U1', team: 'T1' },
    },
  });
  expect(questionOf(eventBody({ ...BASE, text, thread_ts: '1.1' }), ME)?.incoming.conversationId).toBe('C1:1.1');
});

test('a group conversation is a room, a direct message is none', () => {
  const text = `<@${BOT.user}> 问`;
  const group = questionOf(eventBody({ ...BASE, channel: 'G1', channel_type: 'mpim', text }), ME);
  expect(group?.incoming.reader).toEqual({ channel: 'slack', userId: 'U1', roomId: 'G1' });
  const direct = questionOf(eventBody({ ...BASE, channel: 'D1', channel_type: 'im', text: '问' }), ME);
  expect(direct?.incoming).toMatchObject({ reader: { channel: 'slack', userId: 'U1' }, conversationId: 'D1' });
  expect(direct?.incoming.reader.roomId).toBeUndefined();
});

function readAs(text: string, expected: string): void {
  const body = eventBody({ ...BASE, channel: 'D1', channel_type: 'im', text });
  expect(questionOf(body, ME)?.incoming.text).toBe(expected);
}

test('what was typed is read without codes of Slack', () => {
  readAs(`<@${BOT.user}> 合肥<@U2|某人>的目标 &lt;2025&gt; &amp;`, '合肥 的目标 <2025> &');
  readAs('见 <https://a.example/x|a.example/x> 和 <#C1|general> <!here>', '见 a.example/x 和 #general');
  readAs('&amp;lt;', '&lt;');
});

test('a reply target that makes no sense is none', () => {
  const incoming = { reader: { channel: 'slack', userId: 'U1' }, eventId: 'e', conversationId: 'c', text: '' } as const;
  expect(replyTarget({ ...incoming, replyTo: { kind: 'elsewhere' } })).toBeUndefined();
  expect(replyTarget({ ...incoming, replyTo: { kind: 'command', url: 'https://hooks.slack.com/x' } })).toBeDefined();
});

test('help is asked for by few words', () => {
  expect(['', '帮助', ' HELP ', '？'].every(asksForHelp)).toBe(true);
  expect(asksForHelp('帮助企业的政策有哪些')).toBe(false);
});
