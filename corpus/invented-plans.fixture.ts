import { parseSource } from './parse.ts';
import { readRecords } from './records.ts';
import type { PlanDocument } from './types.ts';

/** An invented plan for a test. Its level and whether it is a draft follow from its region and its title, as in a real one. */
export interface InventedPlan {
  readonly title: string;
  readonly region: string;
  readonly issuer?: string;
  readonly date?: string;
  /** Default: 2021 to 2025. */
  readonly period?: { readonly from: number; readonly to: number };
  /** Name of its file. Default: `plan-0.md` for the first, and so on. */
  readonly file?: string;
  /** What stands under the title, as Markdown. */
  readonly text: string;
}

/** Invented plans as the corpus room reads them, with their indicator records. */
export function planDocuments(plans: readonly InventedPlan[]): readonly PlanDocument[] {
  return plans.flatMap(({ text, file, period = { from: 2021, to: 2025 }, ...stated }, at) => {
    const lines = [`# ${stated.title}`, '', ...text.trim().split('\n')];
    const source = { file: file ?? `plan-${at}.md`, sha256: '', lines };
    return parseSource(source, { ...stated, period }).value.map((read) => ({ ...read, records: readRecords(read) }));
  });
}
