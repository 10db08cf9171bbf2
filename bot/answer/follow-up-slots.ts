import { shortPlace } from '../../corpus/places.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { askedOperation, operationOf } from './compose/operation.ts';
import { carry, type FollowUpContext, type Reading } from './follow-up-reading.ts';
import { bareFollowUp, tailOf, timelessTopic, topicOf, withPlace } from './follow-up-wording.ts';
import { lookUp } from './look-up.ts';
import { countedSwap, headingSwap, suffixSwap, swapOf, wholeSwap, type Swap } from './sibling.ts';

/** The same when the follow-up only puts another name in its place. */
const SWAPPED = 0.7;

/** Attributes of a thing: by themselves they ask about the thing spoken of before. */
const ATTRIBUTE =
  /^(?:它的|他们的|其)?(?:年均)?(?:增速|增幅|增长率|增长|占比|比重|比例|份额|排名|位次|面积|产值|规模|数量|总数|经费|投入|金额|时间|地点|位置|牵头单位|责任单位|单位|定位|名称|依据|出处|来源)$/u;

/** “两个差多少”, “比2020年多多少”: worked out from what the turns before asked for. */
export function computedFromBefore(
  question: Question,
  before: Reading,
  earlier: Reading | undefined,
  { read }: FollowUpContext,
): Reading | undefined {
  const asked = askedOperation(question.text);
  const bare = bareFollowUp(question.text);
  const both = /^(?:这|那)?(?:两|二|俩|前后|前面两)|^(?:这|那)些|加起来|合计|一共/u.test(bare);
  const own =
    asked &&
    read(asked.rest.replace(PAIR, '')).terms.filter((term) => (term.factor ?? 1) === 1 && !CHANGE.test(term.surface));
  if (!asked || own === undefined || own.length > 0) return undefined;
  if (earlier && both) {
    const text = `${topicOf(earlier.standalone)}与${topicOf(before.standalone)}，${bare.replace(PAIR, '')}？`;
    return { question: read(text), standalone: text };
  }
  if (earlier && asked.operation === 'share' && question.times.length === 0) {
    const text = `${topicOf(before.standalone)}占${topicOf(earlier.standalone)}的比例是多少？`;
    return { question: read(text), standalone: text };
  }
  const standalone = `${topicOf(before.standalone)}，${bare}？`;
  return { question: read(standalone), standalone };
}

/** What points at the two things spoken of last. */
const PAIR = /(?:这|那|前面|以上)?(?:两者?|二者?|俩|两个|两项|两家|两地)(?:项|个|家|者|地)?|[这那]些/gu;

/** Words of change, which say nothing of what changes. */
const CHANGE =
  /^(?:增长|增加|提高|提升|上升|下降|减少|净增|增幅|涨|多出|高出|超出|超额|超|少|差距?|年均|时期|总共|还要|需要|一倍|倍)$/u;

const LEVEL = /国家级?|省级|市级|县级|区级/u;

/** “那国家级的争几家”: the question before, of another level. */
export function otherLevel(question: Question, before: Reading, { read }: FollowUpContext): Reading | undefined {
  const level = /国家级|省级|市级|县级/u.exec(question.text)?.[0];
  const named = LEVEL.exec(before.standalone)?.[0];
  if (level === undefined || named === undefined || named === level) return undefined;
  const rest = read(bareFollowUp(question.text).replace(level, '')).terms.filter((term) => term.surface.length > 1);
  if (rest.length > 1) return undefined;
  // “省级创建的呢”: what else is said of it goes along.
  const more =
    new RegExp(`${level}(?<more>(?![的有是占几多哪又呢])[\\p{Script=Han}]{2,3}?)的?(?:又|呢|[？?]|$)`, 'u').exec(
      question.text,
    )?.groups?.['more'] ?? '';
  const text = before.standalone.replace(/新[建增设]|新布局/u, '').replace(named, `${level}${more}`);
  return { question: { ...read(text), planIds: read(text).planIds ?? before.question.planIds }, standalone: text };
}

/** 那合肥呢？ The question before, for another place; what follows the place goes behind. */
export function otherPlace(question: Question, before: Reading, { read }: FollowUpContext): Reading | undefined {
  const mention = question.places.find((candidate) => !candidate.inName) ?? question.places[0];
  const named = mention ? shortPlace(mention.place) : question.otherPlaces[0];
  if (named === undefined) return undefined;
  const [head = '', ...rest] = bareFollowUp(question.text).split(/呢?[，,？?。]/u);
  const left = head
    .replace(named, '')
    .replace(/^[省市县区]/u, '')
    .replace(/^(?:全[省市]|整体|方面|这边|那边|自己|的|呢|总体)+|呢$/gu, '');
  if (left !== '' && read(left).terms.length > 0) return undefined;
  const whole = mention ? mention.place : named;
  const other = withPlace(read(before.standalone), whole, mention !== undefined).replace(/[？?。]*$/u, '？');
  const tail = rest.join('，').replace(/呢$/u, '');
  const text = tail === '' ? other : `${other}${tail}？`;
  return { question: read(text), standalone: text };
}

/** 那巢湖市呢？ A place without a plan of its own may be a heading beside the one spoken of. */
export async function siblingPlace(
  question: Question,
  before: Reading,
  context: FollowUpContext,
): Promise<Reading | undefined> {
  const [place] = question.otherPlaces;
  if (place === undefined || question.terms.length > 1 || !context.store) return undefined;
  const swap = await headingSwap(place, context.read(before.standalone), context.store);
  return swap ? swapped(swap, before, '', context) : undefined;
}

/** “比十三五增长百分之几”: what is compared with is not the time asked about. */
export function rateAgainst(question: Question, before: Reading): Reading | undefined {
  const against = question.times.every((span) => /[比较](?:起|于)?$/u.test(question.text.slice(0, span.start)));
  if (!/^(?:那|它)?(?:又)?[比较]/u.test(question.text) || !against) return undefined;
  if (!question.terms.every((term) => CHANGE.test(term.surface))) return undefined;
  const carried = carry(before.question, question, true);
  return {
    question: { ...carried, times: before.question.times },
    standalone: `${topicOf(before.standalone)}，${bareFollowUp(question.text)}？`,
  };
}

/** 2020年呢？ 目标呢？ The question before, for another year, or for the target and not the result. */
export function otherTime(question: Question, before: Reading, { read }: FollowUpContext): Reading | undefined {
  const bare = bareFollowUp(question.text).replace(/是$/u, '');
  const aspect = /目标|底数|现状|实际|完成|原定|基数/u.test(bare);
  if (question.terms.length > 0 || (question.times.length === 0 && !aspect) || operationOf(question.text))
    return undefined;
  const past = /底数|现状|实际|完成|基数/u.test(bare);
  const standing = read(before.standalone);
  const year = Math.max(0, ...standing.times.map((span) => span.to));
  const keeps = question.times.length === 0 && !(past ? year > 2020 : year <= 2020 && !/原定|原来|当初/u.test(bare));
  const topic = timelessTopic(standing, { times: !keeps });
  const asks = /多少|几|哪|什么|吗/u.test(bare);
  const text = `${topic}，${bare}${asks ? '' : tailOf(before.question)}？`;
  const whole = read(text);
  const phrases = new Set(read(question.text).terms.map((term) => term.surface));
  const { kind, units } = before.question.intent;
  const intent = {
    ...whole.intent,
    kind: asks ? whole.intent.kind : kind,
    units: whole.intent.units.length > 0 ? whole.intent.units : units,
  };
  const terms = whole.terms.filter(
    (term) => !phrases.has(term.surface) || before.question.terms.some((other) => other.surface === term.surface),
  );
  return { question: { ...whole, intent, terms }, standalone: text };
}

/** 大健康那个呢？ The question before, for another thing of the same kind. */
export async function otherName(
  question: Question,
  before: Reading,
  context: FollowUpContext,
): Promise<Reading | undefined> {
  const [head = '', ...rest] = question.text.split(/呢[，,？?。]?/u);
  if (!/呢/u.test(question.text) && !/^(?:那|换成|还有)/u.test(question.text)) return undefined;
  const called = bareFollowUp(head)
    .replace(/(?:[那这]一?(?:个|边|块|条|家|里|份|行|栏|项|类|种)|方面|的话)$/u, '')
    .replace(/的$/u, '');
  const tail = rest.join('，').replace(/[，？?。]+$/u, '');
  const asks =
    context.read(called).intent.kind !== 'open' && !/(?:目标|占比|比重|比例|产值|投入|规模|数量)$/u.test(called);
  if (called.length < 2 || called.length > 24 || asks || ATTRIBUTE.test(called)) return undefined;
  const standing = context.read(before.standalone);
  const counted = await fittingSwap(countedSwap(called, standing), before, tail, context);
  if (counted) return counted;
  const swap =
    (context.store ? await swapOf(called, standing, context.store) : undefined) ??
    suffixSwap(called, standing) ??
    wholeSwap(called, standing);
  if (!swap) return undefined;
  return swapped(swap, before, tail, context);
}

/** Least share of a question's words in one sentence that shows that it is put together rightly. */
const FITS = 0.85;

/** The question with such a name in it, where a sentence of the plans speaks of all that it then asks. */
async function fittingSwap(
  swap: Swap | undefined,
  before: Reading,
  tail: string,
  context: FollowUpContext,
): Promise<Reading | undefined> {
  const { store, plans } = context;
  if (!swap || !store || !plans) return undefined;
  const reading = swapped(swap, before, tail, context);
  const { question } = reading;
  const planIds = question.planIds ?? before.question.planIds;
  const found = await lookUp({ ...question, planIds }, { ...context, store, plans });
  return found.best && !found.shortfall && found.best.coverage >= FITS ? reading : undefined;
}

/** The question before with another name in it; its other words count less, for the plan may put them in other ways. */
function swapped(swap: Swap, before: Reading, tail: string, { read }: FollowUpContext): Reading {
  const whole = before.standalone.replace(swap.from, swap.to);
  const text = tail === '' ? whole : `${topicOf(whole)}，${tail}？`;
  const question = read(text);
  const named = read(swap.to);
  const own = new Set([...named.terms, ...read(tail).terms].map((term) => term.surface));
  const terms = question.terms.map((term) => (own.has(term.surface) ? term : { ...term, factor: SWAPPED }));
  const kind = tail === '' ? before.question.intent.kind : question.intent.kind;
  return {
    question: {
      ...question,
      intent: { ...question.intent, kind },
      ...(question.intent.item === undefined && own.size > 0 ? { terms } : {}),
    },
    standalone: text,
  };
}
