import { expect, test } from 'vitest';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import { cardIdOf } from './card-id.ts';
import { LONGEST_CARD_TEXT } from './card.ts';
import { TEST_TIMINGS, until } from './dingtalk-harness.fixture.ts';
import { IN_GROUP, settled, SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';

const open = useDingTalk({ cardTemplateId: 'template.schema', timings: { ...TEST_TIMINGS, cardPause: 200 } });

const CREATE = '/v1.0/card/instances/createAndDeliver';
const STREAM = '/v1.0/card/streaming';

test('an answer is written on one card, and finished with its sources', async () => {
  const service = scriptedService();
  const { standIn } = await open(service);
  await standIn.deliver(SINGLE);
  await standIn.deliver({ ...IN_GROUP, eventId: 'e2' });
  await until(settled(service));
  await until(settled(service, 'e2'));
  expect(standIn.posts).toMatchObject([
    { way: 'card', conversationId: 'single u1', isFinal: true, outTrackId: cardIdOf('e1') },
    { way: 'card', conversationId: 'g1', isFinal: true, outTrackId: cardIdOf('e2') },
  ]);
  expect(standIn.posts[0]?.text).toContain('**出处**');
  const [created] = standIn.calls.filter(({ path }) => path === CREATE);
  expect(created?.body).toMatchObject({
    cardTemplateId: 'template.schema',
    callbackType: 'STREAM',
    userIdType: 1,
    openSpaceId: 'dtv1.card//IM_ROBOT.u1',
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'dingexample' },
  });
});

test('updates are few, however quickly the text grows', async () => {
  const pieces = Array.from({ length: 200 }, (_, at) => ({ type: 'text', text: `第${at}句。` }) as const);
  const events = [...pieces, ...answeredWith(scriptedAnswer('问')).slice(-1)];
  const service = scriptedService({ script: { 高企多少家: events } });
  const { standIn } = await open(service);
  await standIn.deliver(SINGLE);
  await until(settled(service));
  expect(standIn.calls.filter(({ path }) => path === STREAM).length).toBeLessThan(40);
  expect(standIn.posts).toMatchObject([{ isFinal: true }]);
});

test('no card, then Markdown, and cards again after a while', async () => {
  const service = scriptedService();
  const { standIn } = await open(service);
  standIn.fault(CREATE, { status: 403, body: { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' } });
  await standIn.deliver(SINGLE);
  await until(settled(service));
  await new Promise((resolve) => setTimeout(resolve, 250));
  standIn.fault(CREATE, { status: 200, body: { result: { deliverResults: [{ success: false }] } } });
  await standIn.deliver({ ...SINGLE, eventId: 'e2' });
  await until(settled(service, 'e2'));
  await standIn.deliver({ ...SINGLE, eventId: 'e3' });
  await until(settled(service, 'e3'));
  await new Promise((resolve) => setTimeout(resolve, 250));
  await standIn.deliver({ ...SINGLE, eventId: 'e4' });
  await until(settled(service, 'e4'));
  expect(standIn.posts.map(({ way }) => way)).toEqual(['webhook', 'webhook', 'webhook', 'card']);
});

test('a card whose making is uncertain is looked for before Markdown is sent', async () => {
  const service = scriptedService();
  const { standIn } = await open(service, {
    cardTemplateId: 't',
    timings: { ...TEST_TIMINGS, sendTimeout: 200 },
  });
  standIn.fault(CREATE, { status: 200, body: {}, posts: true, hang: true });
  await standIn.deliver(SINGLE);
  await until(settled(service));
  expect(standIn.posts).toMatchObject([{ way: 'card', isFinal: true }]);
});

test('limits are waited for; a card that cannot be finished is followed by Markdown', async () => {
  const service = scriptedService();
  const { standIn } = await open(service);
  standIn.fault(STREAM, { status: 403, body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' } }, 4);
  await standIn.deliver(SINGLE);
  await until(settled(service));
  expect(standIn.posts).toMatchObject([{ way: 'card', isFinal: true }]);
  standIn.fault(STREAM, { status: 400, body: { code: 'param.invalid' } }, 20);
  await standIn.deliver({ ...SINGLE, eventId: 'e2' });
  await until(settled(service, 'e2'));
  expect(standIn.posts.map(({ way }) => way)).toEqual(['card', 'card', 'webhook']);
});

test('what is too long for a card goes on in messages', async () => {
  const text = '到2025年，示例市高新技术企业达到300家以上。'.repeat(300);
  const service = scriptedService({ script: { 高企多少家: answeredWith(scriptedAnswer('问', { text })) } });
  const { standIn } = await open(service);
  await standIn.deliver(SINGLE);
  await until(settled(service));
  expect(standIn.posts.length).toBeGreaterThan(1);
  for (const post of standIn.posts) expect(post.text.length).toBeLessThanOrEqual(LONGEST_CARD_TEXT);
});

test('what is pressed on a card is recorded, for those who may', async () => {
  const service = scriptedService();
  const { standIn } = await open(service);
  await standIn.deliver(IN_GROUP);
  await until(settled(service));
  const press = (userId: string, params: Record<string, unknown>): Promise<unknown> =>
    standIn.press(cardIdOf('e1'), userId, params).then(({ data }) => data);
  const shown = (feedback: string): object => ({ response: { userPrivateData: { cardParamMap: { feedback } } } });
  expect(await press('u2', { verdict: 'good' })).toMatchObject(shown('已记录，谢谢。'));
  expect(await press('u1', { action: 'bad', reason: '数字不对' })).toMatchObject(shown('已记录，谢谢。'));
  expect(await press('u1', { action: 'copy' })).toEqual({ response: {} });
  expect((await standIn.press('other', 'u1', { verdict: 'good' })).data).toMatchObject(
    shown('没有找到要评价的回答，请重新提问后再评价。'),
  );
  expect(service.feedbacks).toMatchObject([
    { answerId: 'a-1', verdict: 'good', reader: { channel: 'dingtalk', userId: 'u2', roomId: 'g1' } },
    { answerId: 'a-1', verdict: 'bad', reason: '数字不对', reader: { userId: 'u1', roomId: 'g1' } },
  ]);
});
