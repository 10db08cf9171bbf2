import type { Passage } from '../../../corpus/types.ts';
import { findFigures, type Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { differingRecords, type Differing } from './differing-records.ts';
import { differingSentences } from './differing-sentences.ts';
import { differingLists, differingStatus } from './disagree-words.ts';
import { askedIndicators } from './records-of.ts';
import { withoutLeftOver } from './side-question.ts';
import { stateRecord } from './state-record.ts';

/** Longest quoted run of one of the statements that differ, in characters. */
const LINE_LIMIT = 80;
/** The asker says that there are two statements, or wonders. */
const WONDERS =
  /口径|一致|对不上|不一样|不同|说法|到底|究竟|两个数|哪个(?:对|准)|同一个|一回事|矛盾|打架|统一|出入|冲突|印证|相同|差了|两套|说的是[^，。？]{1,12}还是/u;

/**
 * Both statements, where the plans of one place (or two passages of one plan) state the same thing differently; undefined
 * when they do not, or when what differs is the scope, the year or the level.
 */
export async function composeDisagreement(
  asked: Question,
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { best } = found;
  if (!best) return undefined;
  const wonders = WONDERS.test(asked.text);
  const question = wonders ? asOfFigures(asked) : asked;
  const figures = findFigures(question.text).filter((figure) => !figure.isYear && /\d/u.test(figure.digits));
  if (wonders && figures.length > 0) {
    const same = await statedFigure(question, figures, context);
    if (same) return same;
  }
  if (found.shortfall) return undefined;
  const region = context.plans.find(({ id }) => id === best.unit.passage.planId)?.region ?? '';
  const planIds = context.plans
    .filter(
      (plan) => plan.region === region && (question.titledPlans === undefined || question.planIds?.includes(plan.id)),
    )
    .map(({ id }) => id);
  const differing =
    question.intent.kind === 'figure'
      ? ((await differingRecords(question, planIds, wonders, context)) ??
        differingSentences(question, found, planIds, context.plans))
      : (differingStatus(question, found, planIds) ?? differingLists(question, found, planIds));
  return differing && sayBoth(differing, context.plans);
}

/** “正文和指标表说得不一样，各是什么”: of an indicator, its values are asked for, and the words of wondering stand with none. */
function asOfFigures(question: Question): Question {
  const counted = question.intent.units.length > 0 && askedIndicators(question).length > 0;
  const kind = counted ? 'figure' : question.intent.kind;
  return { ...question, terms: withoutLeftOver(question.terms), intent: { ...question.intent, kind } };
}

/** The statements that differ, under a line that says where they stand. */
export function sayBoth(differing: readonly Differing[], plans: readonly PlanSummary[]): readonly Statement[] {
  const ids = new Set(differing.map(({ planId }) => planId));
  const titles = [...ids].map((id) => shortTitle(plans.find((plan) => plan.id === id)?.title ?? ''));
  const distinct = ids.size === differing.length && new Set(titles).size === titles.length;
  const head = ids.size > 1 ? `${ids.size === 2 ? '两份' : '几份'}规划的说法不一致：` : '同一份规划前后说法不一致：';
  return [
    { text: head, passages: [] },
    ...differing.map(({ planId, statement }): Statement => {
      const title = shortTitle(plans.find((plan) => plan.id === planId)?.title ?? '');
      const where = distinct
        ? title
        : (statement.passages[0]?.section
            .at(-1)
            ?.replace(/^[（(][^（()）]{1,3}[)）]/u, '')
            .slice(0, 24) ?? title);
      return { ...statement, text: `- ${where}：${statement.text}` };
    }),
  ];
}

/** 浙江省基础研究发展“十四五”规划 → 基础研究发展规划: enough to tell plans of one place apart on a line. */
function shortTitle(title: string): string {
  return title.replace(/^[^省市县区]{2,7}[省市县区]/u, '').replace(/“十[一二三四五六]?五”/u, '');
}

/** “100家，到底是谁的目标”: each statement of that very figure. */
async function statedFigure(
  question: Question,
  figures: readonly Figure[],
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const planIds = question.planIds ?? context.plans.map(({ id }) => id);
  const places = new Set(question.places.map(({ place }) => place));
  const near = context.plans.filter(
    (plan) => places.size === 0 || places.has(plan.region) || planIds.includes(plan.id),
  );
  // A province's plan speaks of what lies in its cities too.
  const all = await context.store.records({
    planIds: places.size === 1 ? context.plans.map(({ id }) => id) : near.map(({ id }) => id),
  });
  const digits = new Set(figures.map((figure) => figure.value));
  const asked = askedIndicators(question);
  const named = asked[0]?.name;
  const fits = all.filter((record) => {
    if (!digits.has(record.value)) return false;
    if (named === undefined)
      return planIds.includes(record.planId) && figures.some((figure) => figure.unit === record.unit);
    const bare = (text: string): string => text.replace(/企业|总数|数$|[、和与的]/gu, '');
    return (
      record.canonical === named || bare(record.indicator).includes(bare(named).replace(/^.*?(?=国家级|省级)/u, ''))
    );
  });
  const passages = new Map<string, Passage>();
  for (const passage of await context.store.passages(fits.map(({ passageId }) => passageId)))
    passages.set(passage.id, passage);
  const seen = new Set<string>();
  const lines = fits.flatMap((record): Statement[] => {
    const key = named === undefined ? (record.canonical ?? record.indicator) : `${record.planId}${record.raw}`;
    const passage = passages.get(record.passageId);
    const statement = passage && stateRecord(record, passage, question, LINE_LIMIT);
    if (!statement || seen.has(key)) return [];
    seen.add(key);
    const plan = context.plans.find(({ id }) => id === record.planId);
    return [{ ...statement, text: `- ${plan?.region ?? ''}《${plan?.title ?? ''}》：${statement.text}` }];
  });
  if (lines.length < 2) return undefined;
  return [{ text: '规划里各有所指：', passages: [] }, ...lines.slice(0, 4)];
}
