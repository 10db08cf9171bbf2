import type { EditionResult, EditionTask } from './edition.ts';
import type { Outcome } from './metrics/judge.ts';
import { runQuestions } from './run.ts';
import { openCorpus, systemOf } from './system.ts';

/**
 * Evaluates a corpus in this process.
 * @throws GuidaError when its index cannot be built or opened
 */
export async function runEdition(task: EditionTask): Promise<EditionResult> {
  const index = await openCorpus(task.corpus, task.dataDir);
  try {
    const runs: (readonly Outcome[])[] = [];
    for (const stages of task.runs) runs.push(await runQuestions(task.questions, await systemOf(index, stages)));
    return { runs };
  } finally {
    await index.close();
  }
}
