import { channelContract } from '../channel.contract.ts';
import { openSlackHarness } from './slack-harness.fixture.ts';

channelContract(openSlackHarness);
