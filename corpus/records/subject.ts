import {
  ADVERBS,
  FLOW_VERBS,
  GROWTH_NOUNS,
  GROWTH_VERBS,
  STATE_VERBS,
  TRAILING_ADVERBS,
  WHOLE_PLACE,
} from './words.ts';

/** What a figure is said of, as far as the words beside it tell. */
export interface Subject {
  /** The indicator: verb of a flow, qualifiers and noun; empty when there are only verbs. */
  readonly words: string;
  /** Verb of a flow at its start: 新增, 引进…; empty when it is a state. */
  readonly verb: string;
  /** The figure says by how much the subject grows. */
  readonly growth: boolean;
  /** The figure is where a change starts: “由62家增至…”. */
  readonly baseline: boolean;
  /** A verb such as 达到 stood between subject and figure. */
  readonly stated: boolean;
  /** It is a part of what was spoken of before: 其中. */
  readonly part: boolean;
}

const LEAD = new RegExp(
  `^(?:[—\\-\\s·•，、]+|（[^（）]*）(?!$)|的|（[一二三四五六七八九十\\d]{1,3}）|\\d{1,2}[.．、]|[一二三四五六七八九十]是|[^，]{2,14}的目标是|各(?![类级种])|使(?!用)|` +
    `重点(?=${FLOW_VERBS})|建议|(?:${ADVERBS})|(?:${WHOLE_PLACE}))`,
  'u',
);
const LEAD_STATE =
  /^(?:累计|共)?(?:建成|拥有|共有|建有|设有|现有|已有|具有|有(?![效限色机望序形所])|实现|达到|达成|完成|形成)(?=[“\p{Script=Han}])/u;
const TAIL = new RegExp(
  `(?:(?<!只|所|总|具)(?:${STATE_VERBS})|${TRAILING_ADVERBS}|连续(?:\\d+|[一二两三四五六七八九十]+)年|(?:已|要|须|能)?(?:累计|共)|要|要被|约|近|逐步|各|左右|(?<!占|在)(?:${WHOLE_PLACE})|[的了也])$`,
  'u',
);
const LEADING_FLOW = new RegExp(`^(?:累计)?(?:(?:${FLOW_VERBS})(?:和|、)?)+`, 'u');
/** “新增的高新技术企业”, “引进资助的海外工程师” */
const FLOW_OF = new RegExp(`^((?:累计)?(?:(?:${FLOW_VERBS})(?:和|、)?)+)的`, 'u');
/** “在生命健康领域布局建设A、B2家省实验室” */
const FIELD_FLOW = new RegExp(`^在[^，、]{2,10}(?:领域|方面)(?:${FLOW_VERBS})+`, 'u');
const ONLY_VERBS = new RegExp(`^(?:累计|年|(?:${FLOW_VERBS})|[和、与及并])*$`, 'u');
const TRAILING_FLOW =
  /(?<=\p{Script=Han}{2}|[）”])(?:要|已|须|被)?(?:累计|共|年)?(?:新引进培育|新培育创建|新布局建设|新增|新建|新引进|新培育|新认定|引进培育|遴选培育|布局建设|布局创建|培育创建|累计培育|组织实施|引进资助|引育|引培|引进|培育|创建|争创|组建|设立|认定|获批|实施|举办|选派|派遣|取得|建设|集聚|扶持|转化推广|(?<=要)备案)$/u;
const GROWTH_TAIL = new RegExp(`(?<!新|再)(?:${GROWTH_VERBS})(?:了|近|约)?$`, 'u');
const GROWTH_NOUN_TAIL = new RegExp(`(?:${GROWTH_NOUNS})$`, 'u');
const GROWTH_MANNER = /(?:年均|平均每年|每年|同比|累计|快速|持续|稳定|保持|按可比价计算|可比价|总计)+$/u;
const COMPARED = /(?:(?:比|较)(?![重例高强])[^，]{0,24}|与[^，]{2,20}相比)$/u;
/** “在……等领域布局建设X”: where it is done; dropped where it is long. */
const WHERE = new RegExp(
  `^(?:在|围绕|面向|聚焦|针对|通过|按照|结合)[^，]*?(?:等|领域|方面|中|里)(?=(?:${FLOW_VERBS}))`,
  'u',
);

/** Longest indicator, in characters. */
export const LONGEST = 44;
/** Longer ones lose what may be left out. */
const LONG = 24;

/** Reads the words in front of a figure, times taken out, as its subject. `region` is the plan's place. */
export function readSubject(before: string, region: string): Subject {
  let text = stripLead(before, region);
  const part = /^其中/u.test(text);
  if (part) text = stripLead(text.replace(/^其中[：，]?/u, ''), region);
  const whole = text;
  // “新获批的X有A、B等2家”: the names are in the text.
  text = stripTail(text.replace(/^(.{3,}?)(?<![所拥共])有.*[、和].*等$/u, '$1'), region);
  const baseline = /(?:由|从)$/u.test(text);
  if (baseline) text = stripTail(text.replace(/(?:由|从)$/u, ''), region);
  let growth = GROWTH_NOUN_TAIL.test(text);
  if (!growth && GROWTH_TAIL.test(text)) {
    growth = true;
    text = text.replace(GROWTH_TAIL, '').replace(GROWTH_MANNER, '').replace(COMPARED, '').replace(GROWTH_MANNER, '');
    text = stripTail(text, region);
  }
  const stated = whole.replace(/各$/u, '').length > text.length || LEAD_STATE.test(text);
  if (/占$/u.test(text) && text.length > 2) text = `${text}比`;
  if (ONLY_VERBS.test(text)) return { words: '', verb: text, growth, baseline, stated, part };
  const moved = TRAILING_FLOW.exec(text);
  if (moved && !LEADING_FLOW.test(text)) {
    const verb = moved[0].replace(/^(?:要|已|须|被|共)/u, '');
    text = verb + stripTail(text.slice(0, moved.index), region);
  }
  if (text.length > LONG || /^通过/u.test(text)) text = text.replace(WHERE, '');
  text = text
    .replace(/(?:力争|争取)(?=年均)/u, '')
    .replace(LEAD_STATE, '')
    .replace(HAS, '$<owner>$<owned>')
    .replace(FLOW_OF, '$1')
    .replace(/^(?:已|所)?建?的/u, '');
  const verb = LEADING_FLOW.exec(text)?.[0].replace(/[和、]$/u, '') ?? '';
  return { words: tidy(text), verb, growth, baseline, stated, part };
}

/** “浙江大学有8个学科”, “大走廊有国家重点实验室12家” */
const HAS = /^(?<owner>.{1,10}[学院校廊区园城谷岛市县])(?:共有|拥有|建有|设有|有(?![效限色机望序形]))(?<owned>.{2,})$/u;

/**
 * What a figure that stands in front counts, with the words before it: “每年实施100项左右……重大基础研究项目”; of a
 * `mass` (3万吨) that is the first name of a list alone.
 */
export function readCounted(
  before: string,
  after: string,
  region: string,
  options: { readonly mass: boolean },
): Subject | undefined {
  let lead = stripLead(before, region);
  const part = /^其中/u.test(lead);
  if (part) lead = stripLead(lead.replace(/^其中[：，]?/u, ''), region);
  if (/(?:在|以|对|向|从|把|用|由|按|于|给|为|第|围绕|聚焦)$/u.test(lead)) return undefined;
  lead = stripTail(lead, region)
    .replace(LEAD_STATE, '')
    .replace(/^(?:围绕|聚焦)(?=[引培建实])/u, '');
  // “推动A、B等3家X建成……”: the three are there already.
  if (/^(?:推动|支持|推进|依托|发挥|鼓励).*等$/u.test(lead)) return undefined;
  const counted = countedNoun(options.mass ? (after.split('、')[0] ?? '') : after);
  if (counted === '') return undefined;
  // “甲、乙、丙5个梯队的库”: the figure counts the list, not the 库.
  if (/、/u.test(lead) && !/等$/u.test(lead) && /的/u.test(counted)) return undefined;
  const kept = keptLead(lead);
  const verb = LEADING_FLOW.exec(kept)?.[0] ?? '';
  return { words: tidy(kept + counted), verb, growth: false, baseline: false, stated: false, part };
}

function keptLead(lead: string): string {
  if (lead === '' || ONLY_VERBS.test(lead)) return lead;
  const flow = LEADING_FLOW.exec(lead)?.[0] ?? '';
  // “新获批A、B等2家X”, “创建甲县、乙县3家X”: the names are in the text; the verb stays.
  if (/等$|、/u.test(lead)) return FIELD_FLOW.exec(lead)?.[0] ?? flow.replace(/[和、]$/u, '');
  const trailing = new RegExp(`(?:${FLOW_VERBS})(?:和(?:${FLOW_VERBS}))?$`, 'u').exec(lead)?.[0];
  if (trailing !== undefined) return lead.length <= 12 ? lead : trailing;
  if (/[与同和]$/u.test(lead)) return lead.length <= 2 ? lead.slice(-1) : '';
  return lead.length <= 10 ? lead.replace(/的$/u, '') : flow;
}

function countedNoun(after: string): string {
  let text =
    after.replace(/^(?:左右|以上)?的?/u, '').split(/和一批|、一批|以及一批|和若干|并(?![购网联列行存])|，|；|。/u)[0] ??
    '';
  text = text
    .replace(/[、和及与]$/u, '')
    .replace(/(?<=[立了])了(?=\p{Script=Han})/gu, '')
    .replace(/(?:等|目标)$/u, '');
  text = text.replace(/[和、及].*[两三四五六七八九十][个家所项].*$/u, '');
  if (text.length > 34) {
    const last = text.split('的').at(-1) ?? '';
    if (last.length >= 3) text = last;
  }
  return text;
}

function stripLead(text: string, region: string): string {
  const place = placePattern(region);
  let rest = text;
  for (;;) {
    const next = rest.replace(LEAD, '').replace(place, '');
    if (next === rest) return rest;
    rest = next;
  }
}

function stripTail(text: string, region: string): string {
  const short = shortPlace(region);
  let rest = text;
  for (;;) {
    const next = rest.replace(TAIL, '');
    // “高新技术企业2020年全省有22158家”
    if (short !== '' && next.length > short.length + 3 && next.endsWith(short)) {
      rest = next.slice(0, -short.length);
      continue;
    }
    if (next === rest) return rest;
    rest = next;
  }
}

/** The plan's own place at the start of a subject, but not within a name such as 浙江大学 or 浙江省实验室. */
function placePattern(region: string): RegExp {
  if (region === '') return /^(?!)/u;
  const short = shortPlace(region);
  return new RegExp(
    `^(?:${escape(region)}(?!实验室|自然科学|重点|级|委|政府|科学技术)|${escape(short)}(?![省市县区大学院拍网级]|农林|工业|清华|科技大市场))(?:的)?`,
    'u',
  );
}

function shortPlace(region: string): string {
  return region.replace(/(?:壮族|回族|维吾尔)?(?:自治区|省|市|县|区)$/u, '');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

function tidy(text: string): string {
  return text
    .replace(/^[、，\s]+/u, '')
    .replace(/[、，\s]+$/u, '')
    .replace(/等$/u, '')
    .trim();
}

/** 国家级, 省级: which level, not of what. */
export const LEVEL = /^(?:国家级|省级|市级|县级|省部级|国家地方联合|国家|全国|企业)$/u;

/** Whether the words can stand as an indicator: a noun phrase of fair length, brackets and quotes closed. */
export function isIndicator(words: string): boolean {
  if (words.length > LONGEST || (words.match(/\p{Script=Han}/gu) ?? []).length < 2) return false;
  if (ONLY_VERBS.test(words)) return false;
  if (/^[^占中]{2,5}占比$|(?:领域|方面)$/u.test(words)) return false;
  if (/^..$/u.test(words) && !/^(?:院士|专利|论文|学科|高校|院所|人才)$/u.test(words)) return false;
  if (
    /[的地和与及等在对从由以将把被按其执行支持]$/u.test(words.slice(-1)) &&
    !/(?:目的|基地|实地|园地|土地|高地|用地|场地|产地|天地|发行|银行)$/u.test(words)
  )
    return false;
  if (/^(?:把|将|对|由|因|让|给|其(?!他|中)|这|该|它|第|约|占|比|较|以(?!.*的)|从)/u.test(words)) return false;
  if (/要(?![素求点件地塞闻])|财政资金$|各出$|^(?:荣?获得?)?[特一二三]等奖$/u.test(words) || LEVEL.test(words))
    return false;
  if (/高于|低于|高出|仅次于|快于|优于|超出|分别|只占/u.test(words)) return false;
  return ['“”', '（）', '《》'].every(
    ([open = '', close = '']) => words.split(open).length === words.split(close).length,
  );
}
