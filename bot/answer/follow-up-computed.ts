import type { Question } from '../../retrieval/query/question.ts';
import { placeOf, type FollowUpContext, type Reading } from './follow-up-reading.ts';
import { bareFollowUp, timelessTopic, topicOf } from './follow-up-wording.ts';

/** A turn of the conversation: how its question was understood, and what was answered. */
export interface Spoken {
  readonly reading: Reading;
  readonly answer: string | undefined;
}

type Change = 'difference' | 'ratio' | 'share' | 'sum' | 'rest';

/** What a follow-up may ask of the two figures spoken of last, in the everyday words for it. */
const CHANGES: readonly (readonly [Change, RegExp])[] = [
  ['ratio', /[几多少]+倍|翻了?[几多]/u],
  [
    'share',
    /占(?:了|到|去)?[^，。？]{0,12}(?:百分之[几多]|几成|几分之几|多少|多大|比例|比重|份额|百分比)|^(?:那|这|它|其)?(?:个|的)?(?:占比|比例|比重|份额)(?:是|有)?(?:多[少大高]|几)?[？?呢]*$/u,
  ],
  [
    'sum',
    /相加|加(?:起来|总|一起|在一起|一块儿?|到一[起块]儿?)|合(?:起来|计|在一起|到一起)|总和|之和|(?:一共|总共|拢共|全部)(?:是|有|要)?[多几]|全(?:部|都)?算上/u,
  ],
  ['rest', /(?:剩下?|剩余|其余|余下)的?(?:部分|那些)?(?:还)?(?:有|是)?(?:多少|几)/u],
  [
    'difference',
    /(?:相?差(?:了|距|额|值|别)?|缺口|落差)(?:是|有|在)?(?:多少|[多几]|$|[？?])|还差|(?:净增加?|新增|增加|增长|提高|提升|上升|多|高|少|低|超|涨|降低?|减少|拉开)(?:了|出|过|到)?(?:大概|约)?(?:多少|几)/u,
  ],
];

/** Words that say which value is meant or point at those spoken of, and not what they are of. */
const SAYS_WHICH =
  /^(?:目标|底子|底数|基数|现状|实际|完成|原定|定|年|十[二三四五]五|期间|时期|总数|总量|总共|全部|整体|全省|全市|全国|数|数字|两者|二者|两个|两项|前后|前面|中间|之间|其间|刚才|上面|两地|多大|多少|差距|差额|差值|净增|新增|增加|增长|提高|提升|上升|下降|减少|涨|多出|高出|超出|超额|超|还要|需要|五年|每年|一块|一块儿|倍|一倍|[\d.%]+)$/u;
/** What points at the two spoken of last. */
const PAIR =
  /[这那](?:两|二|俩)|^(?:两|二|俩)|前后|前面两|刚才(?:那|这)?(?:两|俩)|两者|二者|两[个项地家]|(?:这|那)?[三四](?:个|者|项|级|类|样|家|块|地|种)/u;
/** What points at more than two. */
const MORE = /(?<number>[三四])(?:个|者|项|级|类|样|家|块|地|种)/u;

/**
 * “要净增多少户”, “占多大比例”, “这俩加一块儿有多大”: what the two figures spoken of last make together, asked as one
 * question, so that it is worked out as such a question is. Undefined when it asks for nothing of the kind.
 * @param history the turns before, oldest first
 */
export function computedFromTurns(
  question: Question,
  history: readonly Spoken[],
  { read }: FollowUpContext,
): Reading | undefined {
  const [change, pattern] = CHANGES.find(([, words]) => words.test(question.text)) ?? [];
  if (change === undefined || pattern === undefined) return undefined;
  const more = change === 'sum' ? severalOf(question, history) : [];
  const [first, second] = more.length > 2 ? more : pairOf(question, history);
  if (!first || !second) return undefined;
  const said = [first, second, ...more].map(({ standalone }) => standalone).join(' ');
  const own = read(
    bareFollowUp(question.text)
      .replace(pattern, ' ')
      .replace(PAIR, ' ')
      .replace(/(?:要|又|还|得|共)?\s?(?:个?百分点|[家户个名人件项])/gu, ' '),
  );
  const strange = own.terms.some(({ surface }) => !SAYS_WHICH.test(surface) && !said.includes(surface));
  if (strange) return undefined;
  const unit =
    /(?:多少|几)(?<unit>个?百分点|万亿元?|亿元?|万元?|元|[家户个名人件项])/u.exec(question.text)?.groups?.['unit'] ??
    '';
  const text =
    more.length > 2
      ? `${more.map((reading) => partOf(reading, first)).join('和')}加起来是多少${unit}？`
      : (ofOneThing(change, first, second, unit, read) ?? ofTwo(change, first, second, unit));
  const asked = read(text);
  return { question: { ...asked, planIds: asked.planIds ?? first.question.planIds }, standalone: text };
}

/** The readings that a question adds up, where it points at three or four: the earliest first. */
function severalOf({ text }: Question, history: readonly Spoken[]): readonly Reading[] {
  const number = MORE.exec(text)?.groups?.['number'];
  const figures = history.filter(({ answer = '' }) => /\d/u.test(answer) && !answer.includes('据原文计算'));
  const count = number === '三' ? 3 : 4;
  return number === undefined || figures.length < count ? [] : figures.slice(-count).map(dated);
}

/** A reading with the year that its answer gives, where it names none and the answer no other. */
function dated({ reading, answer = '' }: Spoken): Reading {
  const [year, ...others] = [...new Set(answer.match(/20\d{2}(?=年)/gu))];
  if (year === undefined || others.length > 0 || reading.question.times.length > 0) return reading;
  const to = Number(year);
  const time = { from: to, to, aspect: 'end' as const, start: 0, end: 0 };
  return { ...reading, question: { ...reading.question, times: [time] } };
}

/** The two readings that a question sets against one another: the earlier one first. */
function pairOf(question: Question, history: readonly Spoken[]): readonly Reading[] {
  const figures = history
    .filter(({ answer = '' }) => /\d/u.test(answer) && !answer.includes('据原文计算'))
    .map(dated)
    .filter(({ question: { intent } }) => intent.kind !== 'list' && intent.kind !== 'summary');
  const place = placeOf(question);
  const last = place === '' ? figures.at(-1) : figures.findLast((reading) => placeOf(reading.question) === place);
  const before = figures.findLast((reading) => reading !== last && reading.standalone !== last?.standalone);
  if (!last || !before) return [];
  const pair = figures.indexOf(before) < figures.indexOf(last) ? [before, last] : [last, before];
  // “比2020年多多少” names the other time itself.
  const named = question.times.length > 0 && !PAIR.test(bareFollowUp(question.text));
  const known = pair.flatMap((reading) => reading.question.times.map(({ to }) => to));
  return named && question.times.some(({ to }) => !known.includes(to)) ? [] : place === '' ? pair : [before, last];
}

/** One thing at two times, or aimed at and reached. */
function ofOneThing(
  change: Change,
  first: Reading,
  second: Reading,
  unit: string,
  read: FollowUpContext['read'],
): string | undefined {
  const [left, right] = [thingOf(first.question), thingOf(second.question)];
  if (left !== right || change === 'share' || change === 'rest') return undefined;
  const topic = timelessTopic({ ...read(first.standalone), text: first.standalone });
  const [one, two] = [timeOf(first), timeOf(second)];
  const [early, late] = one.year <= two.year ? [one, two] : [two, one];
  if (early.year === late.year)
    return early.aspect === late.aspect || change !== 'difference'
      ? undefined
      : `${topic}${early.year}年实际完成比目标多多少${unit}？`;
  const [from, to] = [`${early.year}年`, `${late.year}年`];
  if (change === 'ratio') return `${topic}${to}是${from}的几倍？`;
  if (change === 'sum') return `${topic}${from}和${to}加起来是多少${unit}？`;
  return `${topic}从${from}到${to}要增加多少${unit}？`;
}

/** Two things, or one thing of two places. */
function ofTwo(change: Change, first: Reading, second: Reading, unit: string): string {
  const whole = topicOf(first.standalone);
  const part = partOf(second, first);
  if (change === 'rest') return `${whole}里，${ownOf(second)}以外的还有多少${unit}？`;
  if (change === 'share') return `${part}占${whole}的百分之几？`;
  if (change === 'ratio') return `${whole}是${part}的几倍？`;
  if (change === 'sum') return `${whole}和${part}加起来是多少${unit}？`;
  return `${whole}和${part}相差多少${unit}？`;
}

/** What a question was about; “海外工程师，省级” as a part of what was spoken of before. */
function partOf(reading: Reading, first: Reading): string {
  const whole = topicOf(first.standalone);
  const other = topicOf(reading.standalone);
  return other.startsWith(`${whole}，`) ? `${placeOf(reading.question)}${other.slice(whole.length + 1)}` : other;
}

/** What a follow-up itself names: 省级 of “其中省级的几名”. */
function ownOf({ question: { text } }: Reading): string {
  return bareFollowUp(text).replace(/(?:的|占|有|是|为)*(?:多少|几)[^，。]*$|的$/gu, '');
}

/** What a question asks a value of, without what says which value. */
function thingOf({ terms, places }: Question): string {
  const names = terms.map(({ surface }) => surface).filter((surface) => !SAYS_WHICH.test(surface));
  return [...names.sort(), ...places.filter(({ inName }) => !inName).map(({ place }) => place)].join(' ');
}

/** The year and the kind of value that a question asks for; without a year, that of the plan's end or of its eve. */
function timeOf({ question: { times, intent }, standalone }: Reading): { year: number; aspect: 'target' | 'result' } {
  const year = times.at(-1)?.to;
  const past = /底子|底数|基数|现状|实际|完成|已经?|目前/u.test(standalone);
  const aspect = past || (intent.aspect === 'result' && !/目标/u.test(standalone)) ? 'result' : 'target';
  return { year: year ?? (aspect === 'result' ? 2020 : 2025), aspect };
}
