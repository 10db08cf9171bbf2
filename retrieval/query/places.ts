import { shortPlace } from '../../corpus/places.ts';
import { findKnownPlaces, provinceOf } from './gazetteer.ts';
import type { PlanSummary } from '../types.ts';

/** Where a question names the place or the title of a plan. */
export interface PlanMention {
  readonly planIds: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A place a question names. */
export interface PlaceMention {
  /** Full name of a place with plans, or the name as written. */
  readonly place: string;
  readonly start: number;
  readonly end: number;
  /** Part of a longer name (合肥 in 合肥综合性国家科学中心), so that it does not say whose plan is meant. */
  readonly inName: boolean;
}

/** What follows a place when it is the subject of a question rather than the start of a proper name. */
const SUBJECT_FOLLOWS =
  /^(?:市|省|县|区)?(?:的|规划|科技规划|科创|“?十[一二三四五六]五|到?20\d\d|2\d年|要|打算|计划|准备|想|和|与|跟|、|，|,|还|比|呢|全|有|这|那|在|把|对|提|说|里|各|每|是|将|能|会|支持|推|的?(?:高企|高新技术企业|研发|科技|创新|人才|产业|基础|农业|企业|技术|国家级|省级|全社会|规上|规模|每万|万人|公民|高价值|发明|重点|新|现|目前|第|布局|未来|智|数|战|哪|几|多|怎|什|啥|谁|\\?|？))/u;

/** Places with plans that a text names, in order. */
export function findPlaces(text: string, plans: readonly PlanSummary[]): readonly PlaceMention[] {
  const regions = [...new Set(plans.map((plan) => plan.region))].filter((region) => region !== '');
  const mentions: PlaceMention[] = [];
  for (const region of regions) {
    const short = shortPlace(region);
    for (let at = text.indexOf(short); at !== -1; at = text.indexOf(short, at + short.length)) {
      // 浙江省级平台 names 浙江 and 省级.
      const whole = text.startsWith(region, at) && text[at + region.length] !== '级' ? region : short;
      const end = at + whole.length;
      const inName = whole === short && !SUBJECT_FOLLOWS.test(text.slice(end)) && end < text.length;
      mentions.push({ place: region, start: at, end, inName });
    }
  }
  // “省里和宿州”, “省里给阜阳的”: the province of the city named, when it has a plan.
  const province = /省里(?!认|批|评)|省上|省级规划|省规划/u.exec(text);
  const city = mentions.find((mention) => /市$/u.test(mention.place))?.place ?? findKnownPlaces(text)[0]?.name;
  const above = province && city !== undefined ? provinceOf(city) : undefined;
  if (province && above && regions.includes(above) && !mentions.some((mention) => mention.place === above)) {
    mentions.push({ place: above, start: province.index, end: province.index + province[0].length, inName: false });
  }
  return mentions.sort((a, b) => a.start - b.start);
}

/** A title without its place and without what stands in brackets behind it (征求意见稿). */
function coreTitle({ title, region }: PlanSummary): string {
  return title.replace(region, '').replace(/[（(][^（()）]*[)）]$/u, '');
}

/** Short forms of a title, of the first characters of its words: 社发 of 社会发展. Words of a title mostly have two characters. */
function shortForms(plan: PlanSummary): readonly string[] {
  const words = coreTitle(plan)
    .replace(/“.*?”|关于|规划|[^\p{Script=Han}]/gu, '')
    .match(/../gu);
  return (words ?? []).slice(1).map((word, index) => `${words?.[index]?.[0] ?? ''}${word[0] ?? ''}`);
}

/**
 * Where a text that ends before 规划 calls a plan by a short form that no other plan of its place has: 社发规划, 社发科技那本;
 * −1 when it does not.
 */
function shortFormAt(text: string, plan: PlanSummary, plans: readonly PlanSummary[]): number {
  const others = new Set(
    plans.filter((other) => other.id !== plan.id && other.region === plan.region).flatMap(shortForms),
  );
  const own = shortForms(plan).filter((short) => !others.has(short));
  return own.length === 0 ? -1 : text.search(new RegExp(`(?:${own.join('|')})(?:科技|科创|创新|发展)*的?$`, 'u'));
}

/**
 * Where a text that ends before 规划 has the beginning of a word of the title that no other plan of its place has, and
 * nothing behind it: 高新规划, 空间平台规划; −1 when it does not.
 */
function pieceAt(text: string, plan: PlanSummary, plans: readonly PlanSummary[]): number {
  const others = plans.filter((other) => other.id !== plan.id && other.region === plan.region);
  const head = text.replace(/(?:科技|科创|创新|发展|建设)*的?$/u, '');
  const title = coreTitle(plan);
  for (let at = Math.max(0, head.length - LONGEST_PIECE); others.length > 0 && at <= head.length - 2; at += 1) {
    const piece = head.slice(at);
    if (title.includes(piece) && others.every((other) => !coreTitle(other).includes(piece))) return at;
  }
  return -1;
}

/** Longest beginning of a title's word that names the plan, in characters. */
const LONGEST_PIECE = 8;

/** The words of a title that tell it from the others of the same place: 基础研究, 人才, 成果转化. */
export function distinctiveWords(
  plan: PlanSummary,
  plans: readonly PlanSummary[],
  split: (text: string) => readonly string[],
): readonly string[] {
  const own = new Set(split(coreTitle(plan)));
  const others = plans.filter((other) => other.id !== plan.id && other.region === plan.region);
  for (const other of others) for (const word of split(other.title)) if (others.length > 0) own.delete(word);
  return [...own].filter(
    (word) => word.length >= 2 && !/^(?:规划|实施|意见|方案|计划|推进|建设|关于|发展|十四五)$/u.test(word),
  );
}

/** Plans whose title, or the words that tell it from the others, a question names next to 规划, 意见 or in 《》. */
export function findTitles(
  text: string,
  plans: readonly PlanSummary[],
  split: (text: string) => readonly string[],
): readonly PlanMention[] {
  const mentions: PlanMention[] = [];
  for (const match of text.matchAll(/《([^》]{4,60})》/gu)) {
    const scored = plans
      .map((plan) => ({ plan, score: overlap(match[1] ?? '', plan.title) }))
      .filter(({ score }) => score >= 0.8);
    const best = Math.max(0, ...scored.map(({ score }) => score));
    const planIds = scored.filter(({ score }) => score === best).map(({ plan }) => plan.id);
    if (planIds.length > 0)
      mentions.push({ planIds, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  if (mentions.length > 0) return mentions;
  for (const plan of plans) {
    const bare = plan.title.replace(/[（(].*?[)）]$/u, '');
    const at = [plan.title, bare].map((title) => text.indexOf(title)).find((index) => index >= 0);
    if (at !== undefined) mentions.push({ planIds: [plan.id], text: bare, start: at, end: at + bare.length });
  }
  if (mentions.length > 0) return mentions;
  if (/意见稿|草案|实施意见/u.test(text)) {
    const drafts = plans.filter((plan) => plan.status === 'draft');
    const finals = plans.filter((plan) => plan.status === 'final');
    const at = text.search(/征求意见|意见稿|草案|实施意见/u);
    if (drafts.length > 0) {
      mentions.push({ planIds: drafts.map((plan) => plan.id), text: '', start: titleStart(text, at, drafts), end: at });
      // “十四五规划……和征求意见稿” names the other plan of the place too.
      if (/规划/u.test(text.replace(/规划(?=部|局|处|科)/gu, '')) && finals.length === 1)
        mentions.push({ planIds: finals.map((plan) => plan.id), text: '', start: 0, end: 0 });
      return mentions;
    }
  }
  if (plans.length < 2) return [];
  // Each 规划 of the text by itself: “基础研究规划和人才规划” names two.
  let behind = 0;
  for (const named of text.matchAll(
    /规划(?!布局|建设|新建|引进|到|了|面积|区域|定位)|意见|方案|行动计划|文件(?!精神|要求)|文稿|那(?:份|本)/gu,
  )) {
    const scored = plans
      .map((plan) => {
        const distinct = distinctiveWords(plan, plans, split);
        const hits = distinct.filter((word) => near(text.slice(behind), word, named.index - behind));
        const at = shortFormAt(text.slice(0, named.index), plan, plans);
        if (at >= behind) return { plan, score: 1, at };
        const share = hits.join('').length / Math.max(1, distinct.join('').length);
        if (share >= TITLE_SHARE || !plan.title.includes(named[0])) return { plan, at: Infinity, score: share };
        const piece = pieceAt(text.slice(0, named.index), plan, plans);
        return piece >= behind ? { plan, score: 1, at: piece } : { plan, at: Infinity, score: share };
      })
      .filter(({ score }) => score >= TITLE_SHARE);
    const called = Math.min(...scored.map(({ at }) => at));
    behind = named.index;
    const best = Math.max(0, ...scored.map(({ score }) => score));
    const planIds = scored.filter(({ score }) => score >= best * 0.8).map(({ plan }) => plan.id);
    if (planIds.length > 0)
      mentions.push({
        planIds,
        text: '',
        start: Math.min(
          called,
          titleStart(
            text,
            named.index,
            plans.filter((plan) => planIds.includes(plan.id)),
          ),
        ),
        end: named.index,
      });
  }
  return mentions;
}

/** Where the words of the title that stand before `end` begin: they name the plan and are no subject of the question. */
function titleStart(text: string, end: number, plans: readonly PlanSummary[]): number {
  let start = end;
  for (let at = end - 1; at >= Math.max(0, end - TITLE_REACH - 6); at -= 1) {
    const piece = text.slice(at, end).replace(/[（(“”]/gu, '');
    if (plans.some((plan) => plan.title.replace(/[（(“”]/gu, '').includes(piece))) start = at;
  }
  return end - start >= 2 ? start : end;
}

/** Least share of a title's own words, by length, that names it. */
const TITLE_SHARE = 0.34;
/** How far before 规划 the words of its title may stand, in characters. */
const TITLE_REACH = 14;

function near(text: string, word: string, index: number): boolean {
  const at = text.lastIndexOf(word, index);
  // “…率，规划披露的是”: what stands before a comma is no title.
  return at >= 0 && index - at <= TITLE_REACH && !/[，,。；？?]/u.test(text.slice(at, index));
}

/** Share of the bigrams of `part` that `whole` has. */
function overlap(part: string, whole: string): number {
  const bigrams = (text: string): Set<string> => {
    const bare = text.replace(/[^\p{L}\p{N}]/gu, '');
    return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, index) => bare.slice(index, index + 2)));
  };
  const wanted = bigrams(part);
  const have = bigrams(whole);
  return [...wanted].filter((bigram) => have.has(bigram)).length / Math.max(1, wanted.size);
}
