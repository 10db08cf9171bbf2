import { findKnownPlaces } from '../../../retrieval/query/gazetteer.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchText, sameTime, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';

/** The part of a clause that is the kind of thing asked for: a place, a body, a name, a chain of stages. */
interface Shape {
  readonly part: (clause: string) => string | undefined;
  /** How far below the best score a sentence of this shape is still preferred. */
  readonly near: number;
}

const NEAR = 0.6;
/** The same for a name that ends in the words quoted, which is hardly ever another thing's. */
const NEAR_NAME = 0.15;
/** The same for a body that is set up. */
const NEAR_BODY = 0.4;
/** Evidence that is looked through. */
const CANDIDATES = 14;

/** What the words of asking say of the shape of its answer; undefined when they say nothing. */
export function shapeOf(text: string): Shape | undefined {
  const quoted = /“([^”]{2,8})”/u.exec(text)?.[1];
  if (quoted && /叫|名称|名字|哪个|什么/u.test(text)) {
    // “友谊奖”叫什么: a longer name that ends in those words.
    return { part: matching(new RegExp(`“[^“”]{2,10}${escaped(quoted)}”`, 'u')), near: NEAR_NAME };
  }
  const shape = (part: Shape['part']): Shape => ({ part, near: NEAR });
  if (/从哪(?:里|儿)?到哪|链条/u.test(text))
    return { part: matching(/\p{Script=Han}+(?:[-—–+＋→]+\p{Script=Han}{2,}){2,}/u), near: NEAR_NAME };
  if (
    /(?:机构|组织|委员会|小组|牵头)[^，。？]{0,8}(?:叫|是(?:哪|什么|谁)|名称|哪个|什么)/u.test(text) ||
    asksFor(text, '机构')
  )
    return {
      part: matching(
        /(?:成立|设立|组建|组成|建立|发挥|在)[^，。]{0,20}(?:委员会|领导小组|办公室|联盟|专班|领导机制|联席会议)/u,
      ),
      near: NEAR_BODY,
    };
  const raised = /(?:哪[只支个一]|什么|啥)(基金|大会|论坛|峰会|联盟|协会|博览会|交易会)/u.exec(text)?.[1];
  if (raised !== undefined)
    return { part: matching(new RegExp(`${RAISES}[^，。；、]{2,24}?${raised}`, 'u')), near: NEAR_NAME };
  const called = calledKind(text);
  if (called !== undefined) return { part: longerName(called, text), near: NEAR_NAME };
  if (/哪些?(?:地区|地方)|面向哪|哪几个(?:地区|市|城市|省)|哪些(?:城市|省份?|市)/u.test(text))
    return shape((clause) => {
      const places = findKnownPlaces(clause).map(({ name }) => name);
      return places.length >= 2 ? places.join('、') : /援[疆藏青]/u.exec(clause)?.[0];
    });
  const kind = /(?:建成|打造成?|成为|建设成?)(?:一个)?(?:什么|怎)么?样的?(\p{Script=Han}{1,3})(?=[？?，。]|$)/u.exec(
    text,
  )?.[1];
  if (kind) return shape(matching(new RegExp(`(?:建成|打造成?|成为|建设成?)[^，。；]{2,24}${escaped(kind)}`, 'u')));
  if (/(?:条例|办法|法规|立法|哪[一两几]部)/u.test(text)) return shape(matching(/《[^》]+(?:条例|办法|规定|法)》/u));
  if (/(?:什么|哪些|啥)(?:样的)?目标/u.test(text))
    return shape(matching(/(?:达到?|力争|突破|超过?)[^，。]{0,12}\d[^，。]*|(?:打造成?为?|建成|建设成)[^，。]{4,30}/u));
  if (/叫(?:什么|啥)|什么名(?:称|字|单)|名称是|什么口号|口号是/u.test(text)) return shape(matching(/“[^”]{2,16}”/u));
  return undefined;
}

/** What is set up, raised or held. */
const RAISES = '(?:设立|成立|组建|发起|建立|举办|承办|运营|完善|用好|发挥)';

/** Whether a question asks which one of a kind it is: 什么科技创新的统筹机构, 哪个牵头机构. */
function asksFor(text: string, kind: string): boolean {
  return new RegExp(`(?:什么|哪个|哪家|哪些|啥)[^，。？?]{0,12}${kind}(?=[？?，。]|$)`, 'u').test(text);
}

/** What a question calls the thing whose name it asks for: 奖 of “叫什么奖”, 基金 of “哪支基金”, 计划 of “那套计划叫什么”. */
function calledKind(text: string): string | undefined {
  const before =
    /(计划|行动|工程|品牌|奖项?|卡)(?:的名字|的?名称)?(?:各自?|分别|都|又|到底)*叫(?:做|作)?(?:什么|啥)/u.exec(
      text,
    )?.[1];
  const quoted = /“(\p{Script=Han})”/u.exec(text)?.[1];
  const kind =
    /(?:叫(?:做|作)?(?:个|一个)?(?:什么|啥|哪个)?|名为|哪支|哪张|什么|啥)(?<kind>\p{Script=Han}{1,3})(?=[？?，。]|$)/u.exec(
      text,
    )?.groups?.['kind'];
  const plain = kind === undefined || /什么|啥|哪|名|的|呢|来着|吗/u.test(kind) ? undefined : kind;
  return before ?? plain ?? (/叫/u.test(text) ? quoted : undefined);
}

/** A quoted name that has the kind in it, or right behind it, and says more than the question does: “甲山友谊奖”, “甲峰”计划. */
function longerName(kind: string, question: string): Shape['part'] {
  const pattern = new RegExp(`“([^“”]*${escaped(kind)}[^“”]*)”|“([^“”]+)”${escaped(kind)}`, 'gu');
  return (clause) => {
    const names = [...clause.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
    const says = (name: string): boolean =>
      name.length <= LONGEST_NAME && Array.from(name.replace(kind, '')).some((letter) => !question.includes(letter));
    return names.find(says);
  };
}

/** Longest quoted run that is taken for a name, in characters. */
const LONGEST_NAME = 16;

function matching(pattern: RegExp): Shape['part'] {
  return (clause) => pattern.exec(clause)?.[0];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

/** The sentence of the right shape that fits best, with the clause that has it; undefined when none near the top does. */
export function findShaped(
  found: Found,
  shape: Shape,
  context: AnswerContext,
): { readonly scored: ScoredUnit; readonly clause: number } | undefined {
  const { question } = found;
  const top = found.evidence[0]?.units[0]?.score ?? 0;
  const candidates = found.evidence
    .slice(0, shape.near < NEAR ? CANDIDATES * 4 : CANDIDATES)
    .flatMap(({ units }) => units.slice(0, 4))
    .filter((unit) => unit.score >= top * shape.near && unit.unit.passage.kind !== 'row');
  const shaped = candidates.flatMap((scored) => {
    const { clauses, text } = scored.unit;
    if (shortfall(scored, question, context.plans) === 'other-place') return [];
    return clauses.flatMap(({ start, end }, clause) => {
      const part = shape.part(text.slice(start, end));
      if (part === undefined) return [];
      // The thing named is said to be what was asked for: “众创空间+孵化器” of 孵化.
      const own = question.terms.some((term) => term.matchers.some((matcher) => matchText(part).includes(matcher)));
      const rank = scored.score * (own ? OWN : 1) * (meetsTimes(scored, question) ? OF_THE_YEAR : 1);
      return [{ scored, clause, rank: clause === scored.clause ? rank : rank * 0.99 }];
    });
  });
  return shaped.sort((a, b) => b.rank - a.rank)[0];
}

/** Factor for a part that itself has a word of the question. */
const OWN = 1.3;
/** Factor for a sentence that speaks of the year asked for. */
const OF_THE_YEAR = 1.4;

function meetsTimes(scored: ScoredUnit, question: Question): boolean {
  return question.times.some((asked) => scored.unit.times.some((stated) => sameTime(asked, stated)));
}

/** The clause that answers, with what opens it. */
export function stateShaped(scored: ScoredUnit, clause: number, limit: number): Statement {
  const { unit } = scored;
  const own = unit.clauses[clause];
  const length = (own?.end ?? 0) - (own?.start ?? 0);
  const { text } = windowAround(unit, [clause], unit.text.length <= limit ? limit : Math.max(length + 2, limit), {
    wants: (at) => at === clause - 1 || (at === clause + 1 && length < limit / 2),
  });
  return { text, passages: [unit.passage] };
}
