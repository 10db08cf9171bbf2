import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { isGuidaError } from '../corpus/errors.ts';
import { ask, describeAsk } from './commands/ask.ts';
import { buildIndexOf, describeIndex } from './commands/index-command.ts';
import { describeDraft, draft } from './commands/draft.ts';
import { describeFeedback, feedback } from './commands/feedback.ts';
import { describeIndicators, indicators } from './commands/indicators.ts';
import { describePlans, plans } from './commands/plans.ts';
import { describeSearch, search } from './commands/search.ts';
import { addCommonOptions, openSession, type CommonOptions, type ExitCode, type Session } from './commands/session.ts';
import { describeStart, start } from './commands/start.ts';
import type { Host } from './host.ts';
import { createLog, type Log } from './log.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** Exit codes: what the user typed or set is wrong; everything else that keeps a command from doing its work. */
const USAGE = 2;
const FAILED = 1;

/** npm scripts that are no commands of ours, but are easily taken for some. */
const SCRIPTS = ['eval', 'bench', 'test'];

/**
 * Runs one command line. Never throws for what a user can type: says in one line on stderr what is wrong.
 * @param argv without the program's own name
 * @returns 0; 1 when the command could not do its work; 2 for bad usage or settings
 */
export async function runProgram(argv: readonly string[], host: Host): Promise<ExitCode> {
  const plainLog = createLog({ write: (text) => void host.stderr.write(text), verbose: argv.includes('--verbose') });
  const outcome: Outcome = { code: 0, log: plainLog };
  try {
    await createProgram(host, outcome).parseAsync([...argv], { from: 'user' });
    return outcome.code;
  } catch (error) {
    return tell(error, argv, outcome.log);
  }
}

/** What a command leaves behind. */
interface Outcome {
  code: ExitCode;
  /** Hides the secrets of the settings, once these are known. */
  log: Log;
}

/** The command line, described. */
function createProgram(host: Host, outcome: Outcome): Command {
  const program = new Command('guida')
    .description(
      'Answers questions about government plans in Chinese, with every figure checked against the passage it cites.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      // What is wrong is told once, by `tell`.
      writeErr: () => undefined,
    });

  const add = (
    name: string,
    describe: (command: Command) => Command,
    // `never`: each command takes the options it has described itself.
    run: (session: Session, values: readonly string[], options: never) => Promise<ExitCode>,
  ): void => {
    addCommonOptions(describe(program.command(name))).action(async (...values: unknown[]) => {
      const command = values.at(-1) as Command;
      const session = openSession(host, command.opts<CommonOptions>());
      outcome.log = session.log;
      outcome.code = await run(session, command.args, command.opts<never>());
    });
  };

  add('ask', describeAsk, ask);
  add('search', describeSearch, search);
  add('plans', describePlans, plans);
  add('indicators', describeIndicators, indicators);
  add('index', describeIndex, buildIndexOf);
  add('draft', describeDraft, draft);
  add('start', describeStart, start);
  add('feedback', describeFeedback, feedback);
  return program;
}

function tell(error: unknown, argv: readonly string[], log: Log): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help, --version
    log.warn(usageMessage(error, argv));
    return USAGE;
  }
  if (isGuidaError(error)) {
    log.warn(error.message, error);
    return error.code === 'usage' || error.code === 'settings' ? USAGE : FAILED;
  }
  log.warn('Something went wrong that should not have. With --verbose it says more.', error);
  return FAILED;
}

/** Commander's message, in one line that ends with what to do. */
function usageMessage(error: CommanderError, argv: readonly string[]): string {
  const given = argv.find((argument) => !argument.startsWith('-'));
  if (error.code === 'commander.help')
    return 'There is no command. Give one: ask, search, plans, indicators, index, draft, start. See guida --help.';
  if (error.code === 'commander.unknownCommand' && given !== undefined && SCRIPTS.includes(given)) {
    return `“${given}” is no command. Run it from a checkout: npm run ${given}.`;
  }
  const isCommand = error.code !== 'commander.unknownCommand' && given !== undefined;
  const message = error.message
    .replace(/^error: /u, '')
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/(?<![.?!)])$/u, '.');
  return `${message.charAt(0).toUpperCase()}${message.slice(1)} See ${isCommand ? `guida ${given} --help` : 'guida --help'}.`;
}
