import path from 'node:path';
import { Command, Option } from 'commander';
import { GuidaError } from '../corpus/errors.ts';
import { parseCommand } from './command-line.ts';
import { loadQuestions, PARTS, shippedQuestions, type Part } from './questions.ts';
import type { QuestionSet } from './report.ts';

/** The command line of `eval`, read. */
export interface Arguments {
  /** Files of questions; absent: the ones that ship. */
  readonly questions?: readonly string[];
  /** Folders of plans; absent: the digests, and the official texts where they are. */
  readonly corpus?: readonly string[];
  /** Where indexes are kept; absent: in a temporary folder. */
  readonly data?: string;
  readonly part: Part | 'all';
  readonly check?: true;
  readonly accept?: true;
  readonly ablate?: true;
  /** Let the chat model of the settings write the answers. */
  readonly model?: true;
  /** Make every attack of the red-team set instead of asking questions. */
  readonly redTeam?: true;
  readonly html?: string;
  readonly json?: string;
}

/** A corpus that is evaluated, by the name its scores go under. */
export interface Edition {
  readonly name: string;
  readonly corpus: readonly string[];
}

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

/**
 * Reads the command line.
 * @throws GuidaError `usage`; CommanderError for what commander refuses, and for `--help`
 */
export function readArguments(argv: readonly string[]): Arguments {
  const command = new Command('eval')
    .description('Asks questions whose answers are known, and scores what comes back.')
    .option('--questions <file>', 'questions of your own, JSON lines (repeatable)', collect)
    .option('--corpus <dir>', 'plans of your own (repeatable); default: the digests and, if set, PLAN_TEXTS', collect)
    .option('--data <dir>', 'keep the indexes here; default: a temporary folder')
    .addOption(new Option('--part <part>', 'part of the questions').choices([...PARTS, 'all']).default('all'))
    .option('--check', 'exit 1 when a score fell by more than its noise')
    .option('--accept', 'make these scores the baseline')
    .option('--ablate', 'run again with each stage of the search switched')
    .option('--model', 'let the chat model of the settings write the answers')
    .option('--red-team', 'make every attack of evals/red-team instead')
    .option('--html <file>', 'write a page with charts and the failed questions')
    .option('--json <file>', 'write the scores; of the tuning part every answer too');
  const read = parseCommand(command, argv).opts<Arguments>();
  if ((read.check ?? read.accept) && (read.questions ?? read.corpus ?? read.model)) {
    const own = 'Leave out --questions, --corpus and --model.';
    throw new GuidaError('usage', `--check and --accept are for what ships, without a model. ${own}`);
  }
  return read;
}

/**
 * The questions that a command line asks for, set by set.
 * @throws GuidaError `usage` when a file does not hold questions
 */
export async function setsOf({
  questions,
  part,
}: Pick<Arguments, 'questions' | 'part'>): Promise<readonly QuestionSet[]> {
  const files = questions ?? PARTS.filter((name) => part === 'all' || part === name).map(shippedQuestions);
  return Promise.all(
    files.map(async (file) => ({
      name: path.basename(file, '.jsonl'),
      questions: await loadQuestions(file),
      isKept: path.resolve(file) === shippedQuestions('kept'),
    })),
  );
}

/** The corpora that a command line asks for. `PLAN_TEXTS` in the environment is the folder of the official texts. */
export function editionsOf(
  { corpus }: Pick<Arguments, 'corpus'>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Edition[] {
  if (corpus) return [{ name: 'corpus', corpus }];
  const shipped = path.join(import.meta.dirname, '..', 'corpus', 'plans');
  const texts = environment['PLAN_TEXTS'];
  return [{ name: 'shipped', corpus: [shipped] }, ...(texts ? [{ name: 'official', corpus: [texts] }] : [])];
}
