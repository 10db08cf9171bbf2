import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';
import type { KnownFact } from '../questions.ts';
import { openCorpus } from '../system.ts';
import { findEvidence, type EvidenceResult } from './evidence.ts';

/** What the process is to look through. */
export interface EvidenceTask {
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  /** Data folder with their index. */
  readonly data: string;
  readonly questions: readonly KnownFact[];
  readonly seconds: number;
}

const ENTRY = fileURLToPath(import.meta.url);

/**
 * `findEvidence` in a process of its own, so that two editions take two cores.
 * @throws GuidaError `internal` when the process ends without a result; what ailed it stands on stderr
 */
export function findEvidenceApart(task: EvidenceTask): Promise<EvidenceResult> {
  const child = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new GuidaError('internal', `Looking for evidence ended without a result (exit ${String(code)}).`));
    });
    child.once('message', (result) => {
      resolve(result as EvidenceResult);
    });
    child.send(task);
  });
}

async function serve({ corpus, data, questions, seconds }: EvidenceTask): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const index = await openCorpus(corpus, data);
  try {
    process.send?.(await findEvidence(index, questions, until));
  } finally {
    await index.close();
  }
  process.disconnect();
}

if (process.argv[1] === ENTRY) process.once('message', (task: EvidenceTask) => void serve(task));
