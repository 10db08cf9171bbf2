import path from 'node:path';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { readArguments, type Arguments } from './arguments.ts';

test('reads the command line', () => {
  const check = (argv: readonly string[], expected: Arguments): void => {
    expect(readArguments(argv)).toEqual(expected);
  };
  const defaults = { seconds: 120, dimensions: [256], patience: 300, people: [1, 8, 32] };
  check([], defaults);
  check(['--corpus', 'a', '--corpus', 'b'], { ...defaults, corpus: [path.resolve('a'), path.resolve('b')] });
  check(['--json', 'x.json', '--seconds', '30'], { ...defaults, json: 'x.json', seconds: 30 });
  check(['--web', '--people', '1,4'], { ...defaults, web: true, people: [1, 4] });
  check(['--sizes', '5', '--keep', 'k'], { ...defaults, sizes: [5], keep: path.resolve('k') });
  check(['--sizes', '12,1000', '--dimensions', '256,1024', '--peers', 'p', '--only', 'ours,raw', '--patience', '9'], {
    ...defaults,
    ...{ sizes: [12, 1000], dimensions: [256, 1024], peers: 'p', only: ['ours', 'raw'], patience: 9 },
  });
});

test('refuses what it does not understand', () => {
  for (const argv of [
    ['--seconds', '0'],
    ['--seconds', 'two'],
    ['--nonsense'],
    ['stray'],
    ['--json'],
    ['--sizes', '1,x'],
    ['--sizes', '0'],
  ]) {
    expect(() => readArguments(argv)).toThrow(CommanderError);
  }
});
