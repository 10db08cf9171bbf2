import { setTimeout as delay } from 'node:timers/promises';
import type { Journal } from '../journal/types.ts';
import type { IncomingQuestion } from './types.ts';

/** How long between two looks, milliseconds: the first, and the longest. */
const PAUSE_MS = { first: 20, longest: 500 };

/** As long as an answer may take: what is still open then, as after a failure, keeps nobody waiting. */
const PATIENCE_MS = 30_000;

/** What `otherReplicasDone` takes. */
export interface OtherReplicasOptions {
  readonly journal: Pick<Journal, 'isNext'>;
  readonly signal: AbortSignal;
  /** Told when the journal cannot be asked: the question is then answered without waiting. */
  readonly onFailure: (what: string, error: unknown) => void;
  /** Milliseconds. */
  readonly patienceMs?: number;
}

/**
 * Waits until the earlier questions of a conversation have their answers that other replicas have taken: this one answers
 * them in their order by itself, but a conversation may reach several.
 */
export async function otherReplicasDone(incoming: IncomingQuestion, options: OtherReplicasOptions): Promise<void> {
  const { journal, signal, onFailure, patienceMs = PATIENCE_MS } = options;
  if (journal.isNext === undefined) return;
  try {
    let pause = PAUSE_MS.first;
    for (let waited = 0; waited < patienceMs && !signal.aborted; waited += pause) {
      if (await journal.isNext(incoming)) return;
      pause = Math.min(pause * 2, PAUSE_MS.longest);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    onFailure('The order of a conversation could not be looked up.', error);
  }
}
