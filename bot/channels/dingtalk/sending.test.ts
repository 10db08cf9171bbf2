import { describe, expect, test } from 'vitest';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import { TEST_TIMINGS, until } from './dingtalk-harness.fixture.ts';
import { IN_GROUP, settled, SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';

const open = useDingTalk();
/** More questions than a group gets answers to in a minute. */
const eventsInGroup = (): readonly string[] => Array.from({ length: 45 }, (_, at) => `e${at}`);

describe('sending', () => {
  test('takes the OpenAPI when the session webhook has ended, or says so itself', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver({ ...SINGLE, livesMs: 1 });
    await until(settled(service));
    standIn.killWebhooks();
    await standIn.deliver({ ...IN_GROUP, eventId: 'e2' });
    standIn.killWebhooks();
    await until(settled(service, 'e2'));
    expect(standIn.posts.map(({ way, conversationId }) => [way, conversationId])).toEqual([
      ['single', 'single u1'],
      ['group', 'g1'],
    ]);
    const sent = standIn.calls.find(({ path }) => path === '/v1.0/robot/oToMessages/batchSend');
    expect(sent?.body).toMatchObject({ robotCode: 'dingexample', userIds: ['u1'], msgKey: 'sampleMarkdown' });
  });

  test('never posts to a webhook that is not DingTalk’s', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver({ ...SINGLE, changes: { sessionWebhook: 'http://127.0.0.1:9/steal' } });
    await until(settled(service));
    expect(standIn.posts).toMatchObject([{ way: 'single' }]);
  });

  test.each([
    ['sent too fast', 'webhook', { status: 200, body: { errcode: 130101, errmsg: 'send too fast' } }],
    ['HTTP 429', 'webhook', { status: 429, body: {}, headers: { 'retry-after': '1' } }],
    ['a busy system', 'webhook', { status: 503, body: {} }],
  ])('comes again after %s', async (_, path, fault) => {
    const service = scriptedService();
    const { standIn } = await open(service);
    standIn.fault(path, fault, 3);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts).toHaveLength(1);
    expect(service.marks.map(({ state }) => state).slice(0, 3)).toEqual(['sending', 'taken', 'sending']);
  });

  test('comes again after the OpenAPI’s limits, and renews a token that was refused', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    const path = '/v1.0/robot/oToMessages/batchSend';
    standIn.fault(path, { status: 403, body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' } }, 2);
    standIn.fault(path, { status: 200, body: { processQueryKey: 'k', flowControlledStaffIdList: ['u1'] } });
    await standIn.deliver({ ...SINGLE, livesMs: 1 });
    await until(settled(service));
    expect(standIn.posts).toHaveLength(1);
    standIn.revokeTokens();
    await standIn.deliver({ ...SINGLE, eventId: 'e2', livesMs: 1 });
    await until(settled(service, 'e2'));
    expect(standIn.posts).toHaveLength(2);
    expect(standIn.calls.filter(({ path: called }) => called === '/v1.0/oauth2/accessToken')).toHaveLength(2);
  });

  test('is not repeated when nobody knows whether it arrived', async () => {
    const service = scriptedService();
    const { standIn, logged } = await open(service, { timings: { ...TEST_TIMINGS, sendTimeout: 200 } });
    standIn.fault('webhook', { status: 200, body: {}, posts: true, hang: true });
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts).toHaveLength(1);
    expect(logged).toContain('dingtalk: a message was not sent, or nobody knows whether it arrived');
  });

  test('is given up in the end, and the event is settled', async () => {
    const service = scriptedService();
    const { standIn, logged } = await open(service);
    standIn.fault('webhook', { status: 429, body: {} }, 100);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts).toHaveLength(0);
    expect(logged).toContain('dingtalk: DingTalk put a message off too often; it was given up');
  });

  test('puts no more than 20 messages into a group before its minute is over', async () => {
    const service = scriptedService();
    // A minute that outlasts the test: nothing depends on how fast this machine is.
    const { standIn } = await open(service, { timings: { ...TEST_TIMINGS, groupPeriod: 3_600_000 } });
    const events = eventsInGroup();
    for (const eventId of events) await standIn.deliver({ ...IN_GROUP, eventId });
    await until(() => standIn.posts.length >= 20);
    // Another group has a minute of its own; by the time of its answer a 21st message would have come.
    await standIn.deliver({ ...IN_GROUP, conversationId: 'g2', roomId: 'g2', eventId: 'other' });
    await until(settled(service, 'other'));
    expect(standIn.posts.filter(({ conversationId }) => conversationId === 'g1')).toHaveLength(20);
    expect(events.filter((eventId) => settled(service, eventId)())).toHaveLength(20);
  });

  test('sends what had to wait, each message once', async () => {
    const service = scriptedService();
    const { standIn } = await open(service, { timings: { ...TEST_TIMINGS, groupPeriod: 50 } });
    const events = eventsInGroup();
    for (const eventId of events) await standIn.deliver({ ...IN_GROUP, eventId });
    await until(() => events.every((eventId) => settled(service, eventId)()));
    expect(standIn.posts).toHaveLength(events.length);
  });

  test('keeps the order of the questions of a conversation', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    for (const at of [1, 2, 3, 4, 5]) await standIn.deliver({ ...SINGLE, eventId: `e${at}`, text: `问题之${at}` });
    await until(settled(service, 'e5'));
    expect(standIn.posts.map(({ text }) => /问题之\d/u.exec(text)?.[0])).toEqual(
      [1, 2, 3, 4, 5].map((at) => `问题之${at}`),
    );
  });

  test('cuts a long answer into numbered messages', async () => {
    const long = '到2025年，示例市高新技术企业达到300家以上。'.repeat(400);
    const service = scriptedService({ script: { 高企多少家: answeredWith(scriptedAnswer('问', { text: long })) } });
    const { standIn } = await open(service);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts.length).toBeGreaterThan(2);
    for (const { text } of standIn.posts) expect(text.length).toBeLessThanOrEqual(3700);
    expect(standIn.posts[0]?.title).toMatch(/（1\/\d）$/u);
  });
});
