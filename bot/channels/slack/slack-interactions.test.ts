import { expect, test } from 'vitest';
import { judgements, openService } from '../../service/running-service.fixture.ts';
import { SCRIPTED_PLANS, scriptedPassage } from '../../service/scripted-service.fixture.ts';
import { openHarnessOn } from './slack-harness.fixture.ts';
import { openSlackStandIn, until, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { ours, useSlack } from './slack-testbed.fixture.ts';

const open = useSlack();

const QUESTION = { eventId: 'e1', conversationId: 'c1', userId: 'U1', text: '高企目标', roomId: 'C1' };

const command = (standIn: SlackStandIn, id: string, text: string): Record<string, unknown> => ({
  command: '/guida',
  text,
  user_id: 'U1',
  team_id: 'T1',
  channel_id: 'C1',
  trigger_id: id,
  response_url: standIn.replyUrl(id),
});

test('a slash command is answered for its asker alone', async () => {
  const { standIn, harness, service } = await open();
  const { response } = await standIn.sockets.deliver('slash_commands', command(standIn, 't1', '高企目标'));
  await harness.settled();
  expect(response).toEqual({});
  expect(service.takes[0]?.reader).toEqual({ channel: 'slack', userId: 'U1' });
  expect(standIn.replies).toMatchObject([{ id: 't1', type: 'ephemeral' }]);
  expect(ours(standIn)).toHaveLength(0);
});

test('a slash command asks for help with 帮助 and with nothing', async () => {
  const { standIn, service } = await open();
  for (const text of ['帮助', '', 'help']) {
    const { response } = await standIn.sockets.deliver('slash_commands', command(standIn, `h${text}`, text));
    expect(response).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('用法：/guida') as string,
    });
  }
  expect(service.takes).toHaveLength(0);
});

const click = (action_id: string, value: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'block_actions',
  user: { id: 'U2', team_id: 'T1' },
  team: { id: 'T1' },
  channel: { id: 'C1' },
  container: { type: 'message' },
  trigger_id: 'trigger',
  actions: [{ type: 'button', action_id, block_id: 'b', value }],
  ...more,
});

test('a source opens in its surroundings, as the room may see it', async () => {
  const hidden = SCRIPTED_PLANS[1]?.id;
  const { standIn } = await open({ isHidden: ({ roomId }, planId) => planId === hidden && roomId === 'C1' });
  const { sockets, workspace } = standIn;
  await sockets.deliver('interactive', click('guida_source_1', scriptedPassage('300家以上').id));
  await sockets.deliver('interactive', click('guida_source_2', scriptedPassage('独角兽').id));
  await sockets.deliver(
    'interactive',
    click('guida_source_2', scriptedPassage('独角兽').id, { channel: { id: 'DU2' } }),
  );
  await until(() => workspace.views.length === 3, 'three dialogs');
  const texts = workspace.views.map((view) => JSON.stringify(view));
  expect(texts.filter((text) => text.includes('>到2025年，示例市高新技术企业力争达到300家以上'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('独角兽'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('查不到了'))).toHaveLength(1);
});

test('feedback is recorded, and a bad verdict may give its reason', async () => {
  const { standIn, harness, service } = await open();
  await harness.deliver(QUESTION);
  await harness.settled();
  await standIn.sockets.deliver('interactive', click('guida_feedback', 'good a-1'));
  await until(() => service.feedbacks.length === 1, 'feedback');
  await standIn.sockets.deliver('interactive', click('guida_feedback', 'bad a-1'));
  await until(() => standIn.workspace.views.length === 1, 'a dialog');
  const [view] = standIn.workspace.views;
  await standIn.sockets.deliver('interactive', {
    type: 'view_submission',
    user: { id: 'U2', team_id: 'T1' },
    team: { id: 'T1' },
    view: { ...view, state: { values: { reason: { reason: { type: 'plain_text_input', value: '数字旧了' } } } } },
  });
  await until(() => service.feedbacks[0]?.reason !== undefined, 'a reason');
  expect(service.feedbacks).toEqual([
    { answerId: 'a-1', reader: { channel: 'slack', userId: 'U2', roomId: 'C1' }, verdict: 'bad', reason: '数字旧了' },
  ]);
});

test('after a restart of the channel and the service, feedback is recorded with its question', async () => {
  const real = await openService();
  const standIn = await openSlackStandIn();
  const text = '示例市2025年高新技术企业力争达到多少家？';
  const first = openHarnessOn(standIn, real.service);
  await first.channel.start();
  await first.deliver({ ...QUESTION, text });
  await first.settled();
  await first.channel.stop(1000);
  const second = openHarnessOn(standIn, await real.restart());
  await second.channel.start();
  const [verdict = ''] = /bad [\w-]+/u.exec(JSON.stringify(ours(standIn))) ?? [];
  await standIn.sockets.deliver('interactive', click('guida_feedback', verdict));
  await until(() => standIn.workspace.views.length === 1, 'a dialog');
  expect(await judgements(real.journal)).toEqual([{ question: text, userId: 'U2', verdict: 'bad' }]);
  await second.close();
  await real.close();
});
