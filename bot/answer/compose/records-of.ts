import { LRUCache } from 'lru-cache';
import { canonicalOf, loadIndicators } from '../../../corpus/indicators.ts';
import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { TimeSpan } from '../../../corpus/times.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { measureOf, measuresOf } from '../../../retrieval/rank/measures.ts';
import { matchText } from '../../../retrieval/rank/score.ts';

/** An indicator of the list that a question asks for. */
export interface AskedIndicator {
  /** Canonical name. */
  readonly name: string;
  /** As the question has it, without spaces. */
  readonly written: string;
}

/** Longest name of an indicator that is looked for in a question, in characters. */
const LONGEST_NAME = 32;

/** The indicators that a question names, the longest runs of its content that the list knows, in its order. */
export function askedIndicators(question: Question): readonly AskedIndicator[] {
  const content = question.content.replace(/\s+/gu, '');
  // “孵化器、众创空间” is one indicator: what was set apart or joined by 和 is tried joined by 、 too.
  const apart = question.content.trim().replace(/\s+|(?<=\p{Script=Han}{2})[和与跟及](?=\p{Script=Han}{2})/gu, '、');
  const found = [apart, content]
    .map(namedIn)
    .reduce((best, other) => (longestOf(other) > longestOf(best) ? other : best));
  // A name that covers most of what is asked is the one meant.
  const covered = longestOf(found) >= content.replace(NEUTRAL, '').length * COVERED;
  const near = found.length > 1 || covered ? undefined : nearestIndicator(content, longestOf(found));
  return near ? [near] : found;
}

function longestOf(found: readonly AskedIndicator[]): number {
  return Math.max(0, ...found.map(({ written }) => written.length));
}

/** Contents whose names are kept: an answer looks for them in the same few again and again. */
const kept = new LRUCache<string, readonly AskedIndicator[]>({ max: 500 });

/** The names of the list that stand in a content, the longest first to be found, in the order of the content. */
function namedIn(content: string): readonly AskedIndicator[] {
  const named = kept.get(content) ?? findNames(content);
  kept.set(content, named);
  return named;
}

function findNames(content: string): readonly AskedIndicator[] {
  const found: (AskedIndicator & { readonly start: number; readonly end: number })[] = [];
  for (let length = Math.min(LONGEST_NAME, content.length); length >= 2; length -= 1) {
    for (let start = 0; start + length <= content.length; start += 1) {
      const end = start + length;
      if (found.some((other) => start < other.end && end > other.start)) continue;
      const written = content.slice(start, end);
      const name = /^、|、$/u.test(written) ? undefined : canonicalOf(written);
      if (name !== undefined && !found.some((other) => other.name === name))
        found.push({ name, written: written.replaceAll('、', ''), start, end });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** The indicator, or one of its aliases, that a content has nearly all of and that has nearly all of the content. */
function nearestIndicator(content: string, longerThan: number): AskedIndicator | undefined {
  const said = pairsOf(bare(content));
  if (said.size < 4) return undefined;
  let best: { name: string; share: number } | undefined;
  for (const { name, pairs, length } of namesOfList()) {
    if (length <= longerThan || pairs.size < 4) continue;
    const backward = shareOf(pairs, (pair) => said.has(pair));
    if (backward < NEARLY) continue;
    const forward = shareOf(said, (pair) => pairs.has(pair));
    if (forward >= NEARLY && backward + forward > (best?.share ?? 0)) best = { name, share: backward + forward };
  }
  return best && { name: best.name, written: content };
}

/** A name this long, as a share of the content, needs no other. */
const COVERED = 0.6;
/** Least share of character pairs, both ways, of a name that is written a little differently. */
const NEARLY = 0.75;

let listed: readonly { readonly name: string; readonly pairs: CharacterPairs; readonly length: number }[] | undefined;

function namesOfList(): NonNullable<typeof listed> {
  listed ??= loadIndicators().indicators.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((written) => ({ name, pairs: pairsOf(bare(written)), length: written.length })),
  );
  return listed;
}

/** A record with how well it fits a question, 0 to 1 for the indicator, more where the time and the kind fit too. */
export interface RecordFit {
  readonly record: IndicatorRecord;
  readonly score: number;
}

/** Least share of the question's character pairs that an indicator outside the list must have, and of its own in the question. */
const FORWARD = 0.72;
const BACKWARD = 0.6;

/** Words that change what is counted: a record without the one that the question has is of something else. */
const QUALIFIER =
  /国家级|省级|市级|县级|新增|新建|农业|示范区|企业|工业|每万|规模以上|规上|青年|顶尖|领军|隐形|潜在|国际|高层次|输出|吸纳|[一二三]等奖|\p{Script=Han}{2,4}奖(?=$|[，、])/gu;
/** Words around the name of an indicator that say nothing of what is counted. */
const NEUTRAL =
  /目标值?|指标|数量|总数|总量|数字|数值|全省|全市|全国|累计|力争|达到|建设|培育|打造|组建|创建|争创|实施|组织|打算|准备|计划|现有|目前|年度|情况|水平|规划|[的了要到和与跟各是有得几数提]/gu;
const ASKS_GROWTH =
  /增速|增幅|增长|涨幅|年均(?:增|涨)|一年平均[^，。]{0,4}(?:增|涨)|(?:涨|增加|提高)了?(?:多少|几|百分)/u;
const ASKS_YEARLY = /每年|每一年|一年|年均|年度|逐年/u;

/** The records that state what a question asks for, best first; empty when none does. */
export function recordsOf(
  question: Question,
  records: readonly IndicatorRecord[],
  asked: AskedIndicator | undefined = askedIndicators(question)[0],
  own: string = question.content,
): readonly RecordFit[] {
  const content = question.content.replace(/\s+/gu, '');
  const rest = asked ? content.replace(asked.written, '') : content;
  const words = { own: pairsOf(bare(own)), all: pairsOf(bare(content)) };
  // “某产业增加值，一年平均涨几个点”: what grows is named, and how fast it does is an indicator of its own.
  const growing = asked && ASKS_GROWTH.test(question.text) ? canonicalOf(`${asked.name}增速`) : undefined;
  const measures = measuresOf(question.intent.units);
  const fits = records.flatMap((record): RecordFit[] => {
    if (isOtherMeasure(record, measures)) return [];
    const named =
      asked !== undefined &&
      (record.canonical === asked.name || (growing !== undefined && record.canonical === growing));
    const fit = named ? 1 : asked && isKindOf(record, asked, content) ? 0.95 : likeness(words, record);
    if (fit === 0 || !keepsQualifiers(fit > 0.9 ? rest : content, fit > 0.9 ? '' : content, record)) return [];
    const time = timeFit(question, record);
    return time < 0 ? [] : [{ record, score: fit + time }];
  });
  return fits.sort((a, b) => b.score - a.score);
}

/** A share is asked for, and the record counts things or money. */
function isOtherMeasure({ unit, value }: IndicatorRecord, measures: readonly string[]): boolean {
  return value !== undefined && unit !== '' && measures.length > 0 && !measures.includes(measureOf(unit) ?? 'things');
}

/** “高企…每年新增数” asks for 新增高新技术企业: the asked indicator, and before it what the question says elsewhere. */
function isKindOf(record: IndicatorRecord, asked: AskedIndicator, content: string): boolean {
  if (wholeName(record) === asked.name) return true;
  const name = asked.name.replace(/数$/u, '');
  const stated = record.canonical ?? record.indicator;
  const at = stated.indexOf(name);
  if (at <= 0 || !/^(?:总数|总量|数量?|人数)?$/u.test(stated.slice(at + name.length))) return false;
  const before = stated.slice(0, at).replace(/选派|派遣|引进|培养|布局|建设|培育|创建/gu, '');
  return before !== '' && before.length <= 4 && content.replace(asked.written, '').includes(before);
}

/** Words before a name that make it the whole of what is counted, or say where, but not a part. */
const WHOLE =
  /^(?:其中)?(?:(?:(?:吸纳|输出|引进|流入|流出|进口|出口)和?(?:吸纳|输出|引进|流入|流出|进口|出口)|全社会|(?:各级)?各类|各级|全部|在\p{Script=Han}(?:服务)?的?)|[“”]|两院(?=”?院士))+/u;

/** The canonical name without words that make it the whole: 吸纳和输出技术合同交易额 → 技术合同成交额, 在皖院士 → 院士. */
export function wholeName({ indicator }: IndicatorRecord): string | undefined {
  const bareIndicator = indicator.replace(WHOLE, '');
  return bareIndicator === indicator ? undefined : canonicalOf(bareIndicator);
}

/**
 * How alike the words of a question and the name of an indicator are, both ways; 0 when too little. Each of the question's
 * own words must be met; what is said for all sides of a comparison may fill in the rest of the name.
 */
function likeness({ own, all }: Readonly<Record<'own' | 'all', CharacterPairs>>, record: IndicatorRecord): number {
  const asked = own.size < 2 ? all : own;
  const { counted: stated } = namePairs(record);
  if (asked.size < 2 || stated.size < 2) return 0;
  const forward = shareOf(asked, (pair) => stated.has(pair));
  if (forward < FORWARD) return 0;
  const backward = shareOf(stated, (pair) => all.has(pair) || asked.has(pair));
  return backward >= BACKWARD ? 0.6 * forward + 0.3 * backward : 0;
}

/** The share of some character pairs for which something holds. */
export function shareOf(pairs: CharacterPairs, holds: (pair: string) => boolean): number {
  let count = 0;
  for (const pair of pairs) if (holds(pair)) count += 1;
  return count / pairs.size;
}

/** Pairs of neighbouring characters of a text. */
export type CharacterPairs = ReadonlySet<string>;

/** The character pairs of what a record is named. */
export interface NamePairs {
  readonly indicator: CharacterPairs;
  /** With the canonical name. */
  readonly stated: CharacterPairs;
  /** Without an example before what is counted. */
  readonly counted: CharacterPairs;
}

/** By record: they follow from it alone, and a store gives the same object while it keeps it. */
const ofRecords = new WeakMap<IndicatorRecord, NamePairs>();

/** The character pairs of what a record is named; the same object each time for the same record object. */
export function namePairs(record: IndicatorRecord): NamePairs {
  const known = ofRecords.get(record);
  if (known) return known;
  const { indicator, canonical = '' } = record;
  const read: NamePairs = {
    indicator: pairsOf(bare(indicator)),
    stated: pairsOf(bare(`${indicator} ${canonical}`)),
    // “国家重点实验室等国家级科技创新基地”: what is counted stands behind the example.
    counted: pairsOf(bare(indicator.replace(/^.*等(?=国家级|省级|市级)/u, ''))),
  };
  ofRecords.set(record, read);
  return read;
}

/** A text without the words that say nothing of what is counted, for comparing names. */
export function bare(text: string): string {
  return (
    matchText(text)
      .replace(/营收/gu, '营业收入')
      .replace(/规上/gu, '规模以上')
      // 营收过亿的那批: as plans write it.
      .replace(/(?:超|过|上)(亿|千万|万)元?/gu, '$1元以上')
      .replace(/那[批些类部]分?/gu, ' ')
      .replace(NEUTRAL, ' ')
      .replace(/[\p{P}]+/gu, ' ')
  );
}

/** The pairs of neighbouring characters of a text's runs. */
export function pairsOf(text: string): CharacterPairs {
  const pairs = new Set<string>();
  for (const run of text.split(/\s+/u))
    for (let at = 0; at + 2 <= run.length; at += 1) pairs.add(run.slice(at, at + 2));
  return pairs;
}

/** The words of a text that change what is counted: 国家级, 新增, 农业. */
export function qualifiersOf(text: string): readonly string[] {
  return text.match(QUALIFIER) ?? [];
}

/** What the question says beside the indicator's name stands in the record's, and the record adds no qualifier of its own. */
function keepsQualifiers(rest: string, content: string, record: IndicatorRecord): boolean {
  const stated = record.indicator;
  if ((rest.match(QUALIFIER) ?? []).some((word) => !stated.includes(word) && !record.canonical?.includes(word)))
    return false;
  return content === '' || (stated.match(QUALIFIER) ?? []).every((word) => content.includes(word));
}

/** Below 0: of another time or kind than asked for. */
function timeFit(question: Question, record: IndicatorRecord): number {
  const growth = ASKS_GROWTH.test(question.text);
  if (record.kind === 'growth' && !growth) return -1;
  const named = /增速|增幅|增长/u.test(record.indicator);
  if (growth && record.kind !== 'growth' && !named && ASKS_GROWTH.test(question.content)) return -1;
  // 年均 of 年均增幅 is part of what is asked, and asks for no number of each year.
  const yearly = ASKS_YEARLY.test(question.text) && !(growth && (named || record.kind === 'growth'));
  if (record.time === '每年') return yearly ? 0.3 : question.times.length > 0 ? -1 : -0.05 + 0.05;
  const years = yearsOf(record.time);
  const { aspect } = question.intent;
  if (question.times.length > 0) {
    if (!years) return record.kind === 'target' && aspect !== 'result' ? 0.05 : -1;
    const meets = question.times.some((time) => meetsTime(time, years));
    if (!meets) return -1;
    const past = question.times.every((time) => time.to <= 2020);
    return kindFit(record, past && aspect !== 'target' ? 'result' : aspect) + 0.2;
  }
  if (aspect === 'target' && (record.kind === 'achieved' || (years && years.to <= 2020))) return -1;
  if (aspect === 'result' && record.kind === 'target') return -1;
  return kindFit(record, aspect) + (yearly ? -0.1 : 0) + (years && years.to === 2025 ? 0.02 : 0);
}

function kindFit(record: IndicatorRecord, aspect: Question['intent']['aspect']): number {
  if (aspect === 'target') return record.kind === 'achieved' ? -0.2 : 0.1;
  if (aspect === 'result') return record.kind === 'achieved' ? 0.1 : -0.2;
  return 0;
}

function meetsTime(asked: TimeSpan, stated: { from: number; to: number }): boolean {
  return asked.to === stated.to || (asked.aspect === 'during' && stated.to >= asked.from && stated.to <= asked.to);
}

/** The years of a record's time: 2025, 2021-2025. */
export function yearsOf(time: string | undefined): { from: number; to: number } | undefined {
  const match = /^(\d{4})(?:-(\d{4}))?$/u.exec(time ?? '');
  return match?.[1] ? { from: Number(match[1]), to: Number(match[2] ?? match[1]) } : undefined;
}
