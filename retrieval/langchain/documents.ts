import { Document } from '@langchain/core/documents';
import { basename } from 'node:path';
import type { Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../types.ts';

/** Where a document's text stands, and how well it fits. Plain data, so that any chain can print or store it. */
export interface PassageMetadata {
  readonly passageId: string;
  readonly planId: string;
  /** Plan title. */
  readonly plan: string;
  /** Heading path, outermost first. */
  readonly section: readonly string[];
  /** Base name of the plan's file. */
  readonly file: string;
  /** First and last line in it, 1-based, inclusive. */
  readonly lines: readonly [from: number, to: number];
  /** Compares within one result only, higher is better. */
  readonly score: number;
  /** The plan is a 征求意见稿, whose targets are not yet in force. */
  readonly draft: boolean;
}

/** A passage as a LangChain document; its id is the passage's. */
export function documentOf(passage: Passage, plan: PlanSummary | undefined, score: number): Document<PassageMetadata> {
  return new Document({
    id: passage.id,
    pageContent: passage.text,
    metadata: {
      passageId: passage.id,
      planId: passage.planId,
      plan: plan?.title ?? '',
      section: passage.section,
      file: basename(plan?.file ?? ''),
      lines: passage.lines,
      score,
      draft: plan?.status === 'draft',
    },
  });
}
