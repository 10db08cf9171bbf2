import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Edition } from '../arguments.ts';
import type { KnownFact } from '../questions.ts';
import { openCorpus } from '../system.ts';
import { openContenders } from './contenders.ts';
import { timeIndex } from './index-times.ts';
import { textOf } from './question-texts.ts';
import type { EditionReport } from './report.ts';
import { timeSearch } from './search-times.ts';
import { timeStart } from './start-times.ts';

/** Everything of an edition that is timed, and where its index lies. */
export interface TimedEdition {
  readonly report: Omit<EditionReport, 'evidence'>;
  readonly data: string;
}

/** What the first answer of a fresh process is asked. */
const FIRST_QUESTION = '合肥市到2025年国家高新技术企业要达到多少户？';
/** Questions in a round of search: enough for a p99, few enough for several rounds. */
const TIMED_QUESTIONS = 100;
/** Shares of the time that building, and building and starting, may take. */
const INDEX_SHARE = 0.5;
const START_SHARE = 0.8;

/**
 * Times one edition, one thing after another.
 * @param questions with evidence; the first are searched for
 * @param folder a temporary folder; made
 * @param milliseconds for all of it, about: more rounds are made while there is time
 */
export async function timeEdition(
  edition: Edition,
  questions: readonly KnownFact[],
  { folder, milliseconds }: { readonly folder: string; readonly milliseconds: number },
): Promise<TimedEdition> {
  await mkdir(folder, { recursive: true });
  const started = performance.now();
  const corpus = edition.corpus.map((dir) => path.resolve(dir));
  const task = (share: number) => ({ corpus, folder, until: started + milliseconds * share });
  const { times, built } = await timeIndex(task(INDEX_SHARE));
  const start = await timeStart(FIRST_QUESTION, built, task(START_SHARE));
  const index = await openCorpus(corpus, built.data);
  try {
    const timed = questions.slice(0, TIMED_QUESTIONS);
    const search = await timeSearch(await openContenders(index), timed.map(textOf), task(1));
    const plans = await index.store.plans();
    const passages = index.store.manifest.passages;
    const { name } = edition;
    const timedQuestions = timed.length;
    const report = { name, plans: plans.length, passages, index: times, start, search, timedQuestions };
    return { report, data: built.data };
  } finally {
    await index.close();
  }
}
