import { afterAll, afterEach, beforeAll } from 'vitest';
import { assistantOver, inventedPlans, type Asked } from '../invented-plans.fixture.ts';
import { modelAssistant, type ModelAssistant } from './model-assistant.fixture.ts';
import { startStandIn, type StandIn } from './stand-in.fixture.ts';

/** The invented plans, a stand-in of a chat endpoint, and assistants that use both. */
export interface ModelTestbed {
  readonly plans: Asked;
  readonly standIn: StandIn;
  /** Opens an assistant whose model is the stand-in. */
  readonly open: (options?: Parameters<typeof modelAssistant>[2]) => ModelAssistant;
}

/** Sets a testbed up for a file of tests. Its parts are there once tests run; the stand-in is honest before each. */
export function useModelTestbed(): ModelTestbed {
  let plans: Asked | undefined;
  let standIn: StandIn | undefined;
  beforeAll(async () => {
    [plans, standIn] = await Promise.all([assistantOver(inventedPlans()), startStandIn()]);
  });
  afterEach(() => standIn?.always('honest'));
  afterAll(async () => {
    await Promise.all([plans?.close(), standIn?.close()]);
  });
  const open = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the testbed is there once tests run');
    return part;
  };
  return {
    get plans() {
      return open(plans);
    },
    get standIn() {
      return open(standIn);
    },
    open: (options = {}) => modelAssistant(open(plans).context.store, open(standIn).baseURL, options),
  };
}
