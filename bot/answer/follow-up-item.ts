import type { Question } from '../../retrieval/query/question.ts';
import { readAntecedent } from './antecedent.ts';
import { carry, placeOf, type FollowUpContext, type Reading } from './follow-up-reading.ts';
import { bareFollowUp, topicOf } from './follow-up-wording.ts';
import { suffixSwap, wholeSwap } from './sibling.ts';

const NEXT = /(?:紧接着|接着|接下来)?的?(?:再)?(?<way>下|上|后|前)(?:面)?(?:一|那)?(?:个|项|条|块|类)/u;
const ORDINAL =
  /(?:倒数)?第[一二三四五六七八九十\d]+(?=[项个条类种大块方部点步])|最后(?:的|那|的那)?一?(?=[项个条类种大块方部点步])/u;

/** 第二个呢, 紧接着的下一个呢: an item of the list spoken of before. */
export function itemBefore(
  question: Question,
  before: Reading,
  answer: string | undefined,
  { read }: FollowUpContext,
): Reading | undefined {
  const last = before.question.intent.item;
  const next = last === undefined ? undefined : NEXT.exec(question.text)?.groups?.['way'];
  if (last !== undefined && next !== undefined && question.intent.item === undefined) {
    const number = last + (next === '下' || next === '后' ? 1 : -1);
    if (number === 0) return undefined;
    return again(before, number < 0 ? `倒数第${-number}` : `第${number}`, read);
  }
  if (question.intent.item === undefined) return undefined;
  const bare = bareFollowUp(question.text);
  const ordinal = ORDINAL.exec(bare)?.[0] ?? '';
  const below = nested(bare, before, answer, read);
  if (below) return below;
  const own = question.terms.filter(
    (term) => !/^[\d一二三四五六七八九十]+$|^(?:最后|倒数|排在|排|一项|一条|第.*)$/u.test(term.surface),
  );
  if (last !== undefined && own.length === 0) return again(before, ordinal, read);
  if (last !== undefined && own.length > 0 && /[的里中]?(?:倒数)?(?:第|最后)/u.test(bare)) {
    const name = bare.slice(0, bare.indexOf(ordinal)).replace(/[的里中]+$/u, '');
    const swap = name.length >= 2 ? (suffixSwap(name, before.question) ?? wholeSwap(name, before.question)) : undefined;
    if (swap) {
      const text = before.standalone.replace(swap.from, swap.to).replace(ORDINAL, ordinal);
      return { question: read(text), standalone: text };
    }
  }
  const { items, inSentence } = readAntecedent(answer);
  const called = items.at(question.intent.item < 0 ? question.intent.item : question.intent.item - 1);
  // Named in a sentence, it has no heading that it could be found under.
  if (called !== undefined && inSentence && own.length > 0)
    return aboutIt(called, bare.slice(bare.indexOf(ordinal) + ordinal.length).replace(COUNTER, ''), before, read);
  const ask = /[哪什谁多几吗]|怎么|如何/u.test(bare) ? bare : `${bare}是什么`;
  const listed = topicOf(before.standalone);
  const standalone = `${listed}，${called === undefined ? ask : ask.replace(new RegExp(`(?:${ORDINAL.source})[项个条类种大块]?`, 'u'), (found) => `${found}（${called}）`)}？`;
  const plain = read(`${listed}，${ask}？`);
  return {
    question: carry(before.question, { ...question, text: plain.text }, own.length === 0),
    standalone,
    ...(called === undefined ? {} : { about: called }),
  };
}

const COUNTER = /^[家个项条类种块座位所支款]的?/u;

/** What is asked, of one thing that has a name. */
function aboutIt(called: string, asked: string, before: Reading, read: FollowUpContext['read']): Reading {
  const text = `${placeOf(before.question)}${called}${asked}？`;
  const question = read(text);
  return {
    question: { ...question, planIds: question.planIds ?? before.question.planIds },
    standalone: text,
    about: called,
  };
}

/** 打头那家, 头一个, 第二家: the first, the second of what was listed, as 第一个, 第二个. */
export function withOrdinals(text: string): string {
  return text
    .replace(/(?:打头|排头|领头|开头|最前面|排第一|头)的?(?:那|这)?一?(?=[家个项条块种类座位所])/gu, '第一')
    .replace(/(第[一二三四五六七八九十\d]+)[家座位所支款]/gu, '$1个');
}

/** “它下面最后一个”: an item of what the answer before named. */
function nested(
  bare: string,
  before: Reading,
  answer: string | undefined,
  read: FollowUpContext['read'],
): Reading | undefined {
  const match = /^(?:它|其|这一?[项个条块]|那一?[项个条块])?的?(?:下面|里面|底下|当中|之下|里头|下)的?/u.exec(bare);
  const { name: called } = readAntecedent(answer);
  if (!match || match[0] === '' || called === undefined) return undefined;
  const text = `${placeOf(before.question)}“${called}”下面的${bare.slice(match[0].length)}？`;
  const question = read(text);
  return { question: { ...question, planIds: question.planIds ?? before.question.planIds }, standalone: text };
}

/** The question before, for another item. */
function again(before: Reading, ordinal: string, read: FollowUpContext['read']): Reading {
  const text = before.standalone.replace(/（[^（）]*）/gu, '').replace(ORDINAL, ordinal);
  return { question: read(text), standalone: text };
}

/** What points at the one thing spoken of: 它, 那家, 上面说的那个平台. */
export const POINTS_AT_ONE =
  /^(?:那么?|而)?(?:(?:刚才|刚刚|上面|前面|上述|你)?(?:说的?|提到的?|讲的?)?的?(?:[那这](?:一)?(?:个|块|项|条|家|所|座|类|种)|[那这]里(?!面))|它|其(?!他|余|中)|其中)/u;

/** 那一块下面有哪几项: about the thing that the answer before named. */
export function pointedAt(
  question: Question,
  before: Reading,
  answer: string | undefined,
  { read }: FollowUpContext,
): Reading | undefined {
  const called = before.about ?? readAntecedent(answer).name;
  if (called === undefined || !/[那这](?:一)?(?:个|块|项|条|里|家)|它|其中|下面/u.test(question.text)) return undefined;
  const rest = bareFollowUp(question.text).replace(POINTS_AT_ONE, '');
  if (before.about !== undefined) return aboutIt(called, rest, before, read);
  const text = `${placeOf(before.question)}“${called}”${rest}？`;
  return { question: { ...read(text), planIds: before.question.planIds }, standalone: text, about: called };
}
