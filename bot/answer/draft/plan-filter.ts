import { shortPlace } from '../../../corpus/places.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';

/** Plans that a list of titles, parts of titles, ids or places names, and what of the list names none. */
export interface PlanFilter {
  readonly planIds: readonly string[];
  readonly unknown: readonly string[];
}

/** Reads a list set apart by commas: ids, titles or parts of them, places. A place means all of its plans. */
export function readPlanFilter(list: string, plans: readonly PlanSummary[]): PlanFilter {
  const names = list
    .split(/[,，、;；]/u)
    .map((name) => name.trim().replace(/^《|》$/gu, ''))
    .filter((name) => name !== '');
  const found = names.map((name) => ({ name, planIds: plansNamed(name, plans) }));
  return {
    planIds: [...new Set(found.flatMap(({ planIds }) => planIds))],
    unknown: found.filter(({ planIds }) => planIds.length === 0).map(({ name }) => name),
  };
}

function plansNamed(name: string, plans: readonly PlanSummary[]): readonly string[] {
  const exact = plans.filter(({ id, title, region }) => [id, title, region, shortPlace(region)].includes(name));
  return (exact.length > 0 ? exact : plans.filter(({ title }) => title.includes(name))).map(({ id }) => id);
}
