import { afterEach } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import type { ChannelHarness } from '../channel.contract.ts';
import { openHarnessOn } from './slack-harness.fixture.ts';
import { openSlackStandIn, type SlackStandIn } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

/** The channel on a stand-in, with a service that answers by a script. */
export interface SlackTestbed {
  readonly standIn: SlackStandIn;
  readonly service: ReturnType<typeof scriptedService>;
  readonly harness: ChannelHarness;
}

/** Opens the channel for the tests of a file, and closes it after each. */
export function useSlack(): (script?: Parameters<typeof scriptedService>[0]) => Promise<SlackTestbed> {
  const opened: ChannelHarness[] = [];
  afterEach(async () => {
    for (const harness of opened.splice(0)) await harness.close();
  });
  return async (script = {}) => {
    const standIn = await openSlackStandIn();
    const service = scriptedService(script);
    const harness = openHarnessOn(standIn, service);
    opened.push(harness);
    await harness.channel.start();
    return { standIn, service, harness };
  };
}

/** What the bot has posted. */
export const ours = (standIn: SlackStandIn) => standIn.workspace.messages.filter(({ user }) => user === BOT.user);
