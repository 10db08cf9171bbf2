import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** The command line of `bench`, read. */
export interface Arguments {
  /** Folders of plans, absolute; absent: the digests, and the official texts where they are. */
  readonly corpus?: readonly string[];
  /** File for the figures as JSON. */
  readonly json?: string;
  /** What the whole run may take, about. */
  readonly seconds: number;
}

/**
 * Reads the command line.
 * @throws CommanderError for what it refuses, and for `--help`
 */
export function readArguments(argv: readonly string[]): Arguments {
  const command = new Command('bench')
    .description('Times the index, the first answer and the search, beside MiniSearch on the same passages.')
    .option('--corpus <dir>', 'plans of your own (repeatable); default: the digests and, if set, PLAN_TEXTS', collect)
    .option('--json <file>', 'write the figures as JSON too')
    .option('--seconds <number>', 'about how long the run may take', secondsOf, 120)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse([...argv], { from: 'user' });
  return command.opts<Arguments>();
}

function collect(dir: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, path.resolve(dir)];
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('It must be a whole number from 1 to 3600.');
}
