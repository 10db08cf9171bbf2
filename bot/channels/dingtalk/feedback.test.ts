import { describe, expect, test } from 'vitest';
import { judgements, openService } from '../../service/running-service.fixture.ts';
import { cardIdOf, eventOfCard } from './card-id.ts';
import { openDingTalk, until } from './dingtalk-harness.fixture.ts';
import { IN_GROUP, SINGLE, useDingTalk } from './dingtalk-testbed.fixture.ts';

const open = useDingTalk();

const text = '示例市2025年高新技术企业力争达到多少家？';
const other = '示例市2025年研发投入强度力争达到多少？';

describe('after a restart of the channel and the service, feedback is recorded with its question', () => {
  test('that was pressed on a card', async () => {
    const real = await openService();
    const first = await open(real.service, { cardTemplateId: 'template.schema' });
    const { standIn } = first;
    await standIn.deliver({ ...IN_GROUP, text });
    await standIn.deliver({ ...SINGLE, eventId: 'e2', text: other });
    await until(() => standIn.posts.filter(({ isFinal }) => isFinal).length === 2);
    await first.channel.stop(1000);
    const second = await openDingTalk(await real.restart(), { standIn, cardTemplateId: 'template.schema' });
    const press = async (eventId: string, userId: string, params: Record<string, unknown>) =>
      JSON.stringify(await standIn.press(cardIdOf(eventId), userId, params));
    expect(await press('e1', 'u2', { verdict: 'bad', reason: '数字旧了' })).toContain('已记录');
    expect(await press('e2', 'u1', { verdict: 'good' })).toContain('已记录');
    expect(await press('e2', 'u2', { verdict: 'bad' })).toContain('没有找到');
    expect(await press('e3', 'u1', { verdict: 'good' })).toContain('没有找到');
    await second.channel.stop(1000);
    expect(await judgements(real.journal)).toEqual([
      { question: text, userId: 'u2', verdict: 'bad', reason: '数字旧了' },
      { question: other, userId: 'u1', verdict: 'good' },
    ]);
    await real.close();
  });

  test('that was said in words', async () => {
    const real = await openService();
    const first = await open(real.service);
    const { standIn } = first;
    await standIn.deliver({ ...IN_GROUP, text });
    await until(() => standIn.posts.length === 1);
    await standIn.deliver({ ...IN_GROUP, eventId: 'e2', userId: 'u2', text: other });
    await until(() => standIn.posts.length === 2);
    await first.channel.stop(1000);
    const second = await openDingTalk(await real.restart(), { standIn });
    await standIn.deliver({ ...IN_GROUP, eventId: 'e3', text: '没用 数字旧了' });
    await standIn.deliver({ ...IN_GROUP, eventId: 'e4', userId: 'u3', text: '有用' });
    await until(() => standIn.posts.length === 4);
    await second.channel.stop(1000);
    expect(await judgements(real.journal)).toEqual([
      { question: text, userId: 'u1', verdict: 'bad', reason: '数字旧了' },
      { question: other, userId: 'u3', verdict: 'good' },
    ]);
    await real.close();
  });
});

test('a card tells its event, and another card none', () => {
  const check = (cardId: string, expected: string | undefined): void => {
    expect(eventOfCard(cardId)).toBe(expected);
  };
  for (const eventId of ['msgSUpvLFUmnHJKfdJ9QAb6Pw==', 'e1', '事件/+?']) check(cardIdOf(eventId), eventId);
  for (const cardId of ['', 'other', 'guida-%', 'guida-ab=', 'guida-_w']) check(cardId, undefined);
});
