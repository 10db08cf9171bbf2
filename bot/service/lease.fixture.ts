import { setTimeout as delay } from 'node:timers/promises';
import type { Lease, LiveIndex } from './live-index.ts';

/** Waits for a generation that fits, and takes it for one use. */
export async function leaseWhen(live: LiveIndex, fits: (generation: string) => boolean): Promise<Lease> {
  for (;;) {
    const lease = live.lease();
    if (lease && fits(lease.index.generation)) return lease;
    lease?.release();
    await delay(50);
  }
}
