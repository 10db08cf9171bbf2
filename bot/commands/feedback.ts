import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';
import { write } from '../host.ts';
import type { JudgedAnswer } from '../journal/types.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `feedback`. */
export interface FeedbackOptions extends CommonOptions {
  readonly export?: boolean;
  readonly since?: string;
}

/** Describes `feedback`. */
export function describeFeedback(command: Command): Command {
  return command
    .description('tell what readers thought of answers')
    .option('--export', 'print the answers they found bad as candidate questions for the evaluation, one JSON a line')
    .option('--since <date>', 'only feedback from this day on, as 2026-11-21')
    .addHelpText(
      'after',
      '\nA candidate becomes a question of the evaluation once its kind, expect and evidence are filled in and its note is gone.',
    );
}

/**
 * Counts feedback, or exports what it says against answers.
 * @throws GuidaError `usage`, `journal-failed`
 */
export async function feedback(
  { host, data }: Session,
  _values: readonly string[],
  options: FeedbackOptions,
): Promise<ExitCode> {
  const since = options.since === undefined ? 0 : startOf(options.since);
  const { JOURNAL_FILE, openEmbeddedJournal } = await import('../journal/embedded-journal.ts');
  const path = join(data, JOURNAL_FILE);
  if (!existsSync(path))
    throw new GuidaError(
      'journal-failed',
      'There is no journal yet. Run “start” first, or name its folder with --data.',
    );
  const journal = openEmbeddedJournal(path);
  try {
    const counts = { good: 0, bad: 0 };
    for await (const judged of journal.judged(since)) {
      counts[judged.feedback.verdict] += 1;
      if (options.export === true && judged.feedback.verdict === 'bad')
        await write(host.stdout, `${JSON.stringify(candidateOf(judged))}\n`);
    }
    if (options.export !== true) await write(host.stdout, `${counts.good} good, ${counts.bad} bad.\n`);
    return 0;
  } finally {
    await journal.close();
  }
}

/** A question as the evaluation's files have it, but for its right answer, which a person has to fill in. */
function candidateOf({ feedback: { reason }, entry, earlier }: JudgedAnswer): object {
  const turns = [...earlier.map(({ question }) => question), entry.question];
  return {
    // The same answer gets the same id at each export.
    id: `feedback-${Number.parseInt(entry.answerId.replace(/\W/gu, '').slice(0, 8), 16)}`,
    kind: turns.length > 1 ? 'follow-up' : 'candidate',
    turns,
    expect: [],
    forbid: [],
    decline: false,
    evidence: [],
    note: `${reason === undefined ? '没有写原因' : `原因：${reason}`}；当时的回答：${entry.answer.text}`,
  };
}

function startOf(date: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? Date.parse(`${date}T00:00:00`) : Number.NaN;
  if (Number.isNaN(start)) throw new GuidaError('usage', '--since takes a day, as 2026-11-21.');
  return start;
}
