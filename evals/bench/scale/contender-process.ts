import { mkdir, rm } from 'node:fs/promises';
import { isGuidaError } from '../../../corpus/errors.ts';
import { CONTENDERS, type Opened, type Place } from './contender.ts';
import { NotInstalled } from './peer-module.ts';
import { WORDS_ALONE, type PreparedQuestion } from './prepared.ts';

/** What the parent asks of a contender's process. */
export type Task =
  | { readonly do: 'build' | 'open'; readonly name: string; readonly place: Place }
  | { readonly do: 'search'; readonly question: PreparedQuestion; readonly by: 'words' | 'vectors' };

/** What it answers: how long that took in its own process, in milliseconds, and what was found. */
export type Outcome =
  | { readonly ms: number; readonly found: readonly string[]; readonly hasVectors: boolean }
  | { readonly failed: 'not-installed' | 'error'; readonly reason: string };

/** How many passages a search is asked for. */
const K = 10;

let opened: Opened | undefined;
let hasVectors = false;

async function work(task: Task): Promise<readonly string[]> {
  if (task.do === 'search') {
    const { words, vector } = task.question;
    if (task.by === 'words') return (await opened?.searchWords(words, K)) ?? [];
    return (await opened?.searchVectors?.(Float32Array.from(vector), K)) ?? [];
  }
  const contender = CONTENDERS.find(({ name }) => name === task.name);
  if (contender === undefined) throw new Error(`there is no contender ${task.name}`);
  if (task.do === 'open') {
    opened = await contender.open(task.place);
    hasVectors = opened.searchVectors !== undefined && task.place.dimension !== WORDS_ALONE;
    return [];
  }
  await rm(task.place.folder, { recursive: true, force: true });
  await mkdir(task.place.folder, { recursive: true });
  await contender.build(task.place);
  return [];
}

process.on('message', (task: Task) => {
  const started = performance.now();
  void work(task)
    .then((found): Outcome => ({
      ms: performance.now() - started,
      found,
      hasVectors,
    }))
    .catch((error: unknown): Outcome => {
      const cause = isGuidaError(error) && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      const reason = error instanceof Error ? `${error.message}${cause}` : String(error);
      return { failed: error instanceof NotInstalled ? 'not-installed' : 'error', reason };
    })
    .then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => {
  process.exit(0);
});
