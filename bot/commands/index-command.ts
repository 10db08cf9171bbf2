import type { Command } from 'commander';
import { write } from '../host.ts';
import { missingFolders, type CommonOptions, type ExitCode, type Session } from './session.ts';

/** Options of `index`. */
export interface IndexOptions extends CommonOptions {
  readonly strict?: boolean;
}

/** Describes `index`. */
export function describeIndex(command: Command): Command {
  return command
    .description('build or refresh the index; a file that cannot be read is named and the others are indexed')
    .argument('[dir...]', 'folders with plans, as with --corpus')
    .option('--strict', 'exit with 1 when any file or folder could not be read');
}

/**
 * Reads the corpus again and builds its index if anything changed.
 * @throws GuidaError as opening the index
 */
export async function buildIndexOf(
  session: Session,
  dirs: readonly string[],
  options: IndexOptions,
): Promise<ExitCode> {
  const started = session.host.now();
  const corpus = [...(options.corpus ?? []), ...dirs];
  const index = await session.openIndex({ reread: true, tell: 'all', ...(corpus.length > 0 ? { corpus } : {}) });
  try {
    const plans = await index.store.plans();
    const total = (count: keyof (typeof plans)[number]['counts']): number =>
      plans.reduce((sum, plan) => sum + plan.counts[count], 0);
    const seconds = ((session.host.now() - started) / 1000).toFixed(1);
    const what = `${plans.length} plans, ${total('passages')} passages, ${total('tables')} tables, ${total('records')} indicator records`;
    await write(session.host.stdout, `${index.reused ? 'Up to date' : 'Built'} in ${seconds} s: ${what}.\n`);
    const isWhole = index.notes.failures.length === 0 && missingFolders(corpus).length === 0;
    return options.strict === true && !isWhole ? 1 : 0;
  } finally {
    await index.close();
  }
}
