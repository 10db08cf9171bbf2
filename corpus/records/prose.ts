import { splitSentences } from '../sentences.ts';
import type { IndicatorRecord, Passage, Plan } from '../types.ts';
import { readClauses, type Clause } from './clauses.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { firstYear, kindOf, sectionRole, type SectionRole, type SectionTimes } from './section-role.ts';
import { isIndicator, readCounted, readSubject, type Subject } from './subject.ts';
import { findTimeMarks, withoutTimes, yearsOf, type TimeMark } from './time.ts';
import { BARE_HEADS } from './words.ts';

/** A record before it has an id. */
export type RecordDraft = Omit<IndicatorRecord, 'id' | 'planId' | 'passageId' | 'canonical'>;

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

/** What the clauses of a sentence hand on to the next. */
interface Thread {
  group: number;
  /** No clause but labels has stood in the sentence. */
  first: boolean;
  sentenceTime: string | undefined;
  groupTime: string | undefined;
  /** Where a change starts or what is compared with, for the growth over it. */
  baseYear: string | undefined;
  subject: string | undefined;
  verb: string;
  /** Parent of the 其中 that is open, with the unit of its parts. */
  part: { readonly parent: string; readonly unit: string } | undefined;
  striving: boolean;
  /** “……科学技术奖评审中”, for the prizes counted after it. */
  prize: string | undefined;
  /** The clause before, cleaned, when it stated no figure. */
  silent: Subject | undefined;
}

const BARE = new RegExp(`^(?:${BARE_HEADS})$`, 'u');
const SHORT_PART = 6;
/** 荣获一等奖: of which prize stands in the clause before. */
const PRIZE = /^(?:荣获|获得|获)?[特一二三]等奖$/u;

class ProseReader {
  readonly drafts: RecordDraft[] = [];
  /** Times that open a sentence of the passage. */
  readonly opened: string[] = [];
  readonly #plan: Plan;
  readonly #role: SectionRole;
  readonly #sectionTime: string | undefined;
  readonly #title: string;
  #passageTime: string | undefined;
  /** A place or programme smaller than the plan's that the passage speaks of: “科大硅谷”. */
  #scope = '';

  constructor(passage: Passage, plan: Plan, times: SectionTimes) {
    this.#plan = plan;
    this.#role = sectionRole(passage.section);
    this.#sectionTime = times.of(passage, this.#role);
    this.#title = passage.section.at(-1) ?? '';
  }

  sentence(sentence: string): void {
    if (sentence.replace(/[。！？—\s]/gu, '') === this.#title.replace(/[—\s]/gu, '')) return;
    const thread: Thread = {
      group: 0,
      first: true,
      sentenceTime: undefined,
      groupTime: undefined,
      baseYear: undefined,
      subject: undefined,
      verb: '',
      part: undefined,
      striving: false,
      prize: undefined,
      silent: undefined,
    };
    for (const clause of readClauses(sentence)) this.#clause(clause, thread);
    if (thread.sentenceTime === undefined) return;
    this.opened.push(thread.sentenceTime);
    if (this.#role !== 'tasks') this.#passageTime = thread.sentenceTime;
  }

  #clause(clause: Clause, thread: Thread): void {
    if (clause.group !== thread.group) {
      Object.assign(thread, { group: clause.group, groupTime: undefined, baseYear: undefined, subject: undefined });
      Object.assign(thread, { verb: '', part: undefined, striving: false, silent: undefined });
    }
    const { text } = clause;
    const marks = findTimeMarks(text, this.#plan);
    const quantities = clause.label || /分别/u.test(text) ? [] : findQuantities(text);
    this.#readScope(withoutTimes(text, marks));
    const before = this.drafts.length;
    let boundary = 0;
    for (const [index, quantity] of quantities.entries()) {
      const next = quantities[index + 1];
      if (/力争/u.test(text.slice(boundary, quantity.start))) thread.striving = true;
      const used = this.#quantity(clause, marks, quantity, { boundary, end: next?.start ?? text.length, last: !next }, thread);
      boundary = used;
    }
    if (quantities.length === 0) {
      if (/^力争/u.test(text)) thread.striving = true;
      const silent = readSubject(withoutTimes(text, marks), this.#plan.region);
      if (silent.words !== '') thread.silent = silent;
      if (/奖评审中?$/u.test(silent.words)) thread.prize = silent.words;
      if (clause.label && isIndicator(silent.words)) thread.subject = silent.words;
      this.#wording(clause, marks, thread);
    } else thread.silent = undefined;
    this.#keepTime(marks, thread, clause, this.drafts.slice(before));
  }

  /** Handles one figure; returns where the words of the next one start. */
  #quantity(
    clause: Clause,
    marks: readonly TimeMark[],
    quantity: Quantity,
    place: { readonly boundary: number; readonly end: number; readonly last: boolean },
    thread: Thread,
  ): number {
    const { text } = clause;
    const { region } = this.#plan;
    const own = marks.filter((mark) => mark.start >= place.boundary && mark.end <= quantity.start);
    const before = withoutTimes(
      text.slice(place.boundary, quantity.start),
      own.map((mark) => ({ ...mark, start: mark.start - place.boundary, end: mark.end - place.boundary })),
    ).replace(place.boundary > 0 ? /^(?:、|以及|和|及|与)+/u : /^(?!)/u, '');
    const listed = place.boundary > 0 && /^(?:、|以及|和|及|与)/u.test(text.slice(place.boundary));
    const between = text.slice(quantity.end, place.end);
    const counted = quantity.counts ? countedText(between, place.last) : '';
    const subject =
      counted === '' ? readSubject(before, region) : readCounted(before, counted, region);
    const consumed = counted === '' ? quantity.end : quantity.end + counted.length;
    if (subject === undefined || (counted === '' && !endsHere(between, place.last))) return consumed;
    const indicator = this.#indicator(subject, before, clause, quantity, listed, thread);
    if (indicator === undefined) return consumed;
    const from = own.filter((mark) => mark.role === 'from').at(-1);
    const base = own.filter((mark) => mark.role === 'base').at(-1);
    if (from || base) thread.baseYear = from?.time ?? base?.time;
    const time = this.#time(clause, marks, quantity, subject, thread, place.boundary);
    // “占比由1.2%增至3.0%”: what follows is said of the same.
    if (subject.baseline) thread.subject = indicator;
    if (subject.baseline && from === undefined) return consumed;
    const kind = subject.growth ? 'growth' : kindOf(time, this.#role, this.#plan);
    const strives = thread.striving || /争取(?!国家)|努力/u.test(text.slice(place.boundary, quantity.start));
    const bound = quantity.bound === '=' && strives && kind !== 'achieved' ? '力争' : quantity.bound;
    const { value, unit } = quantity;
    const raw = before.endsWith('各') ? `各${quantity.raw}` : quantity.raw;
    const draft: RecordDraft = {
      indicator,
      raw,
      ...(value === undefined ? {} : { value }),
      bound,
      unit,
      ...(time === undefined ? {} : { time }),
      kind,
    };
    if (!this.drafts.some((each) => JSON.stringify(each) === JSON.stringify(draft))) this.drafts.push(draft);
    return consumed;
  }

  #indicator(subject: Subject, before: string, clause: Clause, quantity: Quantity, listed: boolean, thread: Thread): string | undefined {
    let { words } = subject;
    if (words === '' && clause.host !== undefined && before.trim() === '') {
      const hostMarks = findTimeMarks(clause.host, this.#plan);
      words = readSubject(withoutTimes(clause.host.split(/[，；]/u).at(-1) ?? '', hostMarks), this.#plan.region).words;
      if (words === '' || /^[比较与]/u.test(words)) return thread.subject;
    }
    if (words === '') {
      // “由62家增至185家”, “比2015年增加8.36亿元”: said of what was spoken of.
      if (!subject.stated && !subject.growth) return undefined;
      const spoken = thread.subject ?? (thread.silent?.growth === true ? thread.silent.words : undefined);
      if (subject.part || spoken === undefined || subject.verb !== '') return undefined;
      return spoken;
    }
    if (subject.growth && /^(?:年均)?(?:复合)?(?:增幅|增速|增长率)$/u.test(words)) return thread.subject;
    if (/^(?:其)?占/u.test(words) || BARE.test(words)) return this.#completed(words, thread);
    if (PRIZE.test(words) && /奖评审中?$/u.test(thread.prize ?? '')) return `${(thread.prize ?? '').replace(/评审中?$/u, '')}${words.replace(/^.*(?=[特一二三]等奖)/u, '')}`;
    if (subject.part) return this.#part(words, quantity, thread);
    if (thread.part && bare(words).length < SHORT_PART && subject.verb === '' && !subject.stated && thread.part.unit === quantity.unit)
      return `${thread.part.parent}，其中${words}`;
    const states = subject.stated || /^(?:达到|力争达到|超过|突破)/u.test(quantity.text);
    const inherits = subject.verb === '' && !states && !subject.growth && (listed || thread.verb.startsWith('新'));
    if (inherits) words = thread.verb + words;
    else thread.verb = subject.verb;
    words = this.#scoped(words);
    if (!isIndicator(words)) return undefined;
    thread.subject = words;
    thread.part = undefined;
    return words;
  }

  /** “占全省比重”, “总数”: together with what was spoken of. */
  #completed(words: string, thread: Thread): string | undefined {
    const spoken = thread.subject ?? thread.silent?.words;
    if (spoken === undefined || !isIndicator(spoken)) return undefined;
    const head = words.replace(/^其/u, '');
    const joined = /^占/u.test(head)
      ? `${spoken.replace(/(?:总量|规模|总数)$/u, '')}${/占.+(?:比重|比例|占比|份额)$/u.test(head) ? head : `${head.replace(/的?比重$/u, '')}比重`}`
      : /^(?:总|数量|规模|占比|比|份额)/u.test(head)
        ? spoken.replace(/^(?:创建|建设|布局|培育|争创)/u, '') + head
        : `${spoken}，${head}`;
    return isIndicator(joined) ? joined : undefined;
  }

  /** “每万人高价值发明专利拥有量争取达到全国平均水平”: a value in words. */
  #wording(clause: Clause, marks: readonly TimeMark[], thread: Thread): void {
    const match = WORDING.exec(withoutTimes(clause.text, marks));
    const [, before = '', raw = ''] = match ?? [];
    if (!match || clause.label) return;
    const subject = readSubject(before, this.#plan.region);
    if (subject.growth && !/[幅速率]$/u.test(subject.words)) return;
    const indicator = this.#scoped(subject.words);
    if (subject.words === '' || subject.part || !isIndicator(indicator)) return;
    const at = marks.filter(({ role }) => role === 'at').at(-1)?.time;
    const time = at ?? thread.groupTime ?? thread.sentenceTime ?? this.#passageTime ?? this.#sectionTime;
    const bound = /^(?:力争|争取)/u.test(raw) ? '力争' : /^(?:高于|超过)/u.test(raw) ? '>' : /以上$/u.test(raw) ? '>=' : '=';
    const kind = kindOf(time, this.#role, this.#plan);
    this.drafts.push({ indicator, raw, bound, unit: '', ...(time === undefined ? {} : { time }), kind });
  }

  #part(words: string, quantity: Quantity, thread: Thread): string | undefined {
    const parent = thread.part?.parent ?? thread.subject;
    const needsParent = bare(words).length < SHORT_PART || /^(?:通过|由|获(?!批)|纳入|进入|入选|来自|牵头)/u.test(words);
    if (!needsParent) return isIndicator(words) ? `其中${words}` : undefined;
    if (parent === undefined) return undefined;
    thread.part = { parent, unit: quantity.unit };
    return `${parent}，其中${words}`;
  }

  #scoped(words: string): string {
    return this.#scope === '' || words.includes(this.#scope) ? words : this.#scope + words;
  }

  #readScope(text: string): void {
    const opened = text.replace(/^(?:力争|争取|即)+/u, '');
    if (/^(?:全省|全市|我省|我市|全国)/u.test(opened)) this.#scope = '';
    const match = SCOPE.exec(opened);
    if (match) this.#scope = match[0];
  }

  #time(
    clause: Clause,
    marks: readonly TimeMark[],
    quantity: Quantity,
    subject: Subject,
    thread: Thread,
    boundary: number,
  ): string | undefined {
    const hostTime =
      clause.host === undefined ? undefined : endingTime(clause.host, findTimeMarks(clause.host, this.#plan));
    if (hostTime !== undefined && quantity.start <= 1) return hostTime;
    const near = marks.filter(
      (mark) =>
        mark.end <= quantity.start && (mark.role === 'at' || (mark.role === 'from' && mark.start >= boundary && subject.baseline)),
    );
    const stated = near.at(-1)?.time ?? thread.groupTime ?? thread.sentenceTime;
    const time = stated ?? this.#passageTime ?? this.#sectionTime;
    return subject.growth ? this.#growthTime(time, thread) : time;
  }

  /** The stretch over which something grows: from the year compared with, or over the plan's period. */
  #growthTime(time: string | undefined, thread: Thread): string | undefined {
    const years = time === undefined ? undefined : yearsOf(time);
    const base = thread.baseYear === undefined ? undefined : yearsOf(thread.baseYear);
    if (years && base && base.from === base.to && base.to < years.to) return `${String(base.to)}-${String(years.to)}`;
    const first = firstYear(this.#plan);
    const { period } = this.#plan;
    return years && period?.from !== undefined && years.from === years.to && years.to === period.to && first !== undefined
      ? `${String(first)}-${String(period.to)}`
      : time;
  }

  #keepTime(marks: readonly TimeMark[], thread: Thread, clause: Clause, stated: readonly RecordDraft[]): void {
    if (clause.label) return;
    const reaching = marks.filter((mark) => mark.reaches).at(-1);
    if (reaching) {
      const onlyGrowth = stated.length > 0 && stated.every(({ kind }) => kind === 'growth');
      if ((thread.first || reaching.until) && reaching.time !== '每年') thread.sentenceTime = reaching.time;
      if (thread.first || !onlyGrowth) thread.groupTime = reaching.time;
    }
    thread.first = false;
  }
}

const WORDING =
  /^(.+?)((?:力争|争取|努力)?(?:达到|保持在|稳定在|高于|超过)(?:全国|全省|全市|长三角|[\p{Script=Han}]{2,3}省)?平均水平(?:以上)?)$/u;

/** Places and programmes within the plan's own place. */
const SCOPE =
  /^(?:“[^“”]{2,12}”(?=汇聚|集聚|形成|建成|吸引|拥有|累计|共)|示范区内|(?!国家级|省级|市级|省部级|首批|建设|打造|支持|推进|加快|提升|创建|布局)[\p{Script=Han}]{2,12}?(?:大走廊|走廊|科学城|科技城|示范区|示范园|硅谷)(?=科创|累计|已|集聚|汇聚|建成|拥有|内))/u;

/** Words between a figure and the next (or the clause's end) that it counts; empty when it is the value of what stood before. */
function countedText(between: string, last: boolean): string {
  if (/^(?:[、，；。：）]|和|及|与|以及|增|提|升|上升|扩大|下降|降|减|居|位居|位列|列|占|左右|以上|$)/u.test(between)) return '';
  if (last) return between;
  const cut = Math.max(...['、', '和', '以及', '及'].map((mark) => (between.endsWith(mark) ? between.length - mark.length : -1)));
  if (cut > 0) return between.slice(0, cut);
  const comma = between.search(/、(?=[^、]*$)|，/u);
  return comma > 0 ? between.slice(0, comma) : '';
}

/** Whether a figure that states what stood before it may be followed by these words. */
function endsHere(between: string, last: boolean): boolean {
  if (/^(?:[、，；。：）]|和|及|与|以及|$)/u.test(between)) return true;
  if (/^(?:居|位居|位列|列|占)/u.test(between)) return true;
  return !last && /^(?:增|提|升|上升|扩大|下降|降|减)/u.test(between);
}

function endingTime(host: string, marks: readonly TimeMark[]): string | undefined {
  const last = marks.at(-1);
  return last && /^的?$/u.test(host.slice(last.end)) ? last.time : undefined;
}

function bare(words: string): string {
  return words.replace(/[（(][^（）()]*[）)]/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
}
