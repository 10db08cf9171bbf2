import type { Quantity } from './quantity.ts';
import { isIndicator, LEVEL, type Subject } from './subject.ts';
import type { Thread } from './thread.ts';
import { BARE_HEADS } from './words.ts';

/** What is known of a figure's place besides its subject. */
export interface FigurePlace {
  /** The subject of the words in front of the bracket that holds nothing but the figure: “认定数（6家）”. */
  readonly host: string | undefined;
  /** It follows the figure before with 、or 和. */
  readonly listed: boolean;
  /** A place within the plan's own that the passage speaks of; empty when none. */
  readonly scope: string;
}

const BARE = new RegExp(`^(?:${BARE_HEADS})$`, 'u');
/** A part named by fewer letters than this is a qualifier (国家级, 企业): its parent is named with it. */
const SHORT_PART = 6;
/** “X要达到地区生产总值的2.8%”, “X占全社会研发经费8%” */
const SHARE =
  /^(?<part>[^占]{4,}?)(?:要)?(?:达到|达|占|相当于|占到)(?<whole>[^占]{3,}?)(?<!比重|比例|之比|占比|份额|率|强度)$/u;
/** “基础研究经费投入，2015年是27亿元”: what such a clause names is measured in the next. */
const MEASURED = /(?:经费|投入|支出|产值|增加值|收入|总量|总数|总额|数量|规模|比重|占比|强度)$/u;
/** 荣获一等奖: of which prize stands in the clause before. */
const PRIZE = /^(?:荣获|获得|获)?(?=[特一二三]等奖$)/u;

/**
 * The indicator that a figure states, given what the sentence has spoken of; undefined when it cannot be made out.
 * Keeps the thread's subject, verb and open 其中.
 */
export function indicatorOf(
  subject: Subject,
  quantity: Quantity,
  place: FigurePlace,
  thread: Thread,
): string | undefined {
  let { words } = subject;
  if (words === '' && place.host !== undefined) {
    if (place.host === '' || /^[比较与]/u.test(place.host)) return thread.subject;
    words = place.host;
  }
  if (words === '') return spokenOf(subject, thread);
  words = ofHead(words, thread.silent?.words ?? '', thread);
  if (quantity.unit === '%' && !subject.growth) words = words.replace(SHARE, '$<part>占$<whole>比重');
  if (subject.growth && /^(?:年均)?(?:复合)?(?:增幅|增速|增长率)$/u.test(words)) return thread.subject;
  if (/^其?占/u.test(words) || BARE.test(words)) return completed(words, thread);
  if (PRIZE.test(words) && thread.prize !== undefined)
    return thread.prize.replace(/评审中?$/u, '') + words.replace(PRIZE, '');
  if (subject.part) return partOf(words, quantity, thread);
  if (continuesParts(words, subject, quantity, thread)) return `${thread.part?.parent ?? ''}，其中${words}`;
  const states = subject.stated || /^(?:达到|力争达到|超过|突破)/u.test(quantity.text);
  const inherits = subject.verb === '' && !states && !subject.growth && (place.listed || thread.verb.startsWith('新'));
  if (inherits) words = thread.verb + words;
  else thread.verb = subject.verb;
  words = scoped(words, place.scope);
  if (!isIndicator(words)) return undefined;
  thread.subject = words;
  thread.part = undefined;
  return words;
}

/** “工程实验室中，国家级3个、省级63个”, “研发经费投入中，X的比重”: what the parts are of. */
function ofHead(words: string, silent: string, thread: Thread): string {
  const head = /^(?<head>.{2,20})[中里]$/u.exec(silent)?.groups?.['head'] ?? thread.head;
  if (head === undefined) return words;
  thread.head = head;
  if (LEVEL.test(words) || /^..级?$/u.test(words)) return words + head;
  return /(?:比重|比例|占比)$/u.test(words) && !/占/u.test(words.slice(0, -2)) ? `${head}中${words}` : words;
}

/** The words with the place they are said of, where that is not the whole of the plan's. */
export function scoped(words: string, scope: string): string {
  return scope === '' || words.includes(scope) ? words : scope + words;
}

/** “由62家增至185家”, “比2015年增加8.36亿元”: said of what was spoken of. */
function spokenOf(subject: Subject, thread: Thread): string | undefined {
  if ((!subject.stated && !subject.growth) || subject.part || subject.verb !== '') return undefined;
  const silent = thread.silent;
  const named = silent !== undefined && (silent.growth || (MEASURED.test(silent.words) && isIndicator(silent.words)));
  if (named) thread.subject ??= silent.words;
  return thread.subject;
}

/** “占全省比重”, “总数”: together with what was spoken of. */
function completed(words: string, thread: Thread): string | undefined {
  const spoken = thread.subject ?? thread.silent?.words;
  if (spoken === undefined || !isIndicator(spoken)) return undefined;
  const joined = join(spoken, words.replace(/^其/u, ''));
  return isIndicator(joined) ? joined : undefined;
}

function join(spoken: string, head: string): string {
  if (/^占/u.test(head)) {
    const share = /占.+(?:比重|比例|占比|份额)$/u.test(head) ? head : `${head}比重`;
    return spoken.replace(/(?:总量|规模|总数|的?(?:年均)?(?:增幅|增速|增长率))$/u, '') + share;
  }
  if (!/^(?:总|数量|规模|占比|比|份额|认定数)/u.test(head)) return `${spoken}，${head}`;
  return spoken.replace(/^(?:新增|新建|新引进|新培育|创建|建设|布局|培育|争创)/u, '') + head;
}

function partOf(words: string, quantity: Quantity, thread: Thread): string | undefined {
  const parent = thread.part?.parent ?? thread.subject;
  const short = bareLength(words) < SHORT_PART;
  const dependent = short || /^(?:通过|由|获(?!批)|纳入|进入|入选|来自|牵头)/u.test(words);
  if (!dependent || (parent === undefined && !short)) return isIndicator(words) ? `其中${words}` : undefined;
  if (parent === undefined) return undefined;
  thread.part = { parent, unit: quantity.unit };
  return `${parent}，其中${words}`;
}

/** “其中自然科学奖2项，技术发明奖11项”: the second is a part too. */
function continuesParts(words: string, subject: Subject, quantity: Quantity, thread: Thread): boolean {
  if (thread.part?.unit !== quantity.unit || subject.verb !== '' || subject.stated) return false;
  return bareLength(words) < SHORT_PART;
}

/** Letters and digits outside brackets. */
function bareLength(words: string): number {
  return words.replace(/[（(][^（）()]*[）)]/gu, '').replace(/[^\p{L}\p{N}]/gu, '').length;
}
