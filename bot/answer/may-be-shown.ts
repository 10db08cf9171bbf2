import type { PlanSummary } from '../../retrieval/types.ts';
import type { Statement } from './statement.ts';
import { objectionTo } from './verify.ts';

/** Looks up the title of a plan by its id; empty for a plan that is not among these. */
export function titlesOf(plans: readonly PlanSummary[]): (planId: string) => string {
  return (planId) => plans.find(({ id }) => id === planId)?.title ?? '';
}

/** Whether the gate lets a statement through. @param context the plans that its passages are of */
export function mayBeShown(statement: Statement, { plans }: { readonly plans: readonly PlanSummary[] }): boolean {
  return objectionTo(statement, titlesOf(plans)) === undefined;
}
