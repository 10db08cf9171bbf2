import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';
import type { Host } from '../host.ts';
import { createLog, type Log } from '../log.ts';
import type { OpenIndex } from '../open-index.ts';
import { createProgress } from '../progress.ts';
import { readSettings, secretsOf, type Settings } from '../settings.ts';

/** Options of every command. */
export interface CommonOptions {
  readonly corpus?: readonly string[];
  readonly data?: string;
  readonly verbose?: boolean;
}

/** What a command runs in: checked settings, and the index when it asks for it. */
export interface Session {
  readonly host: Host;
  readonly settings: Settings;
  readonly log: Log;
  /** Folders or files of plans, from the options, the settings or the program itself. */
  readonly corpus: readonly string[];
  /** The data folder. */
  readonly data: string;
  /**
   * Opens the index, building it first if need be. Close it.
   * @throws GuidaError as `openIndex`
   */
  openIndex(options?: SessionIndexOptions): Promise<OpenIndex>;
}

/** How a command wants its index. */
export interface SessionIndexOptions {
  /** Folders or files of plans. Default: those of the session. */
  readonly corpus?: readonly string[];
  /** See `OpenIndexOptions`. */
  readonly reread?: boolean;
  /**
   * What to tell of reading the corpus: `failures`, when it has just been read, names the files that could not be
   * read; `all` tells everything, always. Default `failures`.
   */
  readonly tell?: 'failures' | 'all';
}

/** What the program ends with: 0 when the command did its work. */
export type ExitCode = number;

/** Options that every command takes. */
export function addCommonOptions(command: Command): Command {
  const collect = (dir: string, dirs: readonly string[] = []): readonly string[] => [...dirs, dir];
  return command
    .option(
      '--corpus <dir>',
      'folder with plans, repeatable (default: GUIDA_CORPUS, or the plans that ship with Guida)',
      collect,
    )
    .option('--data <dir>', 'folder of the index (default: GUIDA_DATA, or .guida)')
    .option('--verbose', 'tell more on stderr, with stack traces');
}

/**
 * Starts a session.
 * @throws GuidaError `settings`, `usage`
 */
export function openSession(host: Host, options: CommonOptions): Session {
  const settings = readSettings({ environment: host.environment, folder: host.folder });
  const log = createLog({
    write: (text) => void host.stderr.write(text),
    verbose: options.verbose === true,
    secrets: secretsOf(settings),
  });
  const corpus = options.corpus ?? settings.GUIDA_CORPUS ?? [shippedPlans()];
  const data = options.data ?? settings.GUIDA_DATA;
  if (corpus.includes('') || data === '')
    throw new GuidaError('usage', 'A folder has no name. Give one after --corpus and --data.');
  return {
    host,
    settings,
    log,
    corpus,
    data,
    async openIndex({ corpus: dirs = corpus, reread = false, tell = 'failures' } = {}) {
      // Loaded here, so that help and bad usage do not wait for the native libraries.
      const [{ openIndex }, { withEmbedder }] = await Promise.all([
        import('../open-index.ts'),
        import('../embedder.ts'),
      ]);
      const started = host.now();
      const index = await withEmbedder(settings, data, log, (embedder) =>
        openIndex({
          corpus: dirs,
          data,
          log,
          progress: createProgress(host.stderr),
          reread,
          embedder,
          database: settings.DATABASE_URL,
        }),
      );
      log.detail(`Index ${index.store.generation} opened after ${Math.round(host.now() - started)} ms.`);
      tellNotes(index, dirs, tell, log);
      return index;
    },
  };
}

/** Those of the folders or files that do not exist. */
export function missingFolders(dirs: readonly string[]): readonly string[] {
  return dirs.filter((dir) => !existsSync(dir));
}

/** Names the files that could not be read, and what was noticed of the others. */
function tellNotes({ notes, reused }: OpenIndex, dirs: readonly string[], tell: 'failures' | 'all', log: Log): void {
  const failures = notes.failures.map(({ reason }) => reason);
  // Told each time: whoever mistypes one of two folders would otherwise get answers from half of the plans.
  const missing = missingFolders(dirs).map(
    (dir) => `${basename(dir)}: there is no such folder or file; it is passed over.`,
  );
  const told = tell === 'all' ? [...failures, ...notes.warnings] : [...missing, ...(reused ? [] : failures)];
  for (const line of told) log.warn(line);
}

/** The plans that ship with the program, relative to the working folder when they lie in it. */
function shippedPlans(): string {
  const path = fileURLToPath(new URL('../../corpus/plans', import.meta.url));
  const inside = relative(process.cwd(), path);
  return inside.startsWith('..') ? path : inside;
}
