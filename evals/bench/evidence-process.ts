import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';
import type { KnownFact } from '../questions.ts';
import { openCorpus } from '../system.ts';
import { addResults, findEvidence, type EvidenceResult } from './evidence.ts';

/** What is to be looked through. */
export interface EvidenceTask {
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  /** Data folder with their index. */
  readonly data: string;
  /** With evidence. */
  readonly questions: readonly KnownFact[];
  readonly seconds: number;
  /** As many are asked whatever the time. */
  readonly least: number;
}

const ENTRY = fileURLToPath(import.meta.url);

/**
 * `findEvidence` in processes of its own, so that it takes as many cores as there are. Each has every n-th question.
 * @throws GuidaError `internal` when one ends without a result; what ailed it stands on stderr
 */
export async function findEvidenceApart(task: EvidenceTask, processes: number): Promise<EvidenceResult> {
  const slices = Array.from({ length: processes }, (_, slice) =>
    task.questions.filter((_question, index) => index % processes === slice),
  );
  return addResults(
    await Promise.all(
      slices.map((questions) => runApart({ ...task, questions, least: Math.ceil(task.least / processes) })),
    ),
  );
}

async function runApart(task: EvidenceTask): Promise<EvidenceResult> {
  const child = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        reject(new GuidaError('internal', `Looking for evidence ended without a result (exit ${String(code)}).`));
      });
      child.once('message', (result) => {
        resolve(result as EvidenceResult);
      });
      child.send(task);
    });
  } finally {
    child.kill();
  }
}

async function serve({ corpus, data, questions, seconds, least }: EvidenceTask): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const index = await openCorpus(corpus, data);
  const result = await findEvidence(index, questions, { least, until }).finally(() => index.close());
  process.send?.(result);
}

if (process.argv[1] === ENTRY) process.once('message', (task: EvidenceTask) => void serve(task));
