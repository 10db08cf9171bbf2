import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { AnswerContext } from '../look-up.ts';
import { idsOf, keyOf, mentionsOf, regionsOf, withoutSettings, type Mention } from './mentions.ts';
import { bareAsking, isFollowUp, ofSide, ownWords } from './side-question.ts';

/** One side of a comparison: a place or a plan, and what is asked of it. */
export interface Side {
  /** How its line is headed: 安徽省, 《…规划》. */
  readonly label: string;
  /** The place whose plans these are. */
  readonly place: string;
  readonly planIds: readonly string[];
  /** What is asked of this side, as a question that names its place. */
  readonly question: Question;
  /** The words that ask it: its own, or the whole question's where they were said once for all sides. */
  readonly asking: string;
  /** Content of the words that are asked of this side alone; what all sides share stands in front of them. */
  readonly own: string;
}

const EVERY_PLACE =
  /各地|各家(?!企业|单位|医院|高校)|各份|都有谁|哪些地方|谁(?:家)?(?:都|有)?提|各规划|不同规划|所有规划|[三四几多两]地|各省市|各(?:省|市)(?=规划|分别|各|的?目标)|各(?:份|个)?规划|(?:几|三|四|两)份规划|哪个(?:地方|城市|省|市|规划)[^，。？]{0,12}(?:最|更)|哪几个(?:地方|省市)|(?:每|各)个(?:地方|城市)|各家(?:规划)?(?=怎么|如何|的|都|是|分别)|各举|一(?:家|地|省|市|份)一(?:句|条|行|段)|几份(?:文件|规划)里?(?=谁|哪|都|分别)|凡是(?=讲|提|写|说|涉及)|[三四五]家(?:规划)?(?=分别|各|的|怎么)/u;

/** Which plans speak of something, or how they put it. */
const EVERY_PLAN =
  /哪(?:些|几份|几个|个|份)规划(?:里|中)?(?=[提写讲说涉有])|哪些规划|规划[里中](?:都|各)?(?:有哪些|有什么|怎么|如何|是怎么)(?:提法|说法|说|提|写|表述)/u;

/** Whether a question asks which plans speak of something: the silent ones are then not worth a line each. */
export function asksWhichPlans(question: Question): boolean {
  return EVERY_PLAN.test(question.text) && !EVERY_PLACE.test(question.text);
}

function everyPlan(question: Question, context: AnswerContext): readonly Side[] {
  const read = context.read(question.text.replace(EVERY_PLAN, ' '));
  return context.plans.map((plan) => ({
    label: plan.title.includes(shortPlace(plan.region)) ? `《${plan.title}》` : `${plan.region}《${plan.title}》`,
    place: plan.region,
    planIds: [plan.id],
    question: { ...ofSide(read, question, false), planIds: [plan.id] },
    asking: question.text,
    own: read.content,
  }));
}

/** The sides that a question compares, in its order; fewer than two when it is about one or none. */
export function sidesOf(question: Question, context: AnswerContext): readonly Side[] {
  const mentions = withoutSettings(question.text, mentionsOf(question, context), context);
  const distinct = new Set(mentions.map(keyOf));
  if (distinct.size >= 2) return sidesOfMentions(question, mentions, context);
  const beside = distinct.size === 1 ? besideOf(question, mentions) : [];
  if (beside.length > 0) return withAbsent(question, beside, context);
  if (mentions.length === 0 && asksWhichPlans(question)) return everyPlan(question, context);
  if (mentions.length === 0 && EVERY_PLACE.test(question.text)) return everyPlace(question, context);
  return [];
}

/** Words that join places that are compared. */
const JOIN = '[、，和与跟及比同]+';

/** All that may stand between places that are asked the same. */
const JOINING = /^[\s、，,]*(?:和|与|跟|及|以及|加上|还有|再加上?|[两三四二]?[省市地])*[\s、，,]*$/u;

/** Places without a plan that stand next to the one with a plan: “合肥和杭州的…”. */
function besideOf(question: Question, mentions: readonly Mention[]): readonly string[] {
  const [mention] = mentions;
  if (!mention) return [];
  const place = question.text.slice(mention.start, mention.end);
  return question.otherPlaces.filter((other) =>
    new RegExp(`${place}[省市]?${JOIN}${other}|${other}[省市]?${JOIN}${place}`, 'u').test(question.text),
  );
}

/** A line for each place, also for those that have no plan here. */
function withAbsent(question: Question, others: readonly string[], context: AnswerContext): readonly Side[] {
  const text = others.reduce(
    (rest, other) => rest.replace(new RegExp(`[、和与跟及比]?${other}[省市]?[、和与跟及]?`, 'u'), ''),
    question.text,
  );
  const read = context.read(text);
  const sides = sidesOfMentions(read, mentionsOf(read, context), context);
  const [first] = sides;
  if (!first) return [];
  return [...sides, ...others.map((other): Side => ({ ...first, label: other, place: other, planIds: [] }))];
}

/** Each place that has plans, asked the same. */
export function everyPlace(question: Question, context: AnswerContext): readonly Side[] {
  const text = question.text.replace(EVERY_PLACE, ' ');
  const followsOn = isFollowUp(question, context);
  // “几个规划里谁提到”: the words that ask for every place ask for no figure.
  const { intent } = context.read(text);
  const whole = followsOn ? question : { ...question, intent };
  return regionsOf(context.plans).map((place) => ({
    label: place,
    place,
    planIds: idsOf(place, context.plans),
    question: { ...ofSide(context.read(text), whole, followsOn), planIds: idsOf(place, context.plans) },
    asking: question.text,
    own: question.content,
  }));
}

/** “…有没有矛盾？我记得正文还说…”: what is said behind the question, and asks nothing, is asked of no side. */
function withoutRemarks(text: string, mentions: readonly Mention[]): string {
  const last = mentions.at(-1)?.end ?? 0;
  const stop = text.slice(last).search(/[？?。；]/u);
  if (stop < 0) return text;
  const [head, tail] = [text.slice(0, last + stop + 1), text.slice(last + stop + 1)];
  return ASKING.test(tail.replace(/[？?。；]/gu, '')) ? text : head;
}

/** “省会甲市和皖北的乙市”: what a place is besides its name, which asks nothing of it. Spaces keep what follows in its place. */
function withoutEpithets(text: string, mentions: readonly Mention[]): string {
  return mentions.reduce((rest, { start }) => {
    const epithet = EPITHET.exec(rest.slice(0, start))?.[0] ?? '';
    return `${rest.slice(0, start - epithet.length)}${' '.repeat(epithet.length)}${rest.slice(start)}`;
  }, text);
}

const EPITHET =
  /(?:(?:作为|同为|身为)?(?:省会|首府|副省级|地级|兄弟|邻近|隔壁)(?:城市|市|省)?的?|[\p{Script=Han}](?:[东南西北中]部?)的|(?:长三角|同省)的?)$/u;

/** A segment without words of its own (“…，宿州呢？”, “安徽和浙江的…”) shares that of its neighbour. */
function sidesOfMentions(question: Question, mentions: readonly Mention[], context: AnswerContext): readonly Side[] {
  const text = withoutEpithets(withoutRemarks(question.text, mentions), mentions);
  const prefix = text.slice(0, mentions[0]?.start ?? 0);
  const segments = mentions.map((mention, index) => text.slice(mention.end, mentions[index + 1]?.start));
  const own = segments.map((segment) => ownWords(context.read(segment)));
  const headed = ownWords(context.read(prefix)).length > 0;
  const filled = segments.map((segment, index): string => {
    const words = own[index] ?? [];
    if (words.length === 0) {
      const next = segments.findIndex((_, at) => at > index && (own[at] ?? []).length > 0);
      // “安徽和浙江的…”: nothing but joining words between them.
      const joined =
        next >= 0 && segments.slice(index, next).every((piece) => piece.length <= 6 && !ASKING.test(piece));
      if (joined) return `${segment}${segments[next] ?? ''}`;
      // “…的占比，安徽、浙江加上合肥，2025年各是多少”: what is asked stands in front, when it is for behind.
      const following = JOINING.test(segment)
        ? segments.slice(index + 1).find((piece) => !JOINING.test(piece))
        : undefined;
      if (headed && following !== undefined) return `${segment}${following}`;
      const previous = own.findLastIndex((earlier, at) => at < index && earlier.length > 0);
      return previous >= 0 && !headed ? `${segments[previous] ?? ''}${segment}` : segment;
    }
    // “浙江省级以上高新区有多少家？安徽省级以上有多少家”: what is left out was said before.
    const earlier = own.findIndex((said, at) => at < index && said.length > words.length);
    const said = segments[earlier] ?? '';
    const elliptic = words.every((word) => said.includes(word) || (!headed && VERB.test(word)));
    return earlier >= 0 && elliptic ? `${said} ${segment}` : segment;
  });
  const sides = new Map<string, { mention: Mention; text: string }>();
  for (const [index, mention] of mentions.entries()) {
    const key = keyOf(mention);
    const known = sides.get(key);
    const segment = filled[index] ?? '';
    sides.set(key, known ? { mention: known.mention, text: `${known.text} ${segment}` } : { mention, text: segment });
  }
  const several = [...sides.values()];
  const followsOn = isFollowUp(question, context);
  return several.map(({ mention, text: segment }): Side => {
    const asked = context.read(`${shortOf(mention, context)}${bareAsking(`${prefix} ${segment}`)}`);
    return {
      label: labelOf(
        mention,
        several.map((side) => side.mention),
        context.plans,
      ),
      place: mention.place,
      planIds: mention.planIds,
      question: ofSide({ ...asked, planIds: mention.planIds }, question, followsOn),
      asking: ASKING.test(bareAsking(segment).replace(/[？?。；]/gu, '')) ? asked.text : question.text,
      own: context.read(bareAsking(segment)).content,
    };
  });
}

/** A segment with such a word asks by itself; it does not just join two places. */
const ASKING = /[？?。；]|多少|几|哪|什么|谁|啥|怎/u;

/** Verbs that leave what they are said of to the words before. */
const VERB =
  /^(?:新建|新增|布局|建设|创建|引进|选派|聚集|集聚|引育|达到|支持|培育|打算|准备|争创|省级|国家级|市级|以上|要建|要派|安排|实施|组织)$/u;

/** The place in front of what is asked of it; 的 keeps it from being read as part of a name. */
function shortOf(mention: Mention, context: AnswerContext): string {
  return context.plans.some((plan) => plan.region === mention.place) ? `${mention.place}的` : '';
}

function labelOf(mention: Mention, all: readonly Mention[], plans: readonly PlanSummary[]): string {
  const sameplace = all.filter((other) => other.place === mention.place);
  if (sameplace.length < 2) return mention.place;
  const plan = plans.find(({ id }) => id === mention.planIds[0]);
  return mention.planIds.length === 1 && plan ? `《${plan.title}》` : mention.place;
}
