import { CommanderError, type Command } from 'commander';
import { isGuidaError } from '../corpus/errors.ts';

/**
 * A command that has read its command line.
 * @throws CommanderError for what it refuses, and for `--help`
 */
export function parseCommand(command: Command, argv: readonly string[]): Command {
  return command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parse([...argv], { from: 'user' });
}

/**
 * Runs a program of this folder with the command line of the process. What goes wrong is told on stderr, and exits with 2
 * when the command line makes no sense, else with 1.
 * @param main gives the exit code; default 0
 */
export async function runMain(main: (argv: readonly string[]) => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) process.stderr.write(`${error.message.replaceAll('\n', ' ')}; see --help.\n`);
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (isGuidaError(error)) {
      const cause = error.cause instanceof Error ? error.cause.message.trim() : '';
      process.stderr.write(`${[error.message, cause].filter(Boolean).join('\n')}\n`);
      process.exitCode = error.code === 'usage' ? 2 : 1;
    } else {
      throw error;
    }
  }
}
