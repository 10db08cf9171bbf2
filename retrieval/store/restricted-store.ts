import type { PassageFilter, Store } from '../types.ts';

/**
 * A store in which only some plans exist, whatever is asked of it: access rules do not rest on every caller to filter.
 * How rare a word is, is counted among their passages alone. `close` leaves the underlying store open.
 */
export function restrictedStore(store: Store, planIds: readonly string[]): Store {
  const allowed = new Set(planIds);
  const within = (filter: PassageFilter): PassageFilter => ({
    planIds: filter.planIds?.filter((id) => allowed.has(id)) ?? planIds,
  });
  const ofPlan = async <T>(planId: string, read: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    allowed.has(planId) ? await read() : [];
  return {
    generation: store.generation,
    plans: async () => (await store.plans()).filter(({ id }) => allowed.has(id)),
    sections: (planId) => ofPlan(planId, () => store.sections(planId)),
    passages: async (ids) => (await store.passages(ids)).filter(({ planId }) => allowed.has(planId)),
    passageRange: (planId, from, to) => ofPlan(planId, () => store.passageRange(planId, from, to)),
    sectionPassages: (planId, path) => ofPlan(planId, () => store.sectionPassages(planId, path)),
    tables: (filter) => store.tables(within(filter)),
    records: (filter) => store.records(within(filter)),
    searchWords: (words, filter, k) =>
      store.searchWords(
        words,
        { ...within(filter), countedIn: filter.countedIn?.filter((id) => allowed.has(id)) ?? planIds },
        k,
      ),
    searchVectors: (vector, filter, k) => store.searchVectors(vector, within(filter), k),
    documentFrequencies: (words, filter = {}) => store.documentFrequencies(words, within(filter)),
    close: () => Promise.resolve(),
  };
}
