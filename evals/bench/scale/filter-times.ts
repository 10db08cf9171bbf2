import { seededRandom } from '../../../retrieval/embed/seeded-random.ts';
import type { LabelRange } from '../../../retrieval/types.ts';
import type { VectorMethod } from '../../../retrieval/vectors/hnsw-parameters.ts';
import { HnswIndex } from '../../../retrieval/vectors/hnsw.ts';
import { median } from '../statistics.ts';

/** What a filter costs that lets a share of the passages pass. */
export interface FilterTimes {
  readonly share: number;
  /** Medians, milliseconds: along the graph with the filter in it, and by comparing with all that pass. */
  readonly graphMs: number;
  readonly exactMs: number;
  /** Share of the ten nearest that the graph found. */
  readonly recall: number;
}

const SHARES = [0.5, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.02, 0.01, 0.001] as const;
/** Passages of a plan, which a filter lets pass or not as one. */
const PLAN = 130;
const K = 10;

/**
 * Times both ways to search under filters of different width, question by question, one right after the other.
 * @param path an HNSW file whose labels count from 1
 */
export function timeFilters(path: string, questions: readonly (readonly number[])[]): readonly FilterTimes[] {
  const index = HnswIndex.load(path);
  return SHARES.map((share) => {
    const allowed = plansOf(index.size, share);
    const times: Record<VectorMethod, number[]> = { graph: [], exact: [] };
    let found = 0;
    let wanted = 0;
    for (const question of questions) {
      const hits = (['graph', 'exact'] as const).map((method) => {
        const started = performance.now();
        const labels = index.searchNow(question, K, allowed, method).map(({ label }) => label);
        times[method].push(performance.now() - started);
        return labels;
      });
      const [graph = [], exact = []] = hits;
      found += exact.filter((label) => graph.includes(label)).length;
      wanted += exact.length;
    }
    return { share, graphMs: median(times.graph), exactMs: median(times.exact), recall: found / wanted };
  });
}

/** Plans here and there, until they have a share of all passages. */
function plansOf(passages: number, share: number): readonly LabelRange[] {
  const chance = seededRandom(7);
  const ranges: LabelRange[] = [];
  for (let from = 1; from <= passages; from += PLAN) {
    if (chance() < share) ranges.push([from, Math.min(passages, from + PLAN - 1)]);
  }
  return ranges.length > 0 ? ranges : [[1, Math.min(passages, PLAN)]];
}
