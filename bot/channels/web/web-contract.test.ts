import { channelContract } from '../channel.contract.ts';
import { openWebHarness } from './web-harness.fixture.ts';

channelContract(openWebHarness);
