import { findFigures } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { eachListed, withLevels } from './listed-operands.ts';
import { ofNouns, ofPlaces, ownNouns, phrasesOfTimes, trimmed, type OperandPhrase } from './operand-phrases.ts';
import { AGAINST, AGAINST_WHOLE_NAMES, BESIDE, SCENE } from './operand-words.ts';
import { withoutTalk } from './operation-wording.ts';
import type { AskedOperation, Operation } from './operation.ts';
import { timesOf } from './wanted-value.ts';

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
  /目标|实际|完成|现状|底数|基数|起点|末|现[有在]|目前|已|当初|原|[从由][^，]*[到至]|翻|增|涨|提高|提升|五年|十[一二三四五六]五/u;

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

/** What there is, and what is to come. */
const STOCK =
  /(?:手里|手头)?(?:现有|已有|存量|现成|已建成?|原有|目前有?|已经有)的?(?:[\d一二三四五六七八九十]+[家个项所])?(?:数量?|的)?/u;
const NEW =
  /(?:十[一二三四五六]?五[”"]?)?(?:打算|准备|计划|想|要)?去?(?<verb>争创|新建|新增|新布局|新设|筹建|布局|创建)(?:成功|的|都|全)*(?:成了|建成|落地|实现)?的?/u;

/** “连同存量，争创都成了一共有几家”: what there is of a thing and what is to come of it. */
function ofStockAndNew(text: string, question: Question, context: AnswerContext): readonly OperandPhrase[] {
  const verb = NEW.exec(text)?.groups?.['verb'];
  if (verb === undefined || !STOCK.test(text)) return [];
  const left = text
    .replace(NEW, ' ')
    .replace(STOCK, ' ')
    .replace(
      /[“”"]?十[一二三四五六]?五[”"]?|假如|如果|要是|连同|算上|再?加上|最后|届时|将?拥有的?|数量|打算|准备|计划|[，,]/gu,
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
