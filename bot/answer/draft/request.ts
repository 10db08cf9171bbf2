import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { AnswerContext } from '../look-up.ts';
import { mentionsOf } from '../compose/mentions.ts';
import { readLength } from './length.ts';
import type { DraftLength, DraftOptions } from './types.ts';

/** One thing that a draft is about: 科技金融. */
export interface Theme {
  readonly text: string;
  readonly terms: readonly Term[];
}

/** What a draft is wanted for: 目标, 举措, 成效, 短板. None: whatever the plans say. */
export interface Aspects {
  readonly targets: boolean;
  readonly measures: boolean;
  readonly status: boolean;
  readonly shortfalls: boolean;
  readonly safeguards: boolean;
}

/** A request to draft, as it was understood. */
export interface DraftRequest {
  readonly title: string;
  /** The request without its instructions, read as a question. */
  readonly question: Question;
  /** Empty: the whole of the plans. */
  readonly themes: readonly Theme[];
  readonly aspects: Aspects;
  /** Plans that it is to be compiled from. */
  readonly planIds: readonly string[];
  /** It names its plans or places itself. */
  readonly namesPlans: boolean;
  /** A section of a plan that it names in quotes. */
  readonly quoted: readonly string[];
  readonly grouping: 'theme' | 'place' | 'plan';
  readonly wantsTable: boolean;
  /** Of indicators, only the main ones. */
  readonly isMain: boolean;
  readonly length?: DraftLength;
}

const POLITE = '(?:请|麻烦|劳驾|烦请|帮忙|帮我们?|给我们?|替我们?|你|您|能不能|可以|先|再|快速|简单|简要|大致)*';
const VERB =
  '(?:起草|草拟|拟写|拟|撰写|编写|写|整理|梳理|归纳|概括|总结|简述|概述|综述|汇总|提炼|摘录|列|做|准备|出|生成|编|比较一下|比较|对比)';
const COUNT = '(?:一下|下|出|成|个|一?(?:[份篇段页个张])|几句话?)*';
const FORM =
  '(?:工作)?(?:汇报|情况)?(?:要点|对照表|对比表|比较表|一览表|汇总表|表格|表|清单|提纲|摘要|小结|综述|概要|材料|报告|简报|汇报)';
const OPENING = new RegExp(
  `^${POLITE}(?:${VERB}${COUNT}|用[一二三四五几]?句话(?:总结|概括|说清楚)?)?(?:关于|有关)?`,
  'u',
);
const PAGES = '(?:(?:一|1|半|两|二|2|三|3)页(?:纸|内|以内|左右)?|\\d{2,5}字(?:左右|以内|上下|内)?)';

/** Clauses that say how to write and nothing of what about. */
const INSTRUCTIONS: readonly RegExp[] = [
  /^(?:请|要|并|且|都|均|须|需要?|务必|最好)*(?:带|附|注明|标明|标注|标出|写明|注|加|给出?|列明)(?:上|好|清|清楚)?(?:出处|来源|引用|脚注|原文|依据|页码).{0,6}$/u,
  new RegExp(
    `^${POLITE}(?:按|分|依|以)(?:照)?.{1,8}?(?:整理|列|归纳|汇总|写|排|对照|对比|说)(?:出|成|为|来|一下)?.{0,10}$`,
    'u',
  ),
  new RegExp(`^${POLITE}(?:控制在|不超过|不多于|限|约|大约)?${PAGES}(?:的?${FORM})?(?:就行|即可|就好|就可以)?$`, 'u'),
  new RegExp(`^${POLITE}${VERB}(?:成|出|为|一)*(?:一?[份页张篇个])?(?:${PAGES})?的?(?:简明|简要)?${FORM}$`, 'u'),
  /^(?:我|我们)?(?:在|要)?(?:写|做|改|准备)(?:一?[份个篇])?(?:材料|汇报|报告|稿子)(?:要用|用|急用|需要|时用)$/u,
  new RegExp(`^[一二三四五两几]句话(?:说清楚|总结|概括)?$`, 'u'),
];

const TRAILING = new RegExp(
  `(?:[，,]?${VERB}(?:成|出|为)(?:一?[份页张篇个条]|几[条点句]|${PAGES})?(?:给我)?(?:的?${FORM})?|一下|给我)$`,
  'u',
);

/** Words that say nothing of the subject of a draft by themselves. */
const GENERIC =
  /^(?:(?:政策|措施|举措|工作|情况|内容|任务|重点|目标|指标|主要|发展|推进|建设|要求|成效|现状|规划|做法)+|政策|措施|举措|做法|要点|工作|部署|安排|情况|内容|任务|重点|目标|指标|主要|量化|发展|推进|推动|加强|强化|加快|建设|培育|壮大|支持|促进|提升|规划|规划里|各地|方面|要求|现状|成效|小结|摘要|提纲|汇报|材料|整理|对照|对比|比较|表|一页|半页|全省|全市|关于|以及|融入|构建|打造|完善|深入|年度|十三五|十四五|[一二两三四五六七八九十几各]+[份地个家处省市]|[一二两三四五]点|条|几条|章|一章|节|一节|那章|那节|其中|里面|自己|承认|方案|怎样|数字|数据|推广|应用|本|征求意见|意见稿|稿里|稿|里关于|薄弱环节|薄弱|短板|问题|不足|形势|挑战|环节)$/u;
/** Words that most headings of such plans have: they count for little beside another. */
const COMMON = /^(?:科技|创新|科技创新|技术|体系|能力|水平|产业|企业)$/u;
const COMMON_WEIGHT = 0.3;

const TARGETS = /目标|指标|量化|数据|底数/u;
const MEASURES = /举措|措施|做法|政策|安排|任务|部署|工作|怎么|怎样|如何|路径|要点|重点|内容/u;
const STATUS =
  /现状|成效|成就|成绩|(?:工作|发展|已有)基础(?!研究|学科|设施|软件)|“?十三五”?(?!以来的短板)|进展|完成情况|回顾/u;
const SAFEGUARDS = /保障(?:措施|机制|工作)|组织(?:实施|领导|保障)|实施保障/u;
/** Words of safeguards: they say which sections are meant, not what about. */
const SAFEGUARD_WORD = /^(?:组织|领导|投入|保障|实施|措施|资金|经费|考核|评估)+$/u;
const SHORTFALLS = /短板|薄弱|问题|不足|挑战|形势/u;
const EVERY = /各地|各省市|各市|[四三五几]地|各(?:份|个|家)?规划|所有规划|全部规划|[三四五几]份规划/u;
const COMPARES = /对比|对照|比较|分省市|按省市|按地区|按规划|各自|分别/u;

/** Reads a request to draft: the words of asking and of form go, what is left is the topic. */
export function readRequest(text: string, options: DraftOptions, context: AnswerContext): DraftRequest {
  const { topic, form, length } = strip(text);
  const question = context.read(topic);
  const every = EVERY.test(topic);
  const scope = options.planIds ?? question.planIds ?? context.plans.map((plan) => plan.id);
  const plans = context.plans.filter((plan) => scope.includes(plan.id));
  const themes = themesOf(topic, question, context);
  const places = new Set(mentionsOf(question, context).map(({ place }) => place));
  const compares = places.size > 1 || every || COMPARES.test(text);
  const severalPlaces = new Set(plans.map((plan) => plan.region)).size > 1;
  const grouping =
    !compares || plans.length < 2 ? 'theme' : severalPlaces && !/按规划|各(?:份|个)规划/u.test(text) ? 'place' : 'plan';
  const aspects = {
    targets: TARGETS.test(topic),
    measures: MEASURES.test(topic),
    status: STATUS.test(topic),
    shortfalls: SHORTFALLS.test(topic),
    safeguards: SAFEGUARDS.test(topic),
  };
  const wanted = options.length ?? length;
  return {
    title: titleOf(topic, form, text),
    question,
    themes,
    aspects,
    planIds: plans.map((plan) => plan.id),
    namesPlans: options.planIds !== undefined || question.planIds !== undefined || every,
    quoted: [...topic.matchAll(/“([^”]{4,40})”/gu)].map((match) => match[1] ?? ''),
    grouping,
    wantsTable: /表|指标|量化|数据/u.test(text),
    isMain: /(?:主要|核心|关键)(?:的)?(?:指标|目标)/u.test(topic),
    ...(wanted ? { length: wanted } : {}),
  };
}

/** The topic without instructions, the form that was asked for (要点, 对照表), and the length. */
function strip(text: string): { topic: string; form: string; length: DraftLength | undefined } {
  const clauses = text
    .trim()
    .split(/[，,；;。！!？?\n]+|[：:](?=\s*\S{6})/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  const kept = clauses.filter(
    (clause) => clauses.length === 1 || !INSTRUCTIONS.some((pattern) => pattern.test(clause)),
  );
  const dropped = clauses.filter((clause) => !kept.includes(clause));
  const form = new RegExp(FORM, 'u').exec(dropped.join(' '))?.[0] ?? '';
  const joined = (kept.length > 0 ? kept : clauses).join('，');
  const bare = joined
    .replace(OPENING, '')
    .replace(/^[把将对就从]/u, '')
    .replace(/[（(][^（()）]*(?:页|字)[^（()）]*[)）]/gu, '')
    .replace(TRAILING, '')
    .replace(new RegExp(`${PAGES}的?`, 'u'), '')
    .replace(/[，,。\s]+$/u, '')
    .replace(/^的/u, '')
    .trim();
  return { topic: bare.length >= 2 ? bare : joined, form, length: readLength(text) };
}

const ENDS_IN_FORM = new RegExp(`${FORM}$|对照$|对比$|比较$`, 'u');

/** “四地研发投入目标” + 对照表. */
function titleOf(topic: string, form: string, asked: string): string {
  const bare = topic.replace(/^个?要点[：:，]?/u, '').replace(/(?:这|那)一?(?:节|章)/u, '');
  if (ENDS_IN_FORM.test(bare)) return bare;
  if (form !== '') return `${bare.replace(/的$/u, '')}${form}`;
  return /^(?:请|帮我)?(?:比较|对比)/u.test(asked) ? `${bare}对比` : bare;
}

/** The things it is about, each with what tells it from others; 举措 and 目标 are no themes. */
function themesOf(topic: string, question: Question, context: AnswerContext): readonly Theme[] {
  const pieces = topic
    .replace(/“[^”]{4,40}”(?=[^，]{0,4}[章节部])/gu, ' ')
    .split(/[、，；]|以及|(?<![参普])与|和(?!谐|平(?!台))|(?<![普涉以])及/u)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const read = pieces.map((piece) => ({ text: piece, terms: termsOf(context.read(piece), topic) }));
  const says = ({ terms }: Theme): boolean => terms.some((term) => !COMMON.test(term.surface));
  const themes = read.filter(says);
  if (themes.length > 0) return themes;
  const whole = { text: question.content, terms: termsOf(question, topic) };
  return says(whole) ? [whole] : [];
}

function termsOf(question: Question, topic: string): readonly Term[] {
  const isSafeguard = (word: string): boolean => SAFEGUARDS.test(topic) && SAFEGUARD_WORD.test(word);
  return question.terms.filter(
    ({ surface }) => !GENERIC.test(surface) && !/^[\d.]+(?:年|字|页)?$/u.test(surface) && !isSafeguard(surface),
  );
}

/** Share of a theme, common words counted little, that a text says. */
export function coverageOf(theme: Theme, text: string): number {
  // As written too: 研发经费投入强度 is shortened to 研发强度 for matching, and speaks of 投入 all the same.
  const lower = `${matchText(text)} ${text.toLowerCase()}`;
  let total = 0;
  let found = 0;
  for (const term of theme.terms) {
    const weight = COMMON.test(term.surface) ? COMMON_WEIGHT : 1;
    total += weight;
    found += weight * Math.max(matchTerm(term, lower), sharedParts(term, lower));
  }
  return total === 0 ? 0 : found / total;
}

/** Parts of a name that say little: 人才队伍 is about 人才. */
const EMPTY_PART = /^(?:队伍|建设|工作|体系|机制|能力|力度|保障|载体|管理|发展|政策|资金|政府|主要|省级|市级)$/u;

/** Share of a long name that a text has in parts, by length. */
function sharedParts(term: Term, lower: string): number {
  const own = term.words.filter(
    (word) => word.length > 1 && word !== term.surface && term.surface.includes(word) && !EMPTY_PART.test(word),
  );
  const parts = own.filter((word) => !own.some((other) => other !== word && word.includes(other)));
  const length = parts.join('').length;
  return length === 0 ? 0 : parts.filter((part) => lower.includes(part)).join('').length / length;
}

/** The best coverage over all themes; 0 where there is none. */
export function bestCoverage(themes: readonly Theme[], text: string): number {
  return Math.max(0, ...themes.map((theme) => coverageOf(theme, text)));
}
