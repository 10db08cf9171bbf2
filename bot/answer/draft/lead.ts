import type { PlanSummary } from '../../../retrieval/types.ts';
import type { DraftDocument, DraftManner } from './types.ts';

/** More plans than this are counted by place instead of named. */
const MOST_NAMED = 4;

const COMPILED: Readonly<Record<DraftManner, string>> = {
  'by-rules': '摘编',
  'by-model': '由模型撰写',
  'partly-by-model': '由模型撰写，部分语句摘自原文',
};

/** The line under the title: from which plans a draft is compiled, who wrote it, and on which day. */
export function leadOf({ plans, date, manner }: Pick<DraftDocument, 'plans' | 'date' | 'manner'>): string {
  const compiled = `${COMPILED[manner]}${date === undefined ? '' : `，整理日期${date}`}`;
  if (plans.length > MOST_NAMED) {
    const places = [...new Set(plans.map(({ region }) => region))].map(
      (region) => `${region}${plans.filter((plan) => plan.region === region).length}份`,
    );
    return `根据${places.join('、')}规划${compiled}，规划名称和章节见出处。`;
  }
  const named = plans.map((plan) => {
    const about = [dateOf(plan), plan.status === 'draft' && !plan.title.includes('征求意见稿') ? '征求意见稿' : '']
      .filter((part) => part !== '')
      .join('，');
    return `《${plan.title}》${about === '' ? '' : `（${about}）`}`;
  });
  return `根据${named.join('、')}${compiled}，每句注明出处。`;
}

function dateOf(plan: PlanSummary): string {
  const [year, month] = (plan.date ?? '').split('-');
  if (year === undefined || year === '') return '';
  return `${year}年${month === undefined ? '' : `${Number(month)}月`}`;
}
