import type { Question } from '../../../retrieval/query/question.ts';
import { matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Unit } from '../../../retrieval/rank/units.ts';
import type { Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import type { Differing } from './differing-records.ts';

/** Longest quoted run of one of the statements that differ, in characters. */
const LINE_LIMIT = 80;

/** Asks whether something has come to pass. */
const ASKS_STATUS =
  /(?:进|纳入|入选|获批|建成|列入|融入|挂牌)[^，。？]{0,14}(?:了没有?|了吗|没有|吗)|是否(?:已经?)?(?:进|纳入|入选|获批|建成|列入|挂牌)|(?:已经?|有没有)(?:进|纳入|入选|获批|建成|列入)/u;
const DONE = /(?:成功|已经?|正式)(?:纳入|入选|获批|列入|进入|建成|挂牌|融入)/u;
const STRIVING =
  /争创|(?:积极)?争取|力争|申报|(?:推动|推进|支持|谋划)[^，。；]{0,16}(?:纳入|融入|进入|列入)|积极(?:纳入|融入)/u;

/** One plan says that it is done, another that it is striven for. */
export function differingStatus(
  question: Question,
  found: Found,
  planIds: readonly string[],
): readonly Differing[] | undefined {
  if (!ASKS_STATUS.test(question.text)) return undefined;
  const names = namesOf(question);
  if (names.length === 0) return undefined;
  const units = found.evidence
    .flatMap(({ units: scored }) => scored)
    .filter(({ unit }) => planIds.includes(unit.passage.planId) && unit.passage.kind !== 'row');
  const state = (pattern: RegExp): ScoredUnit | undefined =>
    units.filter(({ unit }) => clauseOf(unit, pattern, names, question) >= 0).sort((a, b) => b.score - a.score)[0];
  const done = state(DONE);
  const striving = state(STRIVING);
  if (!done || !striving || done.unit.passage.id === striving.unit.passage.id) return undefined;
  return [
    stated(done.unit, clauseOf(done.unit, DONE, names, question)),
    stated(striving.unit, clauseOf(striving.unit, STRIVING, names, question)),
  ];
}

/** Proper names at the head of a question: 之江实验室、西湖实验室. */
function namesOf(question: Question): readonly string[] {
  const head = question.text.slice(0, question.text.search(ASKS_STATUS));
  const places = question.places
    .filter(({ end }) => end <= head.length)
    .map((place) => head.slice(place.start, place.end));
  return places
    .reduce((text, place) => text.replace(place, ' '), head)
    .replace(/[省市](?:的|里)?/gu, ' ')
    .split(/[、，,和与跟\s]+/u)
    .map((name) => name.replace(/(?:已经?|是否|到底|究竟|现在|目前|有没有)+$/gu, ''))
    .filter((name) => name.length >= 3 && name.length <= 12);
}

/** The clause that has one of the names, the wording, and what the question has behind them. */
function clauseOf(unit: Unit, pattern: RegExp, names: readonly string[], question: Question): number {
  const object = /(?:进|纳入|入选|列入|融入)(?:到|了)?(\p{Script=Han}{2,10}?)(?:序列|体系|布局|行列|了|没|吗)/u.exec(
    question.text,
  )?.[1];
  return unit.clauses.findIndex(({ start, end }) => {
    const text = unit.text.slice(start, end);
    if (!names.some((name) => text.includes(name)) || !pattern.test(text)) return false;
    // 国家实验室 and 国家级实验室 are one.
    return object === undefined || text.replaceAll('级', '').includes(object.replaceAll('级', ''));
  });
}

function stated(unit: Unit, clause: number): Differing {
  const { text } = windowAround(unit, [Math.max(0, clause)], LINE_LIMIT);
  return { planId: unit.passage.planId, statement: { text, passages: [unit.passage] } };
}

/** A list that says how many it names: 甲市、乙市、丙市等3个试点城市. */
interface CountedList {
  readonly unit: Unit;
  readonly clause: number;
  readonly items: readonly string[];
  /** The count and what is counted. */
  readonly counted: string;
}

const COUNTED_LIST =
  /((?:[^，。；、：]{2,16}、){1,6}[^，。；、：]{2,16}?)(?:等)?(\d+|[一二两三四五六七八九十]+)(家|个|项|所|座)(\p{Script=Han}{4,14})/gu;

/** Two passages name the members of one counted list differently. */
export function differingLists(
  question: Question,
  found: Found,
  planIds: readonly string[],
): readonly Differing[] | undefined {
  const { best } = found;
  if (!best) return undefined;
  const units = found.evidence
    .slice(0, 40)
    .flatMap(({ units: scored }) => scored)
    .filter(({ unit }) => planIds.includes(unit.passage.planId) && unit.passage.kind !== 'row');
  const [own] = listsOf(best.unit).filter((list) => asksFor(question, list));
  if (!own) return undefined;
  for (const { unit } of units) {
    if (unit.passage.id === best.unit.passage.id) continue;
    const other = listsOf(unit).find((list) => list.counted === own.counted);
    if (!other || other.items.length !== own.items.length) continue;
    // The first item may have the verb before it.
    const same = (item: string): boolean => other.items.some((name) => name.endsWith(item) || item.endsWith(name));
    const common = own.items.filter(same).length;
    if (common === 0 || common === own.items.length) continue;
    return [stated(own.unit, own.clause), stated(other.unit, other.clause)];
  }
  return undefined;
}

function asksFor(question: Question, list: CountedList): boolean {
  const text = matchText(question.text);
  return text.includes(matchText(list.counted.replace(/^[\d一二两三四五六七八九十]+[家个项所座]/u, '')).slice(0, 6));
}

function listsOf(unit: Unit): readonly CountedList[] {
  return unit.clauses.flatMap(({ start, end }, clause) =>
    [...unit.text.slice(start, end).matchAll(COUNTED_LIST)].map((match): CountedList => {
      const [, items = '', count = '', counter = '', counted = ''] = match;
      const names = items.replace(/^(?:成功)?(?:获批|建设|新建|新增|入选|拥有|包括|布局)+(?:建设)?/u, '').split('、');
      return {
        unit,
        clause,
        items: names,
        counted: `${count}${counter}${counted.replace(/(?:和|与|，|总数|建设).*$/u, '')}`,
      };
    }),
  );
}
