import { readMark } from '../../corpus/headings.ts';
import type { DraftDocument } from '../answer/draft/types.ts';
import type { Citation } from '../answer/types.ts';

/** Characters of a heading that a footnote shows: with plan and date it then keeps to a line of 小五. */
const HEADING_LIMIT = 18;

/**
 * A citation as a footnote says it, in the order of GB/T 7714 (document, date, place in it) and short: plan, date or that
 * it is a draft, numbers of the headings, name of the innermost one.
 */
export function sourceText(citation: Citation, { plans }: Pick<DraftDocument, 'plans'>): string {
  const plan = plans.find(({ id }) => id === citation.planId);
  const notes = [
    dateText(plan?.date),
    citation.draft && !citation.plan.includes('征求意见稿') ? '征求意见稿' : '',
    plan?.edition === 'digest' ? '要点本' : '',
  ].filter((note) => note !== '');
  const about = notes.length === 0 ? '' : `（${notes.join('，')}）`;
  const section = sectionText(citation.section);
  return `《${citation.plan}》${about}${section === '' ? '' : `，${section}`}。`;
}

/** 第三章第二节（一）引进高端人才: outer headings by their number where they have one. */
function sectionText(path: readonly string[]): string {
  return path
    .map((heading, at) => {
      const isLast = at === path.length - 1;
      const length = readMark(heading)?.length ?? 0;
      const mark = heading.slice(0, length).trim();
      const name = clipped(heading.slice(length).replace(/^[：:\s]+|[。：:\s]+$/gu, ''));
      if (isLast) return `${mark}${/[章节篇编]$|^专栏/u.test(mark) ? ' ' : ''}${name}`;
      return mark === '' ? `${name} › ` : mark.replace(/[.．：:]$/u, '、');
    })
    .join('');
}

function clipped(name: string): string {
  return name.length > HEADING_LIMIT ? `${name.slice(0, HEADING_LIMIT - 1)}…` : name;
}

/** 2022-01 → 2022年1月; empty when there is none. */
function dateText(date: string | undefined): string {
  const [year = '', month, day] = (date ?? '').split('-');
  if (year === '') return '';
  return `${year}年${month === undefined ? '' : `${Number(month)}月`}${day === undefined ? '' : `${Number(day)}日`}`;
}
