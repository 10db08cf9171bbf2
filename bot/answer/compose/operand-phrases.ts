import { provinceOf } from '../../../retrieval/query/gazetteer.ts';
import { shortPlace } from '../../../corpus/places.ts';
import { findFigures } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { AskedOperation, Operation } from './operation.ts';
import { withoutFigures } from './given-figures.ts';
import { eachListed, withLevels } from './listed-operands.ts';
import { AGAINST, AGAINST_WHOLE_NAMES, BESIDE, SAYS_WHICH, SCENE } from './operand-words.ts';
import { withoutTalk } from './operation-wording.ts';
import { sidesOf } from './sides.ts';
import { timesOf, wantedOf, type Wanted } from './wanted-value.ts';

/** One of the things that a question works something out from, as a noun phrase with what it takes over from the others. */
export interface OperandPhrase {
  /** Its own words. */
  readonly own: string;
  /** Its own words and those of all the others, which may say the rest of its name. */
  readonly shared: string;
  readonly question: Question;
  readonly planIds: readonly string[] | undefined;
  readonly wanted: Wanted;
  /** Said before the indicator's name: the place, the year. */
  readonly label: string;
  /** What is asked is said once for all, and may be left out here. */
  readonly elliptic: boolean;
}

const ownNouns = (read: Question): readonly string[] =>
  read.terms
    .filter(({ factor = 1, surface }) => factor === 1 && !SAYS_WHICH.test(surface))
    .map(({ surface }) => surface);

/** A content without the joining words that are left at the ends of its runs when a question is taken apart. */
function trimmed(content: string): string {
  return content
    .split(/\s+/u)
    .map((run) =>
      run.replace(
        /^(?:从|和|与|跟|及|同|比|在|把|将|为|是|要|的|到|约|里|中|内|了|又|离|距)+|(?:从|和|与|跟|及|比|在|为|是|要|的|到|约|里|中|内|了|离|距)+$/gu,
        '',
      ),
    )
    .filter((run) => run !== '')
    .join(' ');
}

/**
 * The ways of reading what a question works something out from, the likeliest first, each of two operands or more. Of
 * places set against one another there is no other reading.
 */
export function operandReadings(
  question: Question,
  asked: AskedOperation,
  context: AnswerContext,
): readonly (readonly OperandPhrase[])[] {
  const { operation } = asked;
  const text = withoutTalk(eachListed(withLevels(asked.rest)))
    .replace(ENDS_OF_PERIOD, ' ')
    .replace(/[最至][少多]/gu, ' ');
  const places = ofPlaces(question, text, context);
  if (places.length >= 2) return [places];
  const against = nouns(text, operation === 'share' ? AGAINST : AGAINST_WHOLE_NAMES, context);
  // So much money for so many things: both are said of one subject.
  if (operation === 'per')
    return [ofNouns(against.length === 1 ? [...against, ...against] : against.slice(-2), question, context)];
  const times = timesOf(question, context);
  // A part and its whole are no two times of one thing.
  const isTimed = times.length >= 2 && (operation !== 'share' || question.times.length >= 2);
  const isOfTimes = isTimed && (question.times.length >= 2 || against.length !== 2 || SAYS_TIMES.test(question.text));
  const byTimes = isOfTimes ? phrasesOfTimes(times, text, question, context) : [];
  const byNouns =
    against.length >= 2 && operation !== 'compound' && operation !== 'yearly'
      ? ofNouns(spread(withoutScene(against, text, operation, context), operation, context), question, context)
      : [];
  const both = operation === 'sum' ? ofStockAndNew(text, question, context) : [];
  const changes = operation !== 'sum' && operation !== 'share';
  const beside = spread(against.length > 0 ? against : [text], 'sum', context);
  // “国家级孵化器、众创空间还差多少”: what 、 joins is one indicator, and nothing is set against anything.
  const isJoined = !changes || /[和与跟及]/u.test(text);
  const bySide = isJoined && beside.length >= 2 ? ofNouns(beside, question, context) : [];
  const ordered = changes ? [byNouns, byTimes, bySide] : [both, byNouns, bySide, byTimes];
  return ordered.filter(({ length }) => length >= 2);
}

/** Words for the two values of one thing; without them “甲是乙的几倍” is of two things. */
const SAYS_TIMES =
  /目标|实际|完成|现状|底数|基数|起点|末|现[有在]|目前|已|当初|原|[从由][^，]*[到至]|翻|增|涨|提高|提升|五年|十[三四]五/u;

/** The pieces of a text that name something. */
function nouns(text: string, between: RegExp, context: AnswerContext): readonly string[] {
  return text
    .split(new RegExp(between, 'u'))
    .filter((piece) => ownNouns(context.read(piece)).length > 0 && !isAssumed(piece));
}

/** “照600家的底子算”: the asker's own figure is not looked up. */
function isAssumed(piece: string): boolean {
  return (
    /^\s*(?:按|照|以|拿|用)/u.test(piece) &&
    findFigures(piece).some(({ isYear, digits }) => !isYear && /\d/u.test(digits))
  );
}

/** Of more than two pieces, the last two: what stands before them says where they are to be found. */
function withoutScene(
  pieces: readonly string[],
  text: string,
  operation: Operation,
  context: AnswerContext,
): readonly string[] {
  if (operation === 'rest') return pieces;
  if (operation !== 'sum') return pieces.slice(-2);
  const clauses = nouns(text, SCENE, context);
  const [first = '', ...rest] = clauses;
  const levels = spread([first], operation, context);
  // “不管国家、省还是市级，创新中心合计”
  if (rest.length > 0 && levels.length > 1 && levels.every((part) => LEVEL.test(part.trim())))
    return levels.map((part) => `${part.trim().replace(/的$/u, '')}的${rest.join(' ')}`);
  const last = clauses.at(-1) ?? '';
  // “孵化器和示范基地，省级以上的合计”: of what level both are.
  if (
    clauses.length === 2 &&
    levels.length > 1 &&
    LEVEL.test(last.trim()) &&
    !levels.some((part) => LEVEL_NAMED.test(part))
  )
    return levels.map((part) => `${last.trim().replace(/的?(?:\s*要?建)?$/u, '')}的${part.trim()}`);
  const parts = spread([last], operation, context);
  // “甲、乙，再加上丙和丁”: what is added is no more than the rest of a list.
  if (clauses.length < 2 || parts.length < 2 || /^\s*(?:再?加上?|还有|以及|连同|算上)/u.test(last)) return pieces;
  // “创新中心，国家级加省级”: the parts say of what level, the scene of what.
  const scene = clauses.slice(0, -1).join(' ');
  return parts.map((part) => (LEVEL.test(part.trim()) ? `${part.trim().replace(/的$/u, '')}的${scene}` : part));
}

/** Nothing but a level: 国家级（领域类）, 省级的, 市级认的, 省级以上. */
const LEVEL = /^(?:国家|部|省|市|县|区|县区)级?(?:以上)?(?:认定?|派|批|评|建)?(?:[（(][^）)]*[）)])?的?(?:\s*要?建)?$/u;

const LEVEL_NAMED = /(?:国家|部|省|市|县|区)级/u;

/** Where a plan starts from and where it ends, which `timesOf` reads: “规划末期是起点的几倍”. */
const ENDS_OF_PERIOD =
  /的?目标[值数]?是(?=现状|底数|基数|目前|现在)|现状|规划期?末[期年]?|期末|末期|起点|基期|期初|起步(?:时|阶段)?/gu;

/** Of pieces, those that count several things side by side (国家级和省级的) taken apart, where that is what is worked out. */
function spread(pieces: readonly string[], operation: Operation, context: AnswerContext): readonly string[] {
  if (operation !== 'sum' && operation !== 'rest') return pieces;
  return pieces.flatMap((piece, index) => {
    if (operation === 'rest' && index === 0) return [piece];
    const parts = nouns(piece.replace(/[（(][^）)]*[）)]/gu, ''), BESIDE, context);
    return parts.length > 1 ? parts : [piece];
  });
}

/** What is done with something that another piece names: 想争创的 of “现有研究中心再加上想争创的”. */
const ONLY_DONE = /^(?:争创|新建|新增|新设|新布局|拟建|布局|认定|引进|培育|选派|组建|筹建|在建|建成|计划|打算|准备)$/u;

/** Pieces that only say what is done, with the thing that the first piece names. */
function withHeads(pieces: readonly string[], context: AnswerContext): readonly string[] {
  const head = (pieces[0] ?? '').replace(/^.*(?:现有|已有|已建成|已建|目前|现在)的?/u, '').trim();
  return pieces.map((piece, index) =>
    index > 0 && ownNouns(context.read(piece)).every((noun) => ONLY_DONE.test(noun)) ? `${piece}的${head}` : piece,
  );
}

function ofPlaces(question: Question, text: string, context: AnswerContext): readonly OperandPhrase[] {
  const named = question.places.map(({ start, end }) => question.text.slice(start, end));
  const names = [...named, ...context.plans.map(({ region }) => region)].filter((name) => name !== '');
  const above = withProvince(text, question, context);
  const before = new RegExp(`(?:比|较|占|除以|减去|加上|相对于?|同|跟)(?=${names.join('|')})`, 'gu');
  const compared = context.read(above.replace(before, '和'));
  const sides = sidesOf(compared, context).filter(({ planIds }) => planIds.length > 0);
  if (new Set(sides.map(({ place }) => place)).size < 2 && sides.length < 2) return [];
  // “某指标，甲市比乙市高多少”: what is asked of both stands in front, and of each is said at most which value is meant.
  const ownOf = ({ own, question: { content } }: (typeof sides)[number]): string =>
    ownNouns(context.read(own)).length === 0 ? content : own;
  const shared = trimmed(sides.map(ownOf).join(' '));
  return sides.map((side): OperandPhrase => {
    const read = { ...side.question, times: side.question.times.length > 0 ? side.question.times : question.times };
    return {
      own: trimmed(ownOf(side)),
      shared,
      question: { ...read, intent: { ...read.intent, kind: 'figure', units: question.intent.units } },
      planIds: side.planIds,
      wanted: wantedOf(read, question, context),
      label: side.label.startsWith('《') ? side.label : shortPlace(side.place),
      elliptic: true,
    };
  });
}

/** “合肥占全省的比重”: the province of the city named, where it has a plan. */
function withProvince(text: string, question: Question, context: AnswerContext): string {
  const places = new Set(question.places.filter(({ inName }) => !inName).map(({ place }) => place));
  const [only] = places;
  const above = places.size === 1 && only !== undefined ? provinceOf(only) : undefined;
  if (above === undefined || !context.plans.some(({ region }) => region === above)) return text;
  const province = new RegExp(
    `(?<=^|[比占与和跟、，]|减去|高于|低于)(?:${shortPlace(above)})?(?:全省|省里)(?:平均)?(?:水平)?`,
    'u',
  );
  return text.replace(province, above);
}

/** What a text names, with what it takes over from the question that it is part of. */
export function ofNouns(
  pieces: readonly string[],
  question: Question,
  context: AnswerContext,
): readonly OperandPhrase[] {
  const reads = withHeads(pieces, context).map((piece) => context.read(piece));
  const shared = reads.map(({ content }) => trimmed(content)).join(' ');
  return reads.map((read): OperandPhrase => ({
    own: trimmed(read.content),
    shared,
    question: {
      ...read,
      planIds: read.planIds ?? question.planIds,
      intent: { ...read.intent, kind: 'figure', units: question.intent.units },
    },
    planIds: read.places.some(({ inName }) => !inName) ? read.planIds : question.planIds,
    wanted: wantedOf(read, question, context),
    label: '',
    elliptic: false,
  }));
}

/** What there is, and what is to come. */
const STOCK =
  /(?:手里|手头)?(?:现有|已有|存量|现成|已建成?|原有|目前有?|已经有)的?(?:[\d一二三四五六七八九十]+[家个项所])?(?:数量?|的)?/u;
const NEW =
  /(?:十四五[”"]?)?(?:打算|准备|计划|想|要)?去?(?<verb>争创|新建|新增|新布局|新设|筹建|布局|创建)(?:成功|的|都|全)*(?:成了|建成|落地|实现)?的?/u;

/** “连同存量，争创都成了一共有几家”: what there is of a thing and what is to come of it. */
function ofStockAndNew(text: string, question: Question, context: AnswerContext): readonly OperandPhrase[] {
  const verb = NEW.exec(text)?.groups?.['verb'];
  if (verb === undefined || !STOCK.test(text)) return [];
  const left = text
    .replace(NEW, ' ')
    .replace(STOCK, ' ')
    .replace(
      /[“”"]?十四五[”"]?|假如|如果|要是|连同|算上|再?加上|最后|届时|将?拥有的?|数量|打算|准备|计划|[，,]/gu,
      ' ',
    );
  const own = trimmed(context.read(left).content);
  if (own.length < 4 || /[和与跟及、]/u.test(own)) return [];
  const [stock, fresh] = ofNouns([own, `${verb}${own}`], question, context);
  if (!stock || !fresh) return [];
  const { eve } = stock.wanted;
  return [
    { ...stock, wanted: { eve, year: eve, kind: 'achieved' } },
    { ...fresh, wanted: { eve, kind: 'target' } },
  ];
}

/** What says which of the two values of one thing is meant, and is no part of its name. */
const OF_TIMES =
  /(?:当初|原先|原来|原定|既定|规划|计划|完成|实际|目标|现有|已有|任务)(?:的|那)?个?(?:数|值|量)(?:值|量|字)?|(?<=数|值|量)[跟和与]|当初|原先|[跟和与](?=\s|$)|(?:这|那)?五年(?:[里内间来]|期间)?(?=\s|$|，|要)|要?(?:做到|达到|翻到)(?=现|目前|如今|\s|$)|现在|目前|如今/gu;

/** The same thing at each of several times. */
export function phrasesOfTimes(
  times: readonly Wanted[],
  text: string,
  question: Question,
  context: AnswerContext,
): readonly OperandPhrase[] {
  const read = context.read(withoutFigures(text).replace(OF_TIMES, ' '));
  return times.map((wanted): OperandPhrase => {
    const year = wanted.year;
    const time = year === undefined ? [] : [{ from: year, to: year, aspect: 'end' as const, start: 0, end: 0 }];
    const aspect = wanted.kind === 'achieved' ? ('result' as const) : ('target' as const);
    const same = times.every((other) => other.year === year);
    return {
      own: trimmed(read.content),
      shared: trimmed(read.content),
      question: {
        ...read,
        times: time,
        planIds: question.planIds,
        intent: { ...read.intent, kind: 'figure', aspect, units: question.intent.units },
      },
      planIds: question.planIds,
      wanted,
      label: same ? (wanted.kind === 'achieved' ? '实际' : '目标') : year === undefined ? '' : `${String(year)}年`,
      elliptic: false,
    };
  });
}
