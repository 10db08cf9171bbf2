import { describe, expect, test } from 'vitest';
import { openService } from '../../service/running-service.fixture.ts';
import type { AnswerService, ServiceEvent } from '../../service/types.ts';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import { openDingTalk, until } from './dingtalk-harness.fixture.ts';
import { IN_GROUP, settled, SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';

const open = useDingTalk();

describe('a question', () => {
  test('in a SINGLE chat is acknowledged, answered once with sources, and settled', async () => {
    const service = scriptedService();
    const { standIn } = await open(service, { publicUrl: 'https://plans.example/' });
    expect(await standIn.deliver(SINGLE)).toMatchObject({ code: 200, data: { response: 'OK' } });
    await until(settled(service));
    expect(service.takes[0]).toMatchObject({
      reader: { channel: 'dingtalk', userId: 'u1' },
      eventId: 'e1',
      conversationId: 'c1',
      text: '高企多少家',
    });
    expect(service.takes[0]?.reader).not.toHaveProperty('roomId');
    expect(standIn.posts).toHaveLength(1);
    const [post] = standIn.posts;
    expect(post).toMatchObject({
      conversationId: 'c1',
      way: 'webhook',
      title: expect.stringMatching(/^300家以上/u) as string,
    });
    expect(post?.text).toMatch(/^\*\*300家以上\*\*\[1\]/u);
    expect(post?.text).toContain('**出处**\n\n[1] 示例市“十四五”科技创新规划 › ');
    expect(post?.text).toMatch(/\[查看原文\]\(https:\/\/plans\.example\/plans\/[^\s)]+#[^\s)]+\)/u);
    expect(service.marks.map(({ state }) => state)).toEqual(['sending', 'settled']);
  });

  test('in a group is answered in the group, without the mention of the robot', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver({ ...IN_GROUP, text: '@规划助手 高企多少家' });
    await until(settled(service));
    expect(service.takes[0]).toMatchObject({ reader: { userId: 'u1', roomId: 'g1' }, text: '高企多少家' });
    expect(standIn.posts).toMatchObject([{ conversationId: 'g1' }]);
  });

  test('delivered four times is answered once', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await Promise.all([1, 2, 3, 4].map(() => standIn.deliver(SINGLE)));
    await until(settled(service));
    expect(standIn.posts).toHaveLength(1);
  });

  test('as rich text is read; a picture gets a polite line', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    const richText = [{ text: '高企' }, { type: 'picture', downloadCode: 'x' }, { text: '多少家' }];
    await standIn.deliver({ ...SINGLE, changes: { msgtype: 'richText', text: undefined, content: { richText } } });
    await standIn.deliver({ ...SINGLE, eventId: 'e2', changes: { msgtype: 'picture', text: undefined, content: {} } });
    await until(settled(service));
    await until(settled(service, 'e2'));
    expect(service.answered.map(({ text }) => text)).toEqual(['高企多少家']);
    expect(standIn.posts.map(({ text }) => text)).toContain('目前只能读文字消息，请把问题打成文字发给我。');
  });

  test('from outside the organisation has the sender id', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver({ ...SINGLE, changes: { senderStaffId: '' } });
    expect(service.takes[0]?.reader.userId).toBe('$:LWCP:u1');
  });

  test('that waits is told so, and no status is posted', async () => {
    const queued = { type: 'queued', ahead: 3, text: '前面还有3个问题，请稍候。' } as const;
    const service = scriptedService({ script: { 高企多少家: [queued, ...answeredWith(scriptedAnswer('问'))] } });
    const { standIn } = await open(service);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts.map(({ text }) => text.slice(0, 10))).toEqual(['前面还有3个问题，请', '**300家以上**']);
  });

  test('that is refused gets the line of the service', async () => {
    const service = scriptedService({
      script: {
        高企多少家: [{ type: 'refused', reason: 'too-many-questions', text: '您问得太快了，请过一分钟再问。' }],
      },
    });
    const { standIn } = await open(service);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    expect(standIn.posts.map(({ text }) => text)).toEqual(['您问得太快了，请过一分钟再问。']);
  });

  test('that cannot be taken is not acknowledged, and comes again', async () => {
    const service = scriptedService();
    let failures = 2;
    const failing = {
      ...service,
      take: (incoming: Parameters<typeof service.take>[0]) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('disk full')) : service.take(incoming);
      },
    };
    const { standIn, logged } = await open(failing, { standInOptions: { redeliverAfter: 20 } });
    expect(await standIn.deliver(SINGLE)).toMatchObject({ code: 200 });
    await until(settled(service));
    expect(logged.filter((line) => line.includes('could not be taken'))).toHaveLength(2);
  });
});

describe('frames', () => {
  test('bad ones are dropped, unknown topics declined, pings answered, events acknowledged', async () => {
    const service = scriptedService();
    const { standIn, channel } = await open(service);
    const { stream } = standIn;
    for (const bad of ['{', 'null', '[]', '"x"', '{"type":"CALLBACK"}', '{"type":"X","headers":{}}', '\u0000'])
      stream.raw(bad);
    stream.system('ping', '{"opaque":"1"}');
    stream.system('KEEPALIVE');
    expect(await stream.deliver('CALLBACK', '/v1.0/graph/api/invoke', '{}')).toMatchObject({ code: 404 });
    expect(await stream.deliver('EVENT', '*', '{}')).toMatchObject({ code: 200, data: { status: 'SUCCESS' } });
    for (const data of ['', '{', '{}', 'null', '{"msgId":1}']) {
      expect(await stream.deliver('CALLBACK', '/v1.0/im/bot/messages/get', data)).toMatchObject({ code: 400 });
      expect(await stream.deliver('CALLBACK', '/v1.0/card/instances/callback', data)).toMatchObject({ code: 400 });
    }
    expect(stream.pongs).toEqual([{ opaque: '1' }]);
    expect(service.takes).toHaveLength(0);
    expect(channel.health().ready).toBe(true);
  });
});

describe('feedback in words', () => {
  test('is about the last answer, in a group too', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver(IN_GROUP);
    await until(settled(service));
    await standIn.deliver({ ...IN_GROUP, eventId: 'e2', text: '没用 数字不对' });
    await standIn.deliver({ ...IN_GROUP, eventId: 'e3', userId: 'u2', text: '有用' });
    await until(settled(service, 'e2'));
    await until(settled(service, 'e3'));
    expect(service.feedbacks).toMatchObject([
      { answerId: 'a-1', verdict: 'bad', reason: '数字不对', reader: { userId: 'u1', roomId: 'g1' } },
      { answerId: 'a-1', verdict: 'good', reader: { userId: 'u2', roomId: 'g1' } },
    ]);
    expect(standIn.posts.slice(1).map(({ text }) => text)).toEqual(['已记录，谢谢。', '已记录，谢谢。']);
  });

  test('without an answer is told so; a question that begins like it is a question', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver({ ...SINGLE, text: '有用' });
    await until(settled(service));
    expect(standIn.posts.map(({ text }) => text)).toEqual(['没有找到要评价的回答，请重新提问后再评价。']);
    await standIn.deliver({ ...SINGLE, eventId: 'e2', text: '有用地指标的规定吗' });
    await until(settled(service, 'e2'));
    expect(service.answered).toHaveLength(1);
  });

  test('is explained once in a conversation', async () => {
    const service = scriptedService();
    const { standIn } = await open(service);
    await standIn.deliver(SINGLE);
    await until(settled(service));
    await standIn.deliver({ ...SINGLE, eventId: 'e2' });
    await until(settled(service, 'e2'));
    expect(standIn.posts.map(({ text }) => text.includes('可以回复“有用”'))).toEqual([true, false]);
  });
});

describe('secrets', () => {
  test('are in no address, log or error', async () => {
    const service = scriptedService();
    const { standIn, logged } = await open(service);
    standIn.fault('/v1.0/gateway/connections/open', { status: 500, body: { message: 'secret-of-the-example-app' } }, 2);
    standIn.stream.cut();
    await standIn.deliver({ ...SINGLE, livesMs: 1 });
    await until(settled(service));
    await expect(openDingTalk(service, { standIn, clientSecret: 'another-secret-wrong' })).rejects.toThrow(
      'DingTalk refused DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET (HTTP 401 authFailed)',
    );
    const tokens = standIn.calls.flatMap(({ token }) => (token === undefined ? [] : [token]));
    expect(tokens).not.toHaveLength(0);
    for (const secret of ['secret-of-the-example-app', 'another-secret-wrong', ...tokens]) {
      for (const line of logged) expect(line).not.toContain(secret);
      for (const { url } of standIn.calls) expect(url).not.toContain(secret);
    }
  });
});

test('replies keep their order although the service is done with the next question already', async () => {
  const service = scriptedService();
  const hasty: AnswerService = {
    ...service,
    async *answer(incoming) {
      const events: ServiceEvent[] = [];
      for await (const event of service.answer(incoming)) events.push(event);
      yield* events;
    },
  };
  const dingTalk = await open(hasty);
  dingTalk.standIn.fault('webhook', { status: 429, body: {} }, 2);
  for (const at of [1, 2, 3]) await dingTalk.standIn.deliver({ ...SINGLE, eventId: `e${at}`, text: `问题之${at}` });
  await until(() => [1, 2, 3].every((at) => settled(service, `e${at}`)()));
  expect(dingTalk.standIn.posts.map(({ text }) => /问题之\d/u.exec(text)?.[0])).toEqual([
    '问题之1',
    '问题之2',
    '问题之3',
  ]);
});

test('a real service answers over the real journal, once over a restart', async () => {
  const real = await openService();
  const { service } = real;
  const text = '示例市2025年高新技术企业力争达到多少家？';
  const first = await open(service);
  const { standIn } = first;
  await standIn.deliver({ ...SINGLE, text });
  await until(() => standIn.posts.length === 1);
  await first.channel.stop(1000);
  const second = await openDingTalk(service, { standIn });
  await standIn.deliver({ ...SINGLE, text });
  await standIn.deliver({ ...SINGLE, eventId: 'e2', text: '有用' });
  await standIn.deliver({ ...SINGLE, eventId: 'e3', text: '那研发投入强度呢？' });
  await until(() => standIn.posts.length === 3);
  await second.channel.stop(1000);
  expect(standIn.posts[0]?.text).toMatch(/300家[\s\S]+出处[\s\S]+示例市“十四五”科技创新规划/u);
  expect(standIn.posts[2]?.text).toMatch(/3\.5%/u);
  expect(await service.unfinished('dingtalk')).toEqual([]);
  await real.close();
});
