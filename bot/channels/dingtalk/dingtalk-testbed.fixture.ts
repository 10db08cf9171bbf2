import { afterEach } from 'vitest';
import type { AnswerService } from '../../service/types.ts';
import type { ScriptedService } from '../../service/scripted-service.fixture.ts';
import { openDingTalk, type OpenDingTalk, type OpenDingTalkOptions } from './dingtalk-harness.fixture.ts';

/** A question in a single chat, and the same in a group. */
export const SINGLE = { eventId: 'e1', conversationId: 'c1', userId: 'u1', text: '高企多少家' };
export const IN_GROUP = { ...SINGLE, conversationId: 'g1', roomId: 'g1' };

/**
 * Opens the channel on a stand-in for the tests of a file, and closes it after each.
 * @param defaults options that an opening may override
 */
export function useDingTalk(
  defaults: OpenDingTalkOptions = {},
): (service: AnswerService, options?: OpenDingTalkOptions) => Promise<OpenDingTalk> {
  const opened: OpenDingTalk[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()));
  });
  return async (service, options = {}) => {
    const dingTalk = await openDingTalk(service, { ...defaults, ...options });
    opened.push(dingTalk);
    return dingTalk;
  };
}

/** Whether the reply to an event is settled, as a condition to wait for. */
export function settled(service: ScriptedService, eventId = 'e1'): () => boolean {
  return () => service.state('dingtalk', eventId) === 'settled';
}
