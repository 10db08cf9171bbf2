import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GuidaError, isGuidaError, type GuidaErrorCode } from '../corpus/errors.ts';
import type { Outcome } from './metrics/judge.ts';
import type { KnownFact } from './questions.ts';
import type { Stages } from './system.ts';

/** A corpus to be evaluated, and with what. */
export interface EditionTask {
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  /** Where its index is built, or lies. */
  readonly dataDir: string;
  readonly questions: readonly KnownFact[];
  /** One run of the questions for each. */
  readonly runs: readonly Stages[];
}

/** What came of it. */
export interface EditionResult {
  /** The outcomes of each run, in the order of `runs`. */
  readonly runs: readonly (readonly Outcome[])[];
}

/** An error as it is sent from one process to another. */
interface Failure {
  readonly code?: GuidaErrorCode;
  readonly message: string;
}

/** What the process sends back. */
export type EditionReply = { readonly result: EditionResult } | { readonly failure: Failure };

/**
 * Evaluates a corpus in a process of its own, so that two editions take two cores, and so that each has its own
 * dictionary of words (nodejieba has one for a process).
 * @throws GuidaError as `runEdition`; `internal` when the process ends without a result
 */
export async function runEditionApart(task: EditionTask): Promise<EditionResult> {
  const entry = fileURLToPath(new URL('edition-process.ts', import.meta.url));
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(
          new GuidaError('internal', `The evaluation ended without a result (${signal ?? `exit ${String(code)}`}).`),
        );
      });
      child.once('message', (message) => {
        const reply = message as EditionReply;
        if ('result' in reply) resolve(reply.result);
        else reject(errorOf(reply.failure));
      });
      child.send(task);
    });
  } finally {
    child.kill();
  }
}

/** A failure as it can be sent to another process. */
export function describeFailure(error: unknown): Failure {
  if (isGuidaError(error)) return { code: error.code, message: error.message };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function errorOf({ code, message }: Failure): Error {
  return code === undefined ? new Error(message) : new GuidaError(code, message);
}
