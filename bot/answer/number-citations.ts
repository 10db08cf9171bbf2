import path from 'node:path';
import type { Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import type { Statement } from './statement.ts';
import { neutralText } from './neutral-text.ts';
import type { Citation } from './types.ts';

/** Numbers the passages in order of first use and sets the marks behind the statements. */
export function numberCitations(
  statements: readonly Statement[],
  plans: readonly PlanSummary[],
  separator: string,
): { text: string; citations: readonly Citation[] } {
  const order: Passage[] = [];
  const mark = (passage: Passage): string => {
    let at = order.findIndex((known) => known.id === passage.id);
    if (at < 0) at = order.push(passage) - 1;
    return `[${at + 1}]`;
  };
  const text = statements
    .map((statement) => neutralText(statement.text) + statement.passages.map(mark).join(''))
    .join(separator);
  return { text, citations: order.map((passage, index) => citationOf(passage, index + 1, plans)) };
}

/** A passage as the source with the mark `[n]`. */
export function citationOf(passage: Passage, n: number, plans: readonly PlanSummary[]): Citation {
  const plan = plans.find((candidate) => candidate.id === passage.planId);
  return {
    n,
    passageId: passage.id,
    planId: passage.planId,
    plan: plan?.title ?? '',
    section: passage.section,
    quote: passage.text,
    file: path.basename(plan?.file ?? ''),
    lines: [passage.lines[0], passage.lines[1]],
    draft: plan?.status === 'draft',
  };
}
