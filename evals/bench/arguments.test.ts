import path from 'node:path';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { readArguments, type Arguments } from './arguments.ts';

test('reads the command line', () => {
  const check = (argv: readonly string[], expected: Arguments): void => {
    expect(readArguments(argv)).toEqual(expected);
  };
  check([], { seconds: 120 });
  check(['--corpus', 'a', '--corpus', 'b'], { corpus: [path.resolve('a'), path.resolve('b')], seconds: 120 });
  check(['--json', 'x.json', '--seconds', '30'], { json: 'x.json', seconds: 30 });
});

test('refuses what it does not understand', () => {
  for (const argv of [['--seconds', '0'], ['--seconds', 'two'], ['--nonsense'], ['stray'], ['--json']]) {
    expect(() => readArguments(argv)).toThrow(CommanderError);
  }
});
