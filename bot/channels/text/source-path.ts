import type { Citation } from '../../answer/types.ts';

/** Title of the plan that a citation is from; a draft is called one. Plain text, not escaped for any platform. */
export function sourceTitle({ plan, draft }: Pick<Citation, 'plan' | 'draft'>): string {
  return draft && !plan.includes('征求意见稿') ? `${plan}（征求意见稿）` : plan;
}

/** Plan › chapter › section of a citation. Plain text, not escaped for any platform. */
export function sourcePath(citation: Pick<Citation, 'plan' | 'draft' | 'section'>): string {
  return [sourceTitle(citation), ...citation.section].join(' › ');
}
