import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const never = new AbortController().signal;

/** How many may start at each of these times, asking again and again. */
async function startsAt(times: readonly number[], gap: number, burst: number): Promise<readonly number[]> {
  let time = 0;
  const pace = createPace(gap, { burst, now: () => time });
  const starts: number[] = [];
  for (const at of times) {
    time = at;
    let count = 0;
    for (;;) {
      const giveUp = new AbortController();
      const turn = pace.turn('a', giveUp.signal).then(
        () => true,
        () => false,
      );
      // A turn that may start now is there before anything else runs.
      await new Promise((resolve) => setImmediate(resolve));
      giveUp.abort();
      if (!(await turn)) break;
      count += 1;
    }
    starts.push(count);
  }
  return starts;
}

test('one after another, with the gap between them', async () => {
  expect(await startsAt([0, 5, 10, 12, 20, 45], 10, 1)).toEqual([1, 0, 1, 0, 1, 1]);
});

test('a burst after a pause, then one for each gap', async () => {
  expect(await startsAt([0, 7, 8, 15, 30, 100], 7.5, 2)).toEqual([2, 0, 1, 1, 2, 2]);
});

test('who is held waits, others do not, until the signal gives it up', async () => {
  const pace = createPace(0);
  pace.hold('a', 60_000);
  const giveUp = new AbortController();
  const held = pace.turn('a', giveUp.signal);
  await pace.turn('b', never);
  giveUp.abort();
  await expect(held).rejects.toThrow('aborted');
});
