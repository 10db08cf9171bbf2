/** Constant of reciprocal rank fusion. */
const CONSTANT = 60;

/**
 * Reciprocal rank fusion: each list gives an item 1 / (60 + rank), rank from 1 (Cormack, Clarke, Büttcher 2009, SIGIR,
 * “Reciprocal rank fusion outperforms Condorcet and individual rank learning methods”). Of equals, the one that an
 * earlier list has first comes first.
 * @param lists each best first
 * @param keyOf the same for the same item in different lists
 */
export function fuseByReciprocalRank<T>(lists: readonly (readonly T[])[], keyOf: (item: T) => string): readonly T[] {
  const fused = new Map<string, { readonly item: T; readonly score: number }>();
  for (const list of lists) {
    for (const [index, item] of list.entries()) {
      const key = keyOf(item);
      const score = (fused.get(key)?.score ?? 0) + 1 / (CONSTANT + index + 1);
      fused.set(key, { item: fused.get(key)?.item ?? item, score });
    }
  }
  return [...fused.values()].sort((a, b) => b.score - a.score).map(({ item }) => item);
}
