import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { BESIDE, SAYS_WHICH } from './operand-words.ts';
import { askedOperation } from './operation.ts';

/** Asks which of several comes out highest or lowest. */
export const RANKS = /谁|哪(?:一?[个家项种类]|边|省|市|地|者)/u;
/** Asks the same of each of several. */
export const OF_EACH = /分别|各(?![级类市县区项部种地界方])/u;

/** What one of several is asked to be most in, as one would ask how much it is: 增量大 → 增加多少. */
const MOST: readonly (readonly [RegExp, string])[] = [
  [/(?<=[是为][^，。？]{1,14})的?倍数[^，。？]{0,3}[大高多小低少]/u, '的几倍'],
  [/(?:的)?倍数[^，。？]{0,2}[大高多小低少]/u, '是几倍'],
  [
    /(?:的)?(?:增幅|涨幅|增速|增长率)[^，。？]{0,2}[大高快小低慢]|(?:增长|提高|增加|涨)[得的]?(?:最|更|比较)?[快慢]/u,
    '增长百分之几',
  ],
  [
    /(?:的)?(?:净?增量|增加量)[^，。？]{0,2}[大多高小少低]|(?:净增|增加|增长|提高|新增|增|涨|多)[得的]?(?:最|更|比较)?[多少大]/u,
    '增加多少',
  ],
];

/** A thing of a list and the question as asked of it alone. */
interface AskedThing {
  readonly label: string;
  readonly question: Question;
}

/**
 * The things of one list of which a question asks to have the same worked out (“甲和乙，目标分别比2020年多多少”, “甲和乙，哪个
 * 增量大？大的那个增多少”); none where it lists none, or asks for nothing to be worked out.
 */
export function thingsSetSideBySide(question: Question, context: AnswerContext): readonly AskedThing[] {
  const clauses = question.text
    .replace(/、(?=各|分别)/gu, '，')
    .split(/(?<=[，,。；;？?！!])/u)
    .map((clause) => clause.replace(/[，,。；;？?！!]$/u, ''));
  const at = clauses.findIndex((clause) => listIn(clause, question, context) !== undefined);
  const list = listIn(clauses[at] ?? '', question, context);
  if (!list || !(OF_EACH.test(question.text) || RANKS.test(question.text))) return [];
  const of = askedOfEach(list, clauses.slice(at + 1));
  // “2020年到2025年，甲和乙哪个增得多”
  const scene = clauses.slice(0, at).filter((clause) => context.read(clause).times.length > 0);
  const asking = of === undefined ? undefined : [...scene, of].join('，');
  if (asking === undefined || !askedOperation(asking)) return [];
  return list.items.map((item) => {
    const read = context.read(asking.replace(THING, item));
    return { label: item, question: { ...read, planIds: read.planIds ?? question.planIds } };
  });
}

/** Stands for the thing in a question asked of each. */
const THING = '〇';

export interface List {
  readonly before: string;
  readonly items: readonly string[];
  readonly behind: string;
}

/** Where the last thing of a list ends: at what is asked of all of them. */
const BEHIND =
  /的(?=[^，。]{1,8}(?:分别|各))|分别|各(?![级类市县区项部])|谁|哪|(?:从|到|由)?(?:19|20)\d{2}|(?:20\d\d年)?目标|[比较](?![例重率值为])|占(?!比)/u;

export function listIn(clause: string, question: Question, context: AnswerContext): List | undefined {
  const text = clause.replace(/[（(][^（()）]*[)）]/gu, '');
  const pieces = text.split(new RegExp(BESIDE.source.replace('加(?![快强大工密入油])', '和'), 'u'));
  const last = pieces.at(-1) ?? '';
  if (pieces.length < 2 || AGAINST_ONE_ANOTHER.test(text)) return undefined;
  const end = last.search(BEHIND);
  const head = pieces[0] ?? '';
  const start = Math.max(
    0,
    ...[...question.places.filter(({ inName }) => !inName), ...question.times]
      .map(({ start: from, end: to }) => question.text.slice(from, to))
      .filter((written) => written !== '' && head.includes(written))
      .map((written) => head.indexOf(written) + written.length),
  );
  const before = head.slice(0, start);
  const items = [head.slice(start), ...pieces.slice(1, -1), end < 0 ? last : last.slice(0, end)].map((item) =>
    item
      .replace(
        /^(?:的|里|中|，|末|底|年)+|[这那]?[两二三四五六七八九十](?:个|项|家|类|块|者|种|条|大)(?:重点)?(?:产业链?|领域|行业|集群|板块|方向)?$|的$/gu,
        '',
      )
      .trim(),
  );
  const named = items.every((item) => {
    const { content, places } = context.read(item);
    const words = content.replace(/[^\p{Script=Han}A-Za-z]/gu, '');
    return words.length >= 2 && !SAYS_WHICH.test(words) && places.every(({ inName }) => inName);
  });
  return named ? { before, items, behind: end < 0 ? '' : last.slice(end) } : undefined;
}

/** “甲和乙之间差多少”, “甲和乙加起来” set the things against one another. */
const AGAINST_ONE_ANOTHER = /之间|相差|加起来|合计|合起来|一共|总共|总和/u;

/** What is asked of each, with a mark for the thing; undefined where it is neither said of each nor asked which is most. */
function askedOfEach({ before, behind }: List, following: readonly string[]): string | undefined {
  const own = `${before}${before === '' || before.endsWith('的') ? '' : '的'}${THING}${behind}`;
  const clauses = [own, ...following];
  const ranking = clauses.find((clause) => RANKS.test(clause) && MOST.some(([pattern]) => pattern.test(clause)));
  const plain = clauses.filter((clause) => !RANKS.test(clause) && !/[大多高快小少低慢]的那/u.test(clause)).join('，');
  if (askedOperation(plain)) return plain.replace(OF_EACH, '').replace(/各自?是?/u, '');
  const [pattern, amount] = MOST.find(([most]) => ranking !== undefined && most.test(ranking)) ?? [];
  if (ranking === undefined || !pattern || amount === undefined) return undefined;
  const asked = ranking.replace(pattern, amount);
  if (asked.includes(THING)) return asked.replace(RANKS, '');
  return RANKS.test(asked) ? `${before}${asked.replace(RANKS, THING)}` : `${before}${THING}${asked}`;
}
