import { expect, test } from 'vitest';
import { answeredWith, draftedAs, scriptedAnswer } from '../../service/scripted-service.fixture.ts';
import type { DraftOutcome, ServiceEvent } from '../../service/types.ts';
import { ours, useSlack } from './slack-testbed.fixture.ts';

const open = useSlack();
const TOPIC = '起草一份示例市科技创新要点';
const QUESTION = { eventId: 'e1', conversationId: 'c1', userId: 'U1', text: TOPIC, roomId: 'C1' };
const WORD = Buffer.from('PK a document');
const answer = scriptedAnswer(TOPIC, { handout: TOPIC });
const script = { [TOPIC]: answeredWith(answer) };
const drafted = (): DraftOutcome => draftedAs('示例市科技创新要点.docx', WORD);

test('a draft is answered inline, and its Word file stands in the thread', async () => {
  const { standIn, service, harness } = await open({ script, drafted });
  await harness.deliver(QUESTION);
  await harness.settled();
  const [message] = ours(standIn);
  expect(service.drafts).toEqual([
    { reader: { channel: 'slack', userId: 'U1', roomId: 'C1' }, order: { topic: TOPIC, formats: ['docx'] } },
  ]);
  expect(standIn.workspace.files).toMatchObject([
    { name: '示例市科技创新要点.docx', content: WORD, shared: { channel: 'C1', thread: message?.thread } },
  ]);
});

test('charts are posted as pictures with their words', async () => {
  const events: readonly ServiceEvent[] = [
    { type: 'text', text: answer.text },
    {
      type: 'answered',
      answerId: 'a',
      answer: scriptedAnswer('比较'),
      pictures: [{ svg: '<svg/>', png: Buffer.from('png'), alternative: '柱状图：高新技术企业数。' }],
    },
  ];
  const { standIn, service, harness } = await open({ script: { 比较: events } });
  await harness.deliver({ ...QUESTION, text: '比较' });
  await harness.settled();
  expect(service.drafts).toEqual([]);
  expect(standIn.workspace.files).toMatchObject([
    { alternative: '柱状图：高新技术企业数。', shared: { channel: 'C1' } },
  ]);
});

test('what could not be drafted or posted is said under the answer, which stays', async () => {
  const { standIn, harness } = await open({
    script,
    drafted: () => ({ type: 'refused', reason: 'too-many-questions', text: '您提问太密了。' }),
  });
  await harness.deliver(QUESTION);
  await harness.settled();
  expect(
    ours(standIn)
      .map(({ text }) => text)
      .at(-1),
  ).toBe('Word 文件没有生成：您提问太密了。');
  const other = await open({ script, drafted });
  other.standIn.workspace.failures.set('files.getUploadURLExternal', [{ kind: 'error', error: 'missing_scope' }]);
  await other.harness.deliver(QUESTION);
  await other.harness.settled();
  expect(
    ours(other.standIn)
      .map(({ text }) => text)
      .at(-1),
  ).toContain('Word 文件没有发出来。');
  expect(ours(other.standIn)).toHaveLength(2);
});

test('a rate limit and a lost answer on the way are waited out', async () => {
  const { standIn, harness } = await open({ script, drafted });
  standIn.workspace.failures.set('files.getUploadURLExternal', [
    { kind: 'rate-limit', retryAfter: 0 },
    { kind: 'status', status: 503 },
  ]);
  await harness.deliver(QUESTION);
  await harness.settled();
  expect(standIn.workspace.files.filter(({ shared }) => shared)).toHaveLength(1);
});
