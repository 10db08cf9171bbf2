import { describe, expect, test } from 'vitest';
import { makeRounds, takeTurns, turnOrder } from './rounds.ts';

describe('makeRounds', () => {
  /** Rounds of 10 ms each on a clock that only they move. */
  const check = async (limits: { least: number; most: number; until: number }, expected: number): Promise<void> => {
    let time = 0;
    const made = await makeRounds(
      (index) => {
        time += 10;
        return Promise.resolve(index);
      },
      { ...limits, now: () => time },
    );
    expect(made).toEqual(Array.from({ length: expected }, (_, index) => index));
  };

  test('makes the least, however late it is', () => check({ least: 3, most: 9, until: 0 }, 3));
  test('goes on while there is time for another', () => check({ least: 1, most: 9, until: 50 }, 5));
  test('begins none that would end too late', () => check({ least: 1, most: 9, until: 49 }, 4));
  test('stops at the most', () => check({ least: 1, most: 4, until: 1e9 }, 4));
});

describe('turnOrder', () => {
  test('lets everyone go first, and runs everyone once', () => {
    expect([0, 1, 2, 3].map((turn) => turnOrder(3, turn))).toEqual([
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ]);
  });
});

describe('takeTurns', () => {
  const names = ['a', 'b', 'c'];

  test('runs in the order of the turn, one after another, and answers in the order given', async () => {
    const log: string[] = [];
    const contenders = names.map((name) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    });
    expect(await takeTurns(contenders, 2)).toEqual(names);
    expect(log).toEqual(['c begins', 'c ends', 'a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('passes a failure on', async () => {
    const contenders = [() => Promise.resolve(1), () => Promise.reject(new Error('broken'))];
    await expect(takeTurns(contenders, 0)).rejects.toThrow('broken');
  });
});
