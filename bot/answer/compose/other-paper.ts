import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';

/** Until when something may be handed in, or whom to turn to: nothing that a title page says. */
const OF_PROCEDURE =
  /(?:反馈|征集|申报|报名|提交|公示|意见)[^，。？]{0,6}(?:截止|截至|期限)|(?:截止|截至)[^，。？]{0,4}(?:哪|什么时候|何时|几|啥时候)|电话|邮箱|传真/u;
const DATE = /[什啥]么?时候|何时|哪一?年|哪一?天|几月|几号/u;
/** Words for a plan as a paper. */
const PAPER = /规划|意见|文件|方案|稿|文本|本子|[这那](?:份|本|个)|它|封面|落款/u;
/** Words for what is done with a paper. */
const OF_PAPERS =
  /印发|发布|公布|出台|下发|颁布|发文|日期|时间|网上|网站|正式|生效|通知|政府|办公厅|期限|起止|开始|结束|到期|预计|具体/u;

/**
 * Whether a question asks for the date or status of something else than a plan (《某某条例》何时出台, 某装置哪年建成), or for
 * what no plan says of itself.
 */
export function asksOfOtherPaper(
  { text, titledPlans, terms }: Question,
  { plans }: { readonly plans: readonly PlanSummary[] },
): boolean {
  if (OF_PROCEDURE.test(text) || (/《[^《》]{4,40}》/u.test(text) && titledPlans === undefined)) return true;
  if (!DATE.test(text) || PAPER.test(text)) return false;
  const titles = matchText(plans.map(({ title }) => title).join(' '));
  return terms.some((term) => !OF_PAPERS.test(term.surface) && matchTerm(term, titles) === 0);
}
