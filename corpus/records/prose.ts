import { splitSentences } from '../sentences.ts';
import type { Passage, Plan } from '../types.ts';
import { readClauses, type Clause } from './clauses.ts';
import type { RecordDraft } from './draft.ts';
import { countedText, endsHere, hostTime, scopeOf } from './figure-place.ts';
import { indicatorOf, scoped } from './indicator-words.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { firstYear, kindOf, sectionRole, type SectionRole, type SectionTimes } from './section-role.ts';
import { isIndicator, readCounted, readSubject } from './subject.ts';
import { newGroup, newThread, type Thread } from './thread.ts';
import { findTimeMarks, withoutTimes, yearsOf, type TimeMark } from './time.ts';

/**
 * The figures that a prose passage states of an indicator. One whose subject cannot be made out gives no record.
 * `times` must have been given the passages before; it is told of this one.
 */
export function readProse(passage: Passage, plan: Plan, times: SectionTimes): readonly RecordDraft[] {
  const reader = new ProseReader(passage, plan, times);
  for (const { start, end } of splitSentences(passage.text)) reader.sentence(passage.text.slice(start, end));
  times.note(passage, reader.opened);
  return reader.drafts;
}

/** A clause with what was found in it. */
interface ReadClause {
  readonly clause: Clause;
  readonly marks: readonly TimeMark[];
  /** Start of the words that belong to the figure at hand; end of those behind it. */
  readonly from: number;
  readonly to: number;
  /** No figure follows in the clause. */
  readonly last: boolean;
}

const WORDING =
  /^(.+?)((?:力争|争取|努力)?(?:达到|保持在|稳定在|高于|超过)(?:全国|全省|全市|长三角|[\p{Script=Han}]{2,3}省)?平均水平(?:以上)?)$/u;

/** A level or kind in brackets behind a figure. */
const QUALIFIES = /^（(?:国家级|省级|市级|省部级|高层次|各级各类)[^（）]{0,6}）$/u;

/** “本专栏列出9个县（市）区”, “目标表设8项指标”: a sentence on what the plan's own text is made up of. */
const OWN_PARTS = /^(?:本专栏|本表|目标表|(?:本)?规划(?:正文|文本))[^。]*(?:列出|列有|设|共|分|含)/u;
/** “专项含8个技术方向”, “培育库设5个梯队”: how a thing is divided, which is no indicator of it. */
const DIVIDED = /(?:含|设|分成?|分为|列出)\d+个[\p{Script=Han}]{0,2}(?:方向|梯队|部分|方面|板块)$/u;

class ProseReader {
  readonly drafts: RecordDraft[] = [];
  /** Times that open a sentence of the passage. */
  readonly opened: string[] = [];
  readonly #plan: Plan;
  readonly #role: SectionRole;
  readonly #sectionTime: string | undefined;
  readonly #title: string;
  #passageTime: string | undefined;
  /** The passage's time is a day of reckoning (截至2020年底), which is no time for what happens over years. */
  #reckoned = false;
  #scope = '';

  constructor(passage: Passage, plan: Plan, times: SectionTimes) {
    this.#plan = plan;
    this.#role = sectionRole(passage.section);
    this.#sectionTime = times.of(passage, this.#role);
    this.#title = passage.section.at(-1) ?? '';
  }

  sentence(sentence: string): void {
    if (sentence.replace(/[。！？—\s]/gu, '') === this.#title.replace(/[—\s]/gu, '') || OWN_PARTS.test(sentence))
      return;
    const thread = newThread();
    for (const clause of readClauses(sentence)) this.#clause(clause, thread);
    if (thread.sentenceTime === undefined) return;
    this.opened.push(thread.sentenceTime);
    if (this.#role === 'tasks') return;
    this.#passageTime = thread.sentenceTime;
    this.#reckoned = thread.reckoned;
  }

  #clause(clause: Clause, thread: Thread): void {
    if (clause.group !== thread.group) Object.assign(thread, newGroup(clause.group));
    const { text } = clause;
    const marks = findTimeMarks(text, this.#plan);
    // “分别取得100项、50项”: which is whose stands elsewhere.
    const quantities = clause.label || /分别/u.test(text) || DIVIDED.test(text) ? [] : findQuantities(text);
    this.#scope = scopeOf(withoutTimes(text, marks)) ?? this.#scope;
    const before = this.drafts.length;
    let from = 0;
    for (const [index, quantity] of quantities.entries()) {
      const next = quantities[index + 1];
      if (quantity.bound === '力争' || /力争/u.test(text.slice(from, quantity.start))) thread.striving = true;
      from = this.#figure({ clause, marks, from, to: next?.start ?? text.length, last: !next }, quantity, thread);
    }
    if (quantities.length === 0) this.#silent(clause, marks, thread);
    else thread.silent = undefined;
    keepTime(marks, thread, clause, this.drafts.slice(before));
  }

  /** Handles one figure; returns where the words of the next one start. */
  #figure(read: ReadClause, quantity: Quantity, thread: Thread): number {
    const { clause, marks, from, to, last } = read;
    const { region } = this.#plan;
    const own = marks.filter((mark) => mark.start >= from && mark.end <= quantity.start);
    const shifted = own.map((mark) => ({ ...mark, start: mark.start - from, end: mark.end - from }));
    const words = withoutTimes(clause.text.slice(from, quantity.start), shifted);
    const joint = from > 0 ? /^(?:、|以及|和|及|与)+/u.exec(words) : null;
    const before = words.slice(joint?.[0].length ?? 0);
    const between = clause.text.slice(quantity.end, to);
    const counted = quantity.counts ? countedText(between, last) : '';
    // “科技企业孵化器200家（省级以上）”
    const aside = counted === '' ? (/^（[^（）]*）/u.exec(between)?.[0] ?? '') : '';
    const consumed = quantity.end + counted.length + aside.length;
    const subject =
      counted === ''
        ? readSubject(before, region)
        : readCounted(before, counted, region, { mass: quantity.unit.endsWith('吨') });
    if (subject === undefined || (counted === '' && !endsHere(between, last))) return consumed;
    const host = clause.host === undefined || before.trim() !== '' ? undefined : this.#hostSubject(clause.host);
    const named = indicatorOf(subject, quantity, { host, listed: joint !== null, scope: this.#scope }, thread);
    if (
      named === undefined ||
      (counted !== '' && this.#role === 'tasks' && /、.*等$/u.test(before) && subject.verb === '')
    )
      return consumed;
    const indicator = QUALIFIES.test(aside) ? named + aside : named;
    const start = own.filter(({ role }) => role === 'from').at(-1);
    thread.baseYear = (start ?? own.filter(({ role }) => role === 'base').at(-1))?.time ?? thread.baseYear;
    // “占比由1.2%增至3.0%”: what follows is said of the same.
    if (subject.baseline) thread.subject = indicator;
    if (subject.baseline && start === undefined) return consumed;
    const moves = subject.growth || subject.verb !== '';
    const stated = this.#time(read, quantity, { baseline: subject.baseline, moves }, thread);
    const time = subject.growth ? this.#growthTime(stated, thread) : stated;
    // “由2015年的2亿元增至2020年的5亿元，年均增长20%”: the growth ends in 2020.
    if (thread.baseYear !== undefined && own.some(({ role }) => role === 'at')) thread.groupTime ??= time;
    if (!subject.growth && own.some(({ role }) => role === 'at')) thread.firstYear ??= time;
    const kind = subject.growth ? 'growth' : kindOf(time, this.#role, this.#plan);
    const strives = thread.striving || /争取(?!国家)|努力/u.test(clause.text.slice(from, quantity.start));
    this.#add({
      indicator,
      raw: before.endsWith('各') ? `各${quantity.raw}` : quantity.raw,
      ...(quantity.value === undefined ? {} : { value: quantity.value }),
      bound: boundOf(quantity, strives && kind !== 'achieved'),
      unit: quantity.unit,
      ...(time === undefined ? {} : { time }),
      kind,
    });
    return consumed;
  }

  #hostSubject(host: string): string {
    const part = host.split(/[，；]/u).at(-1) ?? '';
    return readSubject(withoutTimes(part, findTimeMarks(part, this.#plan)), this.#plan.region).words;
  }

  #add(draft: RecordDraft): void {
    const key = JSON.stringify(draft);
    if (!this.drafts.some((each) => JSON.stringify(each) === key)) this.drafts.push(draft);
  }

  /** A clause without a figure: what it speaks of, and a value in words. */
  #silent(clause: Clause, marks: readonly TimeMark[], thread: Thread): void {
    if (/^力争/u.test(clause.text)) thread.striving = true;
    const rest = withoutTimes(clause.text, marks);
    const silent = readSubject(rest, this.#plan.region);
    if (silent.words !== '') thread.silent = silent;
    if (/奖评审中?$/u.test(silent.words)) thread.prize = silent.words;
    if (clause.label && isIndicator(silent.words)) thread.subject = silent.words;
    if (!clause.label) this.#wording(rest, marks, thread);
  }

  /** “每万人高价值发明专利拥有量争取达到全国平均水平”: a value in words. */
  #wording(clause: string, marks: readonly TimeMark[], thread: Thread): void {
    const [, before = '', raw = ''] = WORDING.exec(clause) ?? [];
    if (raw === '') return;
    const subject = readSubject(before, this.#plan.region);
    const indicator = scoped(subject.words, this.#scope);
    if (subject.words === '' || subject.part || !isIndicator(indicator)) return;
    thread.subject = indicator;
    const time = marks.filter(({ role }) => role === 'at').at(-1)?.time ?? this.#inherited(thread);
    this.#add({
      indicator,
      raw,
      bound: boundOfWording(raw),
      unit: '',
      ...(time === undefined ? {} : { time }),
      kind: kindOf(time, this.#role, this.#plan),
    });
  }

  /** The year of the figure's own words, else of what came before it. */
  #time(
    read: ReadClause,
    quantity: Quantity,
    { baseline, moves }: { readonly baseline: boolean; readonly moves: boolean },
    thread: Thread,
  ): string | undefined {
    const { clause, marks, from } = read;
    if (clause.host !== undefined && quantity.start <= 1) {
      const time = hostTime(clause, findTimeMarks(clause.host, this.#plan));
      if (time !== undefined) return time;
    }
    const near = marks.filter(
      ({ role, start, end }) =>
        end <= quantity.start && (role === 'at' || (role === 'from' && baseline && start >= from)),
    );
    return near.at(-1)?.time ?? this.#inherited(thread, moves);
  }

  #inherited(thread: Thread, moves = false): string | undefined {
    const own = thread.groupTime ?? thread.sentenceTime;
    if (own !== undefined) return own;
    return moves && this.#reckoned && this.#role === 'past'
      ? (this.#sectionTime ?? this.opened.find((time) => time.includes('-')))
      : (this.#passageTime ?? this.#sectionTime);
  }

  /** The stretch over which something grows: from the year compared with, or over the plan's period. */
  #growthTime(time: string | undefined, thread: Thread): string | undefined {
    const years = time === undefined ? undefined : yearsOf(time);
    // “2015年为1亿元，2020年为5亿元，增幅400%”
    const from = thread.baseYear ?? thread.firstYear;
    const base = from === undefined ? undefined : yearsOf(from);
    if (years && base && base.from === base.to && base.to < years.to) return `${String(base.to)}-${String(years.to)}`;
    const { period } = this.#plan;
    const first = firstYear(this.#plan);
    if (years?.from !== period?.to || years?.to !== period?.to || period?.from === undefined) return time;
    return `${String(first)}-${String(period.to)}`;
  }
}

/** “力争达到2万人年以上” is at least that much, striven for or not. */
function boundOf({ bound, raw }: Quantity, strives: boolean): RecordDraft['bound'] {
  if (bound === '力争' && raw.endsWith('以上')) return '>=';
  return bound === '=' && strives ? '力争' : bound;
}

/** How a value in words is meant: “力争达到……”, “稳定在……以上”, “高于……”. */
export function boundOfWording(raw: string): RecordDraft['bound'] {
  if (/^(?:力争|争取|努力)/u.test(raw)) return '力争';
  if (/^(?:高于|超过|快于|大于)/u.test(raw)) return '>';
  if (/^(?:低于|少于|小于)/u.test(raw)) return '<';
  if (/以上$|^(?:不低于|不少于)/u.test(raw)) return '>=';
  if (/以下$|^(?:不高于|不超过)/u.test(raw)) return '<=';
  return '=';
}

/** Keeps the time that opens a sentence or a part of it for the figures after it. */
function keepTime(marks: readonly TimeMark[], thread: Thread, clause: Clause, stated: readonly RecordDraft[]): void {
  const reaching = marks.filter((mark) => mark.reaches).at(-1);
  if (clause.label) {
    // “每年的目标是：……”
    thread.groupTime ??= reaching?.time;
    return;
  }
  if (reaching) {
    // “2020年增加值达……，“十三五”期间年均增长9.7%，占比提升至……”: the share is of 2020.
    const onlyGrowth = stated.length > 0 && stated.every(({ kind }) => kind === 'growth');
    if ((thread.first || reaching.until) && reaching.time !== '每年') {
      thread.sentenceTime = reaching.time;
      thread.reckoned = reaching.until;
    }
    if (thread.first || !onlyGrowth) thread.groupTime = reaching.time;
  }
  thread.first = false;
}
