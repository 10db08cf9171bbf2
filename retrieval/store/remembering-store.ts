import { LRUCache } from 'lru-cache';
import type { PassageFilter, Scored, Store } from '../types.ts';
import { passagesIn } from './passages-in.ts';

/** How much is remembered. */
export interface RememberingOptions {
  /** Sections, tables and records, together; each takes about 1 kB. Those of further plans are read anew each time. Default 50,000. */
  readonly keptItems?: number;
  /** Searches by words, at least 1; each takes about 20 kB. Default 200. */
  readonly keptSearches?: number;
  /** Words whose frequency is kept, among all passages or those of some plans, at least 1. Default 20,000. */
  readonly keptWords?: number;
}

/**
 * A store that asks the one behind it nothing twice that it still knows: an answer looks several ways at the same plans,
 * and a generation never changes. Sections, tables and records are the same objects each time while they are kept, so
 * that what is worked out from one can be kept with it. `close` leaves the underlying store open.
 */
export function rememberingStore(store: Store, options: RememberingOptions = {}): Store {
  const { keptItems = 50_000, keptSearches = 200, keptWords = 20_000 } = options;
  const room = { left: keptItems };
  const sections = keptByPlan(store, room, async ([planId = '']) => await store.sections(planId));
  const tables = keptByPlan(store, room, (planIds) => store.tables({ planIds }));
  const records = keptByPlan(store, room, (planIds) => store.records({ planIds }));
  const searches = new LRUCache<string, readonly Scored[]>({ max: keptSearches });
  const frequencies = new LRUCache<string, number>({ max: keptWords });
  return {
    generation: store.generation,
    plans: () => store.plans(),
    sections: (planId) => sections({ planIds: [planId] }),
    passages: (ids) => store.passages(ids),
    passageRange: (planId, from, to) => store.passageRange(planId, from, to),
    sectionPassages: (planId, path) => store.sectionPassages(planId, path),
    tables,
    records,
    async searchWords(words, filter, k) {
      const key = JSON.stringify([words, filter.planIds, filter.countedIn, k]);
      const found = searches.get(key) ?? (await store.searchWords(words, filter, k));
      searches.set(key, found);
      return found;
    },
    searchVectors: (vector, filter, k) => store.searchVectors(vector, filter, k),
    async documentFrequencies(words, filter = {}) {
      const among = JSON.stringify(filter.planIds ?? null);
      const known = new Map(words.map((word) => [word, frequencies.get(`${among} ${word}`)]));
      const unknown = [...known].flatMap(([word, count]) => (count === undefined ? [word] : []));
      if (unknown.length > 0) {
        const { counts } = await store.documentFrequencies(unknown, filter);
        for (const [word, count] of counts) frequencies.set(`${among} ${word}`, count);
        for (const [word, count] of counts) known.set(word, count);
      }
      const counts = new Map([...known].map(([word, count = 0]) => [word, count]));
      return { total: passagesIn(await store.plans(), filter), counts };
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Reads what belongs to plans, and keeps it by plan while there is room; nothing is dropped again, since a reading of all
 * plans that does not fit would otherwise drop each before its next use.
 */
function keptByPlan<T extends { readonly planId: string }>(
  store: Store,
  room: { left: number },
  read: (planIds: readonly string[]) => Promise<readonly T[]>,
): (filter: PassageFilter) => Promise<readonly T[]> {
  const kept = new Map<string, readonly T[]>();
  return async ({ planIds }) => {
    const wanted = planIds && new Set(planIds);
    const plans = (await store.plans()).map(({ id }) => id).filter((id) => wanted?.has(id) ?? true);
    const missing = plans.filter((id) => !kept.has(id));
    const found = new Map<string, T[]>(missing.map((id) => [id, []]));
    for (const item of missing.length > 0 ? await read(missing) : []) found.get(item.planId)?.push(item);
    for (const [id, own] of found) {
      if (own.length > room.left || kept.has(id)) continue;
      room.left -= own.length;
      kept.set(id, own);
    }
    return plans.flatMap((id) => kept.get(id) ?? found.get(id) ?? []);
  };
}
