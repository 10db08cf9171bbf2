import { setImmediate as immediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { closedLoop } from './closed-loop.ts';

/** A server with a clock of its own, which answers one question at a time, each in 10 ms. */
function slowServer() {
  let time = 0;
  let waiting = 0;
  let most = 0;
  let asked = 0;
  let turn = Promise.resolve();
  return {
    now: () => time,
    most: () => most,
    asked: () => asked,
    ask: async (): Promise<boolean> => {
      const number = (asked += 1);
      waiting += 1;
      most = Math.max(most, waiting);
      turn = turn.then(immediate).then(() => {
        time += 10;
      });
      await turn;
      waiting -= 1;
      return number % 10 !== 0;
    },
  };
}

test('as many ask at a time as there are people, and each again at once', async () => {
  const server = slowServer();
  const result = await closedLoop(server.ask, { people: 4, lastsMs: 1000, now: server.now });
  expect(server.most()).toBe(4);
  // A hundred fit into the second; those under way at its end are waited for, and not counted as in time.
  expect(server.asked()).toBeGreaterThanOrEqual(100);
  expect(server.asked()).toBeLessThanOrEqual(104);
  expect(result.unanswered).toBe(10);
  expect(result.perSecond).toBe(90);
  expect(result.p50Ms).toBe(40);
  expect(result.p99Ms).toBe(40);
});
