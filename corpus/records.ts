import { canonicalOf } from './indicators.ts';
import type { RecordDraft } from './records/draft.ts';
import { readProse } from './records/prose.ts';
import { SectionTimes } from './records/section-role.ts';
import { tableReader } from './records/table.ts';
import type { IndicatorRecord, Passage, PlanDocument } from './types.ts';

/**
 * The indicator records of a plan, in the order of its passages: every value cell of every table row, and the figures
 * that its prose states of an indicator. A figure whose subject cannot be made out gives none.
 */
export function readRecords(document: Omit<PlanDocument, 'records'>): readonly IndicatorRecord[] {
  const { plan, passages, tables } = document;
  const times = new SectionTimes(plan);
  const readTable = tableReader(plan, tables);
  return passages.flatMap((passage) => {
    const drafts = passage.kind === 'row' ? readTable(passage) : readProse(passage, plan, times);
    return drafts.map((draft, index) => recordOf(draft, passage, index));
  });
}

function recordOf(draft: RecordDraft, passage: Passage, index: number): IndicatorRecord {
  const canonical = canonicalOf(draft.indicator);
  return {
    id: `${passage.id}-${String(index + 1)}`,
    planId: passage.planId,
    passageId: passage.id,
    ...draft,
    ...(canonical === undefined ? {} : { canonical }),
  };
}
