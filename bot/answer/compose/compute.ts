import { provinceOf } from '../../../retrieval/query/gazetteer.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import { calculate, computedStatement, operandLine, type Result } from './arithmetic.ts';
import { composeBase } from './base-value.ts';
import { sameUnit, type Operand } from './operand.ts';
import type { OperandPhrase } from './operand-phrases.ts';
import { operandReadings } from './operand-readings.ts';
import { valuesOf, type Candidate } from './operand-value.ts';
import { askedOperation, isStated, type AskedOperation, type Operation } from './operation.ts';
import { composeTotal } from './total.ts';
import { composeUnmet } from './unmet.ts';
import { valuesTogether } from './values-together.ts';
import { composeWithin } from './within-sentence.ts';

/**
 * Works out what a question asks from cited figures, shown as computed; undefined when it asks for nothing to be worked
 * out, when a plan states the result itself, or when the figures are not there.
 */
export async function composeComputed(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const unmet = await composeUnmet(question, context);
  if (unmet) return unmet;
  const asked = askedOperation(question.text);
  if (!asked) return undefined;
  const { operation } = asked;
  if (operation === 'base') return composeBase(question, context);
  // No plan of ours has the figures of another place.
  if (question.otherPlaces.length > 0) return undefined;
  const total = operation === 'sum' ? await composeTotal(question, context) : undefined;
  if (total) return total;
  if (await isStated(question, operation, context)) return undefined;
  const parts = await composeWithin(question, asked, context, { ofParts: true });
  if (parts || asked.negated === true) return parts;
  const readings = operandReadings(question, asked, context).filter(
    ({ length }) => length === 2 || operation === 'sum' || operation === 'rest',
  );
  for (const phrases of readings) {
    const statement = await workedOut(asked, phrases, question, context);
    if (!statement) continue;
    // “多多少户，是几倍”: the same two figures are asked for twice.
    const also = operation === 'rest' ? undefined : otherOperation(asked);
    const second = also === undefined ? undefined : await workedOut(also, phrases, question, context);
    return second ? [statement, second] : [statement];
  }
  // Of two places no sentence of one of them gives both figures.
  const within = namesTwoPlaces(question, context) ? undefined : await composeWithin(question, asked, context);
  if (within) return within;
  const [phrases] = readings;
  // Totals are no answer to how far shares are apart.
  if (!phrases || isOfShares(asked, question)) return undefined;
  const found = await Promise.all(phrases.map((phrase) => valuesOf(phrase, context)));
  const firsts = found.flatMap((candidates) => candidates.slice(0, 1));
  // Projects and money are not set against one another: how much more is asked of one thing.
  const [unit = ''] = firsts.map(({ operand }) => operand.unit);
  if (CHANGES.has(operation) && firsts.some(({ operand }) => !sameUnit(operand.unit, unit))) return undefined;
  return named(firsts, phrases.length, context);
}

/** What is worked out from two values of one kind. */
const CHANGES: ReadonlySet<Operation> = new Set(['difference', 'ratio', 'growth', 'compound', 'yearly']);

/** Two places with plans, one of them perhaps as the province (省里要求和甲市定的). */
function namesTwoPlaces({ places, text }: Question, { plans }: AnswerContext): boolean {
  const named = new Set(places.filter(({ inName }) => !inName).map(({ place }) => place));
  const [only] = named;
  const above = only === undefined ? undefined : provinceOf(only);
  return named.size >= 2 || (/省里|全省/u.test(text) && plans.some(({ region }) => region === above));
}

/** What else a question has worked out from the same figures: the difference in “翻了几番，是几倍，多多少”. */
function otherOperation({ operation, rest }: AskedOperation): AskedOperation | undefined {
  const also = askedOperation(rest);
  if (!also || also.operation === 'base') return undefined;
  return also.operation === operation ? otherOperation(also) : also;
}

/** The result for one reading of what a question works it out from; undefined when the figures are not there. */
async function workedOut(
  asked: AskedOperation,
  phrases: readonly OperandPhrase[],
  question: Question,
  context: AnswerContext,
): Promise<Statement | undefined> {
  const { operation } = asked;
  const found = await Promise.all(phrases.map((phrase) => valuesOf(phrase, context)));
  const lists = operation === 'per' ? [ofMoney(found[0] ?? [], true), ofMoney(found[1] ?? [], false)] : found;
  const span = phrases.map(({ wanted }) => wanted.year ?? 0);
  const years = Math.abs((span[1] ?? 0) - (span[0] ?? 0));
  // Points apart are asked for of percentages, and shares are not totals.
  const of = isOfShares(asked, question)
    ? lists.map((list) => list.filter(({ operand }) => operand.unit === '%'))
    : lists;
  const together = valuesTogether(operation === 'sum' ? withoutTwins(of, phrases) : of, operation !== 'per');
  for (const operands of together) {
    if (operation === 'sum' && isStockOfNew(operands, phrases)) continue;
    if (isOneFigure(operation, operands) || (operation === 'sum' && countsTwice(operands))) continue;
    const result = calculate(operation, operands, years === 0 ? undefined : years);
    const places = operation === 'difference' && phrases.every(({ elliptic }) => elliptic);
    if (!result) continue;
    // Another passage may state the same so that the gate can tell, or the figure without the year of its record.
    for (const labelled of [operands, operands.map(undated)]) {
      const statement = computedStatement(places ? between(result, labelled, phrases) : result, labelled);
      if (mayBeShown(statement, context)) return statement;
    }
  }
  return undefined;
}

/** Whether it is asked how far shares are apart: in points, or of what is a share where nothing is counted. */
function isOfShares({ operation, words }: AskedOperation, { text }: Question): boolean {
  if (operation !== 'difference') return false;
  return /百分点|个点/u.test(words) || (/份额|占比|比重|比例/u.test(text) && !/[家户个项件名人元亿万]/u.test(words));
}

/** Of what is added up, each figure once: “瞪羚和独角兽200家” counts both that are named. */
function withoutTwins(
  lists: readonly (readonly Candidate[])[],
  phrases: readonly OperandPhrase[],
): readonly (readonly Candidate[])[] {
  return lists.filter((list, index) => {
    const [own] = list;
    const before = lists.slice(0, index).findIndex(([other]) => own !== undefined && other?.key === own.key);
    const names = [phrases[before]?.own ?? '', phrases[index]?.own ?? ''].map((name) => name.replace(/\s+/gu, ''));
    const both = before >= 0 && names.every((name) => name !== '' && own?.operand.label.includes(name) === true);
    return !(both && /[和与及、]/u.test(own?.operand.label ?? ''));
  });
}

const undated = (operand: Operand): Operand => ({ ...operand, label: operand.label.replace(/(?:19|20)\d{2}年/u, '') });

/**
 * Two operands that are one figure: the same number in one passage, or a number beside its rounding (22158家, 2.2万家), of
 * which nothing can be worked out.
 */
function isOneFigure(operation: Operation, [first, ...others]: readonly Operand[]): boolean {
  return others.some(({ number, scale, value, passage }) => {
    if (!first) return false;
    if (number === first.number && passage.id === first.passage.id) return true;
    const [fine, coarse] = scale === '' ? [value, first.value] : [first.value, value];
    const rounded = operation !== 'sum' && scale !== first.scale && (scale === '' || first.scale === '');
    return rounded && Math.abs(fine - coarse) <= coarse * ROUNDING;
  });
}

/** What was new of late is not all that there is: 新培育创建41家 and 布局30家 are no sum of what there will be. */
function isStockOfNew([stock]: readonly Operand[], phrases: readonly OperandPhrase[]): boolean {
  const [there, fresh] = phrases.map(({ wanted }) => wanted.kind);
  return there === 'achieved' && fresh === 'target' && /新(?:增|建|培育|创建|引进|获|布局)/u.test(stock?.label ?? '');
}

/** Whether a sum counts something twice: one operand is the whole of another (“奖”, “奖，其中甲类”), or the same thing. */
function countsTwice(operands: readonly Operand[]): boolean {
  return operands.some((operand, index) =>
    operands.some(
      (other, at) =>
        (other.passage.id === operand.passage.id && other.label.startsWith(`${operand.label}，其中`)) ||
        (at > index && undated(other).label === undated(operand).label && !isOfYears(operand, other)),
    ),
  );
}

/** Whether both operands say of which year they are, and it is not the same. */
const isOfYears = (...[one, other]: readonly [Operand, Operand]): boolean =>
  one.label !== other.label && [one, other].every((operand) => operand.label !== undated(operand).label);

/** Largest share by which a figure written with 万 or 亿 differs from the one that it rounds. */
const ROUNDING = 0.03;

/** The figures themselves, where nothing can be worked out from them: they are of different kinds. */
function named(
  candidates: readonly Candidate[],
  wanted: number,
  context: AnswerContext,
): readonly Statement[] | undefined {
  const operands = candidates.map(({ operand }) => operand);
  if (operands.length < wanted || new Set(candidates.map(({ key }) => key)).size < wanted) return undefined;
  const statements = operands.map(operandLine);
  return statements.every((statement) => mayBeShown(statement, context)) ? statements : undefined;
}

/** “甲比乙多9700户”: of two places, which one it is. */
function between(result: Result, [first, second]: readonly Operand[], phrases: readonly OperandPhrase[]): Result {
  if (!first || !second || first.value === second.value) return result;
  const [one = '', two = ''] = phrases.map(({ label }) => label);
  const [high, low] = first.value > second.value ? [one, two] : [two, one];
  return { ...result, shown: `${high}比${low}${first.unit === '%' ? '高' : '多'}${result.shown}` };
}

function ofMoney(candidates: readonly Candidate[], money: boolean): readonly Candidate[] {
  return candidates.filter(({ operand }) => /元/u.test(operand.unit) === money && operand.unit !== '%');
}
