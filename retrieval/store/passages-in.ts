import type { PassageFilter, PlanSummary } from '../types.ts';

/** How many passages a filter lets pass. */
export function passagesIn(plans: readonly PlanSummary[], { planIds }: PassageFilter): number {
  const passing = plans.filter(({ id }) => planIds?.includes(id) ?? true);
  return passing.reduce((sum, { counts }) => sum + counts.passages, 0);
}
