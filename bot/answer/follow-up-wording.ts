import { shortPlace } from '../../corpus/places.ts';
import type { Question } from '../../retrieval/query/question.ts';

const COUNTER = '(?:家|户|个百分点|个|项|件|名|人年|人|条|种|类|大块|块|大|成|倍|亿元|万元|亿|元|点|章|所|座|位|级)';
const INTERROGATIVE = new RegExp(
  `(?:分别|各)?(?:是|有|为|达到?|要到|要达到|定在?|定的|占|做到|冲到|瞄准|要做到|包括|包含|由)?(?:` +
    `(?:多少|百分之(?:几|多少))(?:万|亿)?${COUNTER}?|第?几${COUNTER}|` +
    `哪(?:些|几${COUNTER}?|一?(?:个|家|里|年|项|条|所|座|位|种)|[二两三四五六七八九十]${COUNTER}?)|` +
    `什么(?:时候)?|啥|谁|何时|怎么样?|如何|对吗|对不对|对吧|吗|呢|吧|来着|没有(?=$))`,
  'gu',
);
const OPENING = /^(?:请问|我想问一?下?|想问一?下?|那么?|好的?[，,]|列一下|列出|说说|介绍一下|其中|还有|再问一?下?)/u;
const LOOSE_END = /(?:分别|一共|总共|都|是|有|为|分|包括|包含|由|要|到|达到|瞄准|的|定|，|、|,|\s)+$/u;

/** What a question is about, as a phrase: the question without the words of asking. */
export function topicOf(text: string): string {
  const asked = text.replace(/[？?。！!]+/gu, '').replace(OPENING, '');
  const clauses = asked.split(/[，,]/u).map((clause) => ({ clause, left: clause.replace(INTERROGATIVE, '') }));
  // “跟哪几个省” without its question is no topic.
  const kept = clauses.filter(
    ({ clause, left }, index) =>
      index === 0 ||
      clause === left ||
      left.replace(/^(?:一共|总共|共|列了?)+/u, '').length > 3 ||
      /目标|底数|现状|实际/u.test(left),
  );
  const topic = kept
    .map(({ left }) => left)
    .join('，')
    .replace(LOOSE_END, '');
  return topic.length >= 3 ? topic : asked;
}

/** The same without its times, and without the words that say whether a target or a result is meant. */
export function timelessTopic(question: Question, options: { times: boolean } = { times: true }): string {
  let text = question.text;
  if (options.times)
    for (const time of [...question.times].sort((a, b) => b.start - a.start))
      text = `${text.slice(0, time.start)}${text.slice(time.end).replace(/^(?:底|末)?的?/u, '')}`;
  return topicOf(text)
    .replace(
      /(?:的)?(?:目标值?|底数|现状|基数|实际|原定|现在|目前|眼下|如今|当前|完成(?:情况|值)?)(?:数|值)?(?=[，,]|$)/gu,
      '',
    )
    .replace(/(?:力争|争取|计划|打算|要达到|要做到|做到|要到|达到|完成了?|要突破|突破|要)(?=[，,]|$)/gu, '')
    .replace(LOOSE_END, '');
}

/** How a question of each kind ends when it is cut down to one thing (2020年呢 → 2020年是多少). */
export function tailOf(question: Question): string {
  if (question.intent.kind === 'figure') return '是多少';
  if (question.intent.kind === 'list') return '有哪些';
  return question.intent.kind === 'time' ? '是什么时候' : '是什么';
}

/** “那…呢？”, “其中…”: what is left of a follow-up without the words that tie it to the question before. */
export function bareFollowUp(text: string): string {
  return text
    .replace(/[？?。！!\s]+$/u, '')
    .replace(
      /^(?:再?往[上下](?:一级|一层|看)?[，,]?|那么|那(?![个些项家里块份本])|还有|另外|然后|好的?[，,]|换成|其中|至于)+/u,
      '',
    )
    .replace(/(?:又|咋样|怎么样|是)?呢$/u, '')
    .trim();
}

/**
 * 合肥2025年高企目标是多少 with another place: the place named is replaced; when none is, the new one goes in front.
 * @param hasPlan the new place has a plan; a place without one takes the place of another without one
 */
export function withPlace(question: Question, place: string, hasPlan: boolean): string {
  const named = hasPlan ? (question.places.find((mention) => !mention.inName) ?? question.places[0]) : undefined;
  const other = question.otherPlaces.find((name) => question.text.includes(name));
  const first =
    named ??
    (other === undefined ? (question.places.find((mention) => !mention.inName) ?? question.places[0]) : undefined);
  if (first) {
    const text = question.text.replaceAll(question.text.slice(first.start, first.end), place);
    // 市级 of a city is 省级 of a province, or neither.
    return first.place.at(-1) === place.at(-1) ? text : text.replace(/(?:市|省|县)级|全(?:市|省|县)/gu, '');
  }
  if (other !== undefined)
    return question.text.replace(new RegExp(`${shortPlace(other)}(?:[市县区]|省(?![里上级内]))?`, 'gu'), place);
  return `${place}${question.text}`;
}

/** The longest run of characters that two texts share. */
export function longestShared(left: string, right: string): string {
  let best = '';
  for (let start = 0; start < left.length; start += 1) {
    while (start + best.length < left.length && right.includes(left.slice(start, start + best.length + 1)))
      best = left.slice(start, start + best.length + 1);
  }
  return best;
}
