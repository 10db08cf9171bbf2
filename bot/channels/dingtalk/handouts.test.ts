import { expect, test } from 'vitest';
import {
  answeredWith,
  draftedAs,
  scriptedAnswer,
  scriptedService,
  type ScriptedService,
} from '../../service/scripted-service.fixture.ts';
import type { DraftOutcome } from '../../service/types.ts';
import { TEST_TIMINGS, until } from './dingtalk-harness.fixture.ts';
import { CREDENTIALS, type DingTalkStandIn, type Post } from './dingtalk-stand-in.fixture.ts';
import { IN_GROUP, settled, SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';

const open = useDingTalk({ publicUrl: 'https://plans.example' });
const TOPIC = '起草一份示例市科技创新要点';
const WORD = Buffer.from('PK a document');
const NAME = '示例市科技创新要点.docx';

function serviceWith(outcome: DraftOutcome = draftedAs(NAME, WORD)): ScriptedService {
  const answer = scriptedAnswer(TOPIC, { handout: TOPIC });
  return scriptedService({ script: { [TOPIC]: answeredWith(answer) }, drafted: () => outcome });
}

const filesIn = ({ posts }: DingTalkStandIn): readonly Post[] => posts.filter(({ file }) => file !== undefined);
const pathsOf = ({ calls }: DingTalkStandIn): readonly string[] => calls.map(({ path }) => path);

test.each([
  ['a group', { ...IN_GROUP, text: TOPIC }, 'group', 'g1'],
  ['a single chat', { ...SINGLE, text: TOPIC }, 'single', 'single u1'],
] as const)('the Word file of a draft follows its answer in %s', async (_, question, way, conversationId) => {
  const service = serviceWith();
  const { standIn } = await open(service);
  await standIn.deliver(question);
  await until(settled(service));
  expect(standIn.posts).toMatchObject([
    { way: 'webhook', text: expect.stringContaining('[在网页上预览、删改、下载]') as string },
    { way, conversationId, title: NAME, file: WORD },
  ]);
  expect(service.drafts).toMatchObject([{ order: { topic: TOPIC, formats: ['docx'] } }]);
});

test('it follows a card too', async () => {
  const service = serviceWith();
  const { standIn } = await open(service, { cardTemplateId: 'template.schema' });
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(standIn.posts).toMatchObject([{ way: 'card', isFinal: true }, { file: WORD }]);
});

test('a token of the OpenAPI is tried first, one of the older API where it is refused, and from then on', async () => {
  const service = serviceWith();
  const { standIn } = await open(service);
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(pathsOf(standIn)).not.toContain('/gettoken');
  standIn.takeUploadsWith('old');
  for (const eventId of ['e2', 'e3']) {
    await standIn.deliver({ ...SINGLE, eventId, text: TOPIC });
    await until(settled(service, eventId));
  }
  expect(filesIn(standIn)).toHaveLength(3);
  const paths = pathsOf(standIn);
  expect(paths.filter((path) => path === '/media/upload')).toHaveLength(4);
  expect(paths.filter((path) => path === '/gettoken')).toHaveLength(1);
});

test('a token that has been revoked is renewed', async () => {
  const service = serviceWith();
  const { standIn } = await open(service);
  standIn.takeUploadsWith('openapi');
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  standIn.revokeTokens();
  for (const eventId of ['e2', 'e3']) {
    await standIn.deliver({ ...SINGLE, eventId, text: TOPIC });
    await until(settled(service, eventId));
  }
  expect(filesIn(standIn).length).toBeGreaterThanOrEqual(2);
});

test.each([
  [
    'no token is taken',
    (standIn: DingTalkStandIn) => {
      standIn.takeUploadsWith();
    },
    '没有发出来',
  ],
  [
    'the upload answers with nonsense',
    (standIn: DingTalkStandIn) => {
      standIn.fault('/media/upload', { status: 200, body: 'nonsense' }, 2);
    },
    '没有发出来',
  ],
  [
    'the upload is refused',
    (standIn: DingTalkStandIn) => {
      standIn.fault('/media/upload', { status: 413, body: {} }, 2);
    },
    '没有发出来',
  ],
  [
    'the message is refused',
    (standIn: DingTalkStandIn) => {
      standIn.fault('/v1.0/robot/oToMessages/batchSend', { status: 403, body: { code: 'Forbidden' } });
    },
    '可能没有发出来',
  ],
])('the link stays, and a line says so, when %s', async (_, spoil, words) => {
  const service = serviceWith();
  const { standIn, logged } = await open(service);
  spoil(standIn);
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(filesIn(standIn)).toEqual([]);
  expect(standIn.posts).toHaveLength(2);
  expect(standIn.posts[1]?.text).toBe(`Word 文件${words}，请用上面的链接下载。`);
  expect(logged.join()).not.toContain(CREDENTIALS.clientSecret);
});

test('a file that is larger than DingTalk takes is not uploaded', async () => {
  const service = serviceWith(draftedAs(NAME, new Uint8Array(20 * 1024 * 1024 + 1)));
  const { standIn } = await open(service, { publicUrl: undefined as never });
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(pathsOf(standIn)).not.toContain('/media/upload');
  expect(standIn.posts[1]?.text).toContain('没有发出来');
});

test('whoever has no staff id gets the link alone', async () => {
  const service = serviceWith();
  const { standIn } = await open(service);
  await standIn.deliver({ ...SINGLE, text: TOPIC, changes: { senderStaffId: '' } });
  await until(settled(service));
  expect(service.drafts).toEqual([]);
  expect(standIn.posts.map(({ text }) => text.includes('下载'))).toEqual([true, true]);
});

test('what could not be drafted is said', async () => {
  const service = serviceWith({ type: 'refused', reason: 'too-many-questions', text: '您提问太密了。' });
  const { standIn } = await open(service);
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(standIn.posts[1]?.text).toBe('Word 文件没有生成：您提问太密了。');
});

test('a file that was put off comes again, one that may have arrived does not', async () => {
  const service = serviceWith();
  const { standIn } = await open(service, { timings: { ...TEST_TIMINGS, sendTimeout: 300 } });
  const path = '/v1.0/robot/oToMessages/batchSend';
  standIn.fault(path, { status: 429, body: {} }, 2);
  await standIn.deliver({ ...SINGLE, text: TOPIC });
  await until(settled(service));
  expect(filesIn(standIn)).toHaveLength(1);
  standIn.fault(path, { status: 200, body: {}, posts: true, hang: true });
  await standIn.deliver({ ...SINGLE, eventId: 'e2', text: TOPIC });
  await until(settled(service, 'e2'));
  expect(filesIn(standIn)).toHaveLength(2);
});
