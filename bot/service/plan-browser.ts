import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { Passage } from '../../corpus/types.ts';
import type { PlanSummary, Store } from '../../retrieval/types.ts';
import type { Access } from './access.ts';
import type { LiveIndex } from './live-index.ts';
import type { AnswerService, Reader } from './types.ts';
import { WORDING } from './wording.ts';

/** The part of the service that shows plans as they are. */
export type PlanBrowser = Pick<AnswerService, 'plans' | 'sections' | 'passages' | 'tables' | 'records' | 'source'>;

/** Passages before and after a source, unless it is said, and at most. */
const AROUND = 2;
const MOST_AROUND = 50;

/** What `createPlanBrowser` takes. */
export interface PlanBrowserOptions {
  readonly index: Pick<LiveIndex, 'lease'>;
  readonly access: Access;
  /** Start of the addresses of passages; absent: they have none. */
  readonly publicUrl?: string | undefined;
  /** Told of what keeps plans from being shown. */
  readonly onFailure: (error: unknown) => void;
}

/** Shows the plans that a reader may see, and nothing of the others. */
export function createPlanBrowser({ index, access, publicUrl, onFailure }: PlanBrowserOptions): PlanBrowser {
  const reading = async <T>(
    reader: Reader,
    read: (store: Store, plans: readonly PlanSummary[]) => Promise<T>,
  ): Promise<T> => {
    const lease = index.lease();
    if (lease === undefined) throw new GuidaError('index-missing', WORDING.notReady);
    try {
      return await read(lease.index.store, access.visible(reader, await lease.index.store.plans()));
    } catch (error) {
      onFailure(error);
      // What is wrong is for the operator; to a reader there is nothing yet.
      throw new GuidaError(isGuidaError(error) ? error.code : 'internal', WORDING.notReady, { cause: error });
    } finally {
      lease.release();
    }
  };
  const ofPlan = <T>(reader: Reader, planId: string, read: (store: Store) => Promise<T>): Promise<T | undefined> =>
    reading(reader, async (store, plans) => (plans.some(({ id }) => id === planId) ? await read(store) : undefined));

  return {
    plans: (reader) => reading(reader, (_store, plans) => Promise.resolve(plans)),
    sections: (reader, planId) => ofPlan(reader, planId, (store) => store.sections(planId)),
    passages: (reader, planId, from, to) => ofPlan(reader, planId, (store) => store.passageRange(planId, from, to)),
    tables: (reader, planId) => ofPlan(reader, planId, (store) => store.tables({ planIds: [planId] })),
    records: (reader, planId) =>
      reading(reader, (store, plans) => {
        const planIds = plans.map(({ id }) => id).filter((id) => planId === undefined || id === planId);
        return store.records({ planIds });
      }),
    source: (reader, passageId, around = AROUND) =>
      reading(reader, async (store, plans) => {
        const [passage] = await store.passages([passageId]);
        const plan = plans.find(({ id }) => id === passage?.planId);
        if (passage === undefined || plan === undefined) return undefined;
        const { before, after } = await surroundings(store, passage, around);
        const url = publicUrl === undefined ? {} : { url: addressOf(publicUrl, passage) };
        return { plan, passage, before, after, ...url };
      }),
  };
}

async function surroundings(
  store: Store,
  { planId, order }: Passage,
  around: number,
): Promise<{ before: readonly Passage[]; after: readonly Passage[] }> {
  const count = Number.isFinite(around) ? Math.min(MOST_AROUND, Math.max(0, Math.trunc(around))) : AROUND;
  const near = await store.passageRange(planId, order - count, order + count);
  return { before: near.filter((each) => each.order < order), after: near.filter((each) => each.order > order) };
}

/** Where the web page shows a passage: the page of its plan, at its place. */
function addressOf(publicUrl: string, { planId, id }: Passage): string {
  return `${publicUrl}/plans/${encodeURIComponent(planId)}#${encodeURIComponent(id)}`;
}
