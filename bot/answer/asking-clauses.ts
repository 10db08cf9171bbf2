import { findKnownPlaces } from '../../retrieval/query/gazetteer.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../retrieval/rank/score.ts';
import { pairsOf } from './compose/records-of.ts';
import type { AnswerContext } from './look-up.ts';

const ASKS =
  /^既然.*\d|多少|几(?!乎|年来|经)|哪|什么|啥|谁|何(?!况|必)|咋|怎|如何|[吗呢么不没吧]$|是否|有没有|(?:叫|名字|名称|全称|全名|数|目标|比例|比重|占比|金额|时间|年份|底数)$|没错|对吧|目标是$/u;

/**
 * The clauses of a question that ask for something, each with the clauses before it that only set the scene. One for a
 * question that asks one thing.
 */
export function askingClauses(text: string): readonly string[] {
  const clauses = text
    .split(/[，,。；;？?！!\n]+|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  const asking: string[] = [];
  let scene = '';
  for (const clause of clauses) {
    if (ASKS.test(clause.replace(/[的了呀啊哦啦]+$/u, ''))) {
      asking.push(`${scene}${clause}`);
      scene = '';
    } else scene += `${clause}，`;
  }
  return asking;
}

/** A share of a clause's terms that an answer has when it speaks of what the clause asks. */
const COVERED = 0.6;

/** Whether what has been said answers a clause: it has the clause's own words, or its year when it has none. */
export function isCovered(
  clause: string,
  said: string,
  question: Question,
  context: AnswerContext,
  follows = false,
): boolean {
  const { terms, times, content } = context.read(clause);
  const text = matchText(said);
  // A clause that asks for another year than the ones before is not answered by them.
  const own = follows && times.some(({ to }) => !said.includes(String(to)) && question.times.length > 0);
  if (own) return false;
  if (terms.length === 0) return true;
  const met = terms.filter((term) => matchTerm(term, text) > 0.4).length;
  return met >= terms.length * COVERED && pairShare(matchText(content), text) >= PAIRS;
}

/** The least share of a clause's character pairs: 产业体系 is not in what has 产业 and 体系 apart. */
const PAIRS = 0.4;

function pairShare(content: string, text: string): number {
  const pairs = [...pairsOf(content)];
  return pairs.length === 0 ? 1 : pairs.filter((pair) => text.includes(pair)).length / pairs.length;
}

/** “…的那座城市，主攻什么产业”: what a thing is described by, what kind of thing it is, and what is asked of it. */
export interface Bridge {
  readonly described: string;
  readonly kind: string;
  readonly asked: string;
  /** What stands before the thing where it is asked of (省里给…). */
  readonly before?: string;
}

const BRIDGE =
  /^(?<described>.{5,48}?)的(?:那|这)(?:一)?(?:座|个|家|所|条|片|只|支|项|位|份|处|块)(?<kind>\p{Script=Han}{1,8}?)[，,]\s*(?:它|其|又|还)?(?<asked>.{4,})$/u;

/** “哪个市试点……？省里又给这个市定位成什么”: which one is asked first, and what is asked of it points back to it. */
const ASKED_FIRST =
  /^(?<described>[^，,。？?]*(?:哪一?(?:座|个|家|所|条|片|只|支|项|份|处)|什么)(?<kind>\p{Script=Han}{1,6}?)(?=[^\p{Script=Han}]|[在被是要把来负牵获承试建拿有将搞做设成推实进开组创])[^，,。？?]*)[，,。？?]\s*(?<before>[^，,。？?]*?)(?:这|那|该)(?:一)?(?:座|个|家|所|条|片|只|支|项|份|处)?\k<kind>(?<after>[^。？?]{3,})[。？?]?$/u;

/** “研发强度最高的那个市，高企目标是多少”: which place, by what, and what is asked of it. */
export interface Superlative {
  readonly measure: string;
  readonly least: boolean;
  /** Last letter of the names of the places meant: 市, 省; empty for any. */
  readonly level: string;
  readonly asked: string;
}

const SUPERLATIVE =
  /^(?<measure>.{3,40}?)(?:定得|要求)?最(?<way>高|多|大|强|低|少|小)的(?:那|是)?(?:个|座|一?个)?(?:地级)?(?<level>城市|市|省份|省|地方|地区|地)[，,]?\s*(?:它|其)?的?(?<asked>.{4,})$/u;

/** The superlative that a question is built on; undefined for others. */
export function readSuperlative(text: string): Superlative | undefined {
  const groups = SUPERLATIVE.exec(text)?.groups;
  if (!groups?.['measure'] || !groups['asked'] || !groups['way'] || groups['level'] === undefined) return undefined;
  const level = /市/u.test(groups['level']) ? '市' : /省/u.test(groups['level']) ? '省' : '';
  return { measure: groups['measure'], least: /[低少小]/u.test(groups['way']), level, asked: groups['asked'] };
}

/** The bridge that a question is built as; undefined for others. */
export function readBridge(text: string): Bridge | undefined {
  const first = ASKED_FIRST.exec(text)?.groups;
  if (first) {
    const { described = '', kind = '', before = '', after = '' } = first;
    return { described, kind, asked: after, before: before.replace(/[又再还也]/gu, '') };
  }
  const groups = BRIDGE.exec(text)?.groups;
  const { described, kind, asked } = groups ?? {};
  return described === undefined || kind === undefined || asked === undefined ? undefined : { described, kind, asked };
}

/** A body of government or one under it: 省科技厅, 市发展改革委. */
const BODY =
  /(?:[省市县区]|国家)(?:委)?\p{Script=Han}{1,8}?(?:厅|局|委员会|委(?!员|托|派)|办公室|研究院|中心|集团|领导小组)/u;

/** The name of a thing of some kind in a sentence: a place, a quoted name, or one that ends in the kind. */
export function nameIn({ unit }: ScoredUnit, kind: string): string | undefined {
  const heading = unit.passage.section.at(-1) ?? '';
  if (/市|城|县|区|地方|省/u.test(kind)) {
    const own = findKnownPlaces(unit.text).map(({ short }) => short);
    return own.at(-1) ?? /\p{Script=Han}{2,6}[市县区]$/u.exec(heading)?.[0];
  }
  if (/部门|单位|机关/u.test(kind)) return BODY.exec(unit.text)?.[0];
  const literal = kind.slice(-3);
  const named = new RegExp(`“([^”]{2,16})”|([\\p{Script=Han}A-Za-z\\d]{2,14}${literal})`, 'u').exec(unit.text);
  return named?.[1] ?? named?.[2];
}
