import { phrasesOf } from '../../../retrieval/query/empty-words.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';

/** What is asked was said in the turns before: the text itself has no words of its own. */
export function isFollowUp(question: Question, context: AnswerContext): boolean {
  return question.terms.length > 0 && ownWords(context.read(question.text)).length === 0;
}

const COMPARING = new RegExp(
  `${phrasesOf('comparing')}|(?:差别|差距|区别|差异|出入)(?:到底|究竟)?有?(?:多大|几何)|(?:对照|放(?:在)?一(?:起|块))着?(?:[报说讲看列比]一?[下报说讲看列比])?|都`,
  'gu',
);

/** A text without words of comparing, which are asked of no plan. */
export function bareAsking(text: string): string {
  return text.replace(COMPARING, ' ');
}

/** Terms that say what is asked: figures, and words that only say which value is meant, are none. */
export function ownWords(question: Question): readonly string[] {
  const what = /(?:什么|怎么)样的?(\p{Script=Han}{1,3})/u.exec(question.text)?.[1];
  return [...question.terms.map((term) => term.surface), ...(what ? [what] : [])].filter(
    (word) => !/^(?:[\d.]+|每年|目标|同类|同项|同一|[\p{Script=Han}]?值)$/u.test(word),
  );
}

/** Asks how far two sides are apart, of whatever kind they are. */
const HOW_APART =
  /(?:差别|差距|区别|差异|出入|差|不同|不一样)[^，。？多]{0,4}(?:多大|在哪|在什么地方|(?:是|有)?(?:什么|啥|哪些)(?:地方|方面)?(?=[，。？]|$))/u;

/**
 * Words of asking and comparing that are left of a question cut into sides: 不争 of 争不争, 怎么搞, 各高, 多大. A plan that
 * has them does not speak of what is asked for that.
 */
const LEFT_OVER =
  /^(?:(?:怎么|咋|如何|各)\p{Script=Han}|[提争有建设写]?[没不][提争有建设写]|提得|[多更最][大小高低多少]|[差落]?在哪[儿里]?|算法|家底|盘子|举措|人数)$/u;

/** The terms without such words; all of them where there are no others. */
export function withoutLeftOver(terms: Question['terms']): Question['terms'] {
  const kept = terms.filter(({ surface }) => !LEFT_OVER.test(surface));
  return kept.length > 0 ? kept : terms;
}

/** A side is asked for the kind of thing that the whole question asks for, unless its own words say another. */
export function ofSide(side: Question, whole: Question, followsOn: boolean): Question {
  const own = side.intent.kind;
  const apart = HOW_APART.test(whole.text);
  const shared = apart ? 'open' : whole.intent.kind;
  const asked = own === 'open' || own === 'yes-no' || own === 'status' || (apart && own === 'name') ? shared : own;
  const kind = asked === 'status' || asked === 'summary' ? 'open' : asked;
  // “那合肥和浙江呢？”: what is asked was said in the turns before.
  const carried = followsOn && ownWords(side).length === 0;
  // “甲省‘十四五’定多少，乙省‘十三五’实际多少”: what is said of another's time is not said of its own.
  const timed = side.times.length > 0 && whole.times.length > side.times.length;
  return {
    ...side,
    terms: withoutLeftOver(side.terms),
    ...(carried
      ? { terms: whole.terms, content: whole.content, times: side.times.length > 0 ? side.times : whole.times }
      : {}),
    otherPlaces: [],
    intent: {
      ...side.intent,
      kind,
      plural: side.intent.plural,
      units: side.intent.units.length > 0 ? side.intent.units : whole.intent.units,
      aspect: side.intent.aspect !== 'either' || timed ? side.intent.aspect : whole.intent.aspect,
    },
  };
}
