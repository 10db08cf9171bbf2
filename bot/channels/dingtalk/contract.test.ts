import { channelContract } from '../channel.contract.ts';
import { openDingTalkCardHarness, openDingTalkHarness } from './dingtalk-harness.fixture.ts';
import { describe } from 'vitest';

describe('in Markdown messages', () => {
  channelContract(openDingTalkHarness);
});

describe('on cards', () => {
  channelContract(openDingTalkCardHarness);
});
