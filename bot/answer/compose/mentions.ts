import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { AnswerContext } from '../look-up.ts';
import { namedTitles } from './named-titles.ts';
import { ownWords } from './side-question.ts';

/** Where a question names a side. */
export interface Mention {
  readonly place: string;
  readonly planIds: readonly string[];
  readonly titled: boolean;
  readonly start: number;
  readonly end: number;
}

const COMPARES =
  /对比|比较|比一?下|相比|各(?:是|自|为|要|有|定|提|叫|写)|分别|谁|哪个(?:高|多|大|更)|相差|差多少|都|一致|一样|不同|对不上/u;

/** Where a plan is named by its title. */
const PLAN_WORD =
  /规划(?!布局|建设|新建|引进|到|了|面积|区域|定位|期|目标|值)|(?:征求)?意见稿|实施意见|行动计划|那(?:份|本)(?!要?占|得占|比例|比重|钱|投入|经费|在[^，。]{0,8}占)/gu;

/** The places that have plans, in the order of the plans. */
export function regionsOf(plans: readonly PlanSummary[]): readonly string[] {
  return [...new Set(plans.map((plan) => plan.region))].filter((region) => region !== '');
}

/** The plans of a place. */
export function idsOf(place: string, plans: readonly PlanSummary[]): readonly string[] {
  return plans.filter((plan) => plan.region === place).map((plan) => plan.id);
}

/** Tells sides apart: the plans that a mention means. */
export function keyOf(mention: Mention): string {
  return mention.planIds.join();
}

/** Places and titles that a question names as what it is about, in order; a title takes in the place before it. */
export function mentionsOf(question: Question, context: AnswerContext): readonly Mention[] {
  const { text } = question;
  const subjects = question.places.filter((place) => !place.inName);
  const enough = new Set(subjects.map(({ place }) => place)).size >= 2;
  const loose = !enough && new Set(question.places.map(({ place }) => place)).size >= 2 && COMPARES.test(text);
  const places = loose ? question.places : subjects;
  const titles = titleMentions(question, places, context);
  const free = places
    .filter((place) => !titles.some((title) => place.start >= title.start && place.start < title.end))
    .map((place): Mention => ({
      place: place.place,
      planIds: idsOf(place.place, context.plans),
      titled: false,
      start: place.start,
      end: place.end,
    }));
  // “浙江的人才规划和基础研究规划”: the place alone is no third side.
  const own = free.filter((mention) => !titles.some((title) => title.place === mention.place));
  return [...titles, ...(titles.length > 0 ? own : free)].sort((a, b) => a.start - b.start);
}

function titleMentions(
  question: Question,
  places: readonly { readonly place: string; readonly start: number; readonly end: number }[],
  context: AnswerContext,
): readonly Mention[] {
  const { text } = question;
  const together = namedTitles(text, places, context, (name, place) => abbreviated(name, place, context.plans));
  if (together.length > 0) return together;
  const mentions: Mention[] = [];
  let behind = 0;
  for (const match of text.matchAll(PLAN_WORD)) {
    if (/[哪各几份个]$/u.test(text.slice(0, match.index))) continue;
    const end = match.index + match[0].length;
    const within = places.filter((place) => place.start >= behind && place.end <= end).at(-1);
    const before = places.filter((place) => place.end <= end).at(-1);
    const broken = Math.max(behind, lastBreak(text, match.index) + 1);
    const start = within && within.start >= broken ? within.start : broken;
    const place = (within ?? before)?.place;
    const named = text
      .slice(Math.max(within?.end ?? start, lastBreak(text, match.index) + 1), match.index)
      .replace(/^[和与跟及的]/u, '');
    const read = context.read(`${place ?? ''}${named}${/[份本]$/u.test(match[0]) ? '规划' : match[0]}`);
    const ids = read.titledPlans ?? abbreviated(named, place, context.plans) ?? finalOf(match[0], place, text, context);
    if (ids && ids.length > 0 && ids.length < 3) {
      const plan = context.plans.find(({ id }) => id === ids[0]);
      mentions.push({ place: plan?.region ?? place ?? '', planIds: ids, titled: true, start, end });
    }
    behind = end;
  }
  // “实施意见（征求意见稿）” names one plan twice over.
  const merged: Mention[] = [];
  for (const mention of mentions) {
    const last = merged.at(-1);
    if (last && keyOf(last) === keyOf(mention) && mention.start - last.end <= 3)
      merged[merged.length - 1] = { ...last, end: mention.end };
    else merged.push(mention);
  }
  return merged;
}

/** Words of many titles, which name none. */
const COMMON_TITLE = /科技创新|科技|科创|创新|发展|产业|“?十[一二三四五六]五”?|重大|建设|[的里中两三四几市省各份家]/gu;

/** The one plan of a place whose title has the letters of a short name: 高新 for 高新技术产业, 平台 for 重大创新平台. */
function abbreviated(
  named: string,
  place: string | undefined,
  plans: readonly PlanSummary[],
): readonly string[] | undefined {
  const own = plans.filter((plan) => place === undefined || plan.region === place);
  if (own.length < 2) return undefined;
  const letters = Array.from(named.replace(COMMON_TITLE, ''));
  if (letters.length < 2 || letters.length > 10) return undefined;
  const share = (title: string): number =>
    letters.filter((letter) => title.replace(COMMON_TITLE, '').includes(letter)).length / letters.length;
  const ranked = own.map((plan) => ({ id: plan.id, score: share(plan.title) })).sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  return best && best.score >= 0.75 && best.score > (second?.score ?? 0) ? [best.id] : undefined;
}

/** “…规划里…？征求意见稿…”: the 规划 is the plan of that place that is no draft. */
function finalOf(
  word: string,
  place: string | undefined,
  text: string,
  context: AnswerContext,
): readonly string[] | undefined {
  const own = context.plans.filter((plan) => plan.region === place);
  if (!word.startsWith('规划') || !/意见稿|实施意见/u.test(text) || own.every((plan) => plan.status === 'final'))
    return undefined;
  return own.filter((plan) => plan.status === 'final').map((plan) => plan.id);
}

function lastBreak(text: string, before: number): number {
  return Math.max(...['，', '。', '？', '、', '；', '：', '?', ','].map((mark) => text.lastIndexOf(mark, before - 1)));
}

/** Words that ask, or figures that are to be checked. */
const ASKS = /多少|几|哪|什么|啥|谁|怎|如何|吗|呢|是否|有没有|各|分别|目标|\d|[？?]/u;

/**
 * “建设安徽科技大市场，合肥准备实施什么工程”: the first clause asks nothing and sets the scene for the one that does, so its
 * place is no side.
 */
export function withoutSettings(
  text: string,
  mentions: readonly Mention[],
  context: AnswerContext,
): readonly Mention[] {
  if (mentions.length !== 2) return mentions;
  const [first, second] = mentions;
  if (!first || !second || first.titled) return mentions;
  const segment = text.slice(first.end, second.start);
  const scene = /[，。；]$/u.test(segment) && !ASKS.test(text.slice(0, second.start));
  const asks = ASKS.test(text.slice(second.end)) && ownWords(context.read(text.slice(second.end))).length > 0;
  return scene && asks && ownWords(context.read(segment)).length > 0 ? [second] : mentions;
}
