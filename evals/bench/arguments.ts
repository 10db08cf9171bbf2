import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { parseCommand } from '../command-line.ts';

/** The command line of `bench`, read. */
export interface Arguments {
  /** Folders of plans, absolute; absent: the digests, and the official texts where they are. */
  readonly corpus?: readonly string[];
  /** File for the figures as JSON. */
  readonly json?: string;
  /** What the whole run may take, about. */
  readonly seconds: number;
  /** Numbers of generated passages; given, they are measured instead of plans. */
  readonly sizes?: readonly number[];
  /** Lengths of their vectors. */
  readonly dimensions: readonly number[];
  /** Folder with a `node_modules` in which further peers are looked for. */
  readonly peers?: string;
  /** Names of contenders; absent: all. */
  readonly only?: readonly string[];
  /** How long a peer may build its index of generated passages, seconds. */
  readonly patience: number;
  /** Ask over HTTP instead. */
  readonly web?: true;
  /** How many ask at a time then. */
  readonly people: readonly number[];
  /** Folder in which generated passages and their indexes stay, and are found again by the next run; absolute. */
  readonly keep?: string;
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
    .option('--sizes <numbers>', 'measure generated passages instead, so many of them: 10000,100000', numbersOf)
    .option('--dimensions <numbers>', 'lengths of their vectors; 1: words alone', numbersOf, [256])
    .option('--peers <dir>', 'folder where npm has installed @orama/orama, @lancedb/lancedb, @electric-sql/pglite…')
    .option('--only <names>', 'these contenders alone: ours,"raw FTS5 + hnswlib"', (text) => text.split(','))
    .option('--patience <seconds>', 'how long a peer may build', secondsOf, 300)
    .option('--web', 'ask the started program over HTTP instead, as fast as it answers')
    .option('--people <numbers>', 'how many ask at a time', numbersOf, [1, 8, 32])
    .option('--keep <dir>', 'leave what is built for generated passages here, and build nothing twice', absolute);
  return parseCommand(command, argv).opts<Arguments>();
}

function absolute(dir: string): string {
  return path.resolve(dir);
}

function collect(dir: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, path.resolve(dir)];
}

function numbersOf(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number >= 1)) return numbers;
  throw new InvalidArgumentError('It must be whole numbers above 0, with commas between them.');
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('It must be a whole number from 1 to 3600.');
}
