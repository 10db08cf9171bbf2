import type { DraftDocument } from '../answer/draft/types.ts';
import type { Citation } from '../answer/types.ts';

/** A citation as a footnote says it: plan, date or that it is a draft, headings, lines of the file. */
export function sourceText(citation: Citation, { plans }: Pick<DraftDocument, 'plans'>): string {
  const plan = plans.find(({ id }) => id === citation.planId);
  const notes = [
    dateText(plan?.date),
    citation.draft && !citation.plan.includes('征求意见稿') ? '征求意见稿' : '',
    plan?.edition === 'digest' ? '要点本' : '',
  ].filter((note) => note !== '');
  const about = notes.length === 0 ? '' : `（${notes.join('，')}）`;
  const section = citation.section.join(' › ');
  return `《${citation.plan}》${about}${section === '' ? '' : `，${section}`}。`;
}

/** 2022-01 → 2022年1月; empty when there is none. */
function dateText(date: string | undefined): string {
  const [year = '', month, day] = (date ?? '').split('-');
  if (year === '') return '';
  return `${year}年${month === undefined ? '' : `${Number(month)}月`}${day === undefined ? '' : `${Number(day)}日`}`;
}
