import type PQueue from 'p-queue';
import { isGuidaError } from '../../corpus/errors.ts';
import type { DraftOrder } from '../draft/types.ts';
import type { Access } from './access.ts';
import type { LiveIndex } from './live-index.ts';
import type { QuestionLimits } from './question-limits.ts';
import type { DraftOutcome, Reader, RefusalReason } from './types.ts';
import { WORDING } from './wording.ts';

/** What drafting takes. */
export interface DraftJobContext {
  readonly index: Pick<LiveIndex, 'lease'>;
  readonly access: Access;
  readonly limits: QuestionLimits;
  /** The queue of the questions. */
  readonly queue: PQueue;
  /** Orders and questions that may wait their turn. */
  readonly mostWaiting: number;
  readonly isStopping: () => boolean;
  readonly onFailure: (what: string, error: unknown) => void;
}

/** Fills an order in its turn, from the plans its reader may see. Never throws. */
export async function draftOne(reader: Reader, order: DraftOrder, context: DraftJobContext): Promise<DraftOutcome> {
  const { limits, queue, mostWaiting, isStopping, onFailure } = context;
  if (isStopping()) return refused('stopping', WORDING.stopping);
  const tooMany = await limits.count(reader);
  if (tooMany !== undefined) return refused('too-many-questions', tooMany);
  if (queue.size >= mostWaiting) return refused('queue-full', WORDING.queueFull);
  try {
    return await queue.add(() => draftWith(reader, order, context), { throwOnTimeout: true });
  } catch (error) {
    if (isStopping()) return refused('stopping', WORDING.stopping);
    onFailure('A draft could not be written.', error);
    const isClosed = isGuidaError(error) && error.code === 'access-rules';
    return isClosed ? refused('not-ready', WORDING.notReady) : refused('failed', WORDING.draftFailed);
  }
}

async function draftWith(reader: Reader, order: DraftOrder, { index, access }: DraftJobContext): Promise<DraftOutcome> {
  const lease = index.lease();
  if (lease === undefined) return refused('not-ready', WORDING.notReady);
  try {
    const plans = await lease.index.store.plans();
    const visible = access.visible(reader, plans).map(({ id }) => id);
    const allowed = visible.length === plans.length ? {} : { allowedPlans: visible };
    const drafted = await lease.index.drafter.draft(order, allowed);
    if (drafted.type === 'nothing') return { ...drafted, text: WORDING.nothingToDraft };
    if (drafted.type === 'changed') return { ...drafted, text: WORDING.draftChanged };
    return drafted;
  } finally {
    lease.release();
  }
}

function refused(reason: RefusalReason, text: string): DraftOutcome {
  return { type: 'refused', reason, text };
}
