import type { IndicatorRecord, PlanDocument } from './types.ts';

/** Indicator records of a plan. */
export function readRecords(_document: Omit<PlanDocument, 'records'>): readonly IndicatorRecord[] {
  return [];
}
