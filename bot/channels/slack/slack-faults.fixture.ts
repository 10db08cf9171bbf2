import { setTimeout as wait } from 'node:timers/promises';
import type { SlackTiming } from './slack-options.ts';
import type { SlackStandIn } from './slack-stand-in.fixture.ts';

/** A fault. @returns when it was over; undefined: at once */
export type Fault = (standIn: SlackStandIn, timing: SlackTiming) => Promise<number | undefined> | undefined;

/** Every kind of fault, one after another. */
export const FAULTS: readonly Fault[] = [
  ({ sockets }) => {
    sockets.cut();
    return undefined;
  },
  ({ sockets }) => {
    sockets.deafen();
    return undefined;
  },
  ({ sockets }) => {
    sockets.disconnect('warning');
    return undefined;
  },
  ({ sockets }) => {
    sockets.say('{');
    sockets.cut();
    return undefined;
  },
  async ({ sockets }, { connectEvery }) => {
    sockets.isRefusing = true;
    sockets.cut();
    await wait(connectEvery * 2.5);
    sockets.isRefusing = false;
    return Date.now();
  },
  async ({ sockets }, { connectEvery }) => {
    sockets.isMute = true;
    sockets.cut();
    await wait(connectEvery);
    sockets.isMute = false;
    return Date.now();
  },
  async ({ sockets, workspace }, { connectEvery }) => {
    const down = { kind: 'status', status: 503 } as const;
    workspace.failures.set('apps.connections.open', [down, down, down]);
    sockets.cut();
    await wait(connectEvery * 2);
    workspace.failures.delete('apps.connections.open');
    return Date.now();
  },
];
