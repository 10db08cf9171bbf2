import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import type { Statement } from '../statement.ts';
import { calculate, computedStatement, operandLine } from './arithmetic.ts';
import { claimsFigure } from './given-figures.ts';
import type { Operand } from './operand.ts';
import { phrasesOfTimes, type OperandPhrase } from './operand-phrases.ts';
import { RECORDED, valuesOf } from './operand-value.ts';
import { askedOperation } from './operation.ts';
import { entitiesOf } from './entity-sides.ts';
import { sidesOf } from './sides.ts';
import { horizonOf, timesOf, type Wanted } from './wanted-value.ts';
import { valuesTogether } from './values-together.ts';

const AIMED =
  '目标|规划值|指标值|想(?:要)?[冲达到做]|要(?:求)?(?:达到|做到|冲到|干到|到)|冲到?|计划|打算|原定|定的|后面|将来|今后|期末|末期';
const REACHED = '现状|现在|眼下|目前|当前|实际|完成|做到|达成|已有|现有|基数|底数|存量|起点|如今';

/** What there is and what is aimed at are both asked for: “现在多少家，后面想冲到多少”, “目标和实际对比”. */
const OF_BOTH = new RegExp(
  `(?:${REACHED})[^]*?(?:多少|几|对比|对照|比较|分别|各|和|与|跟|超|达|[吗没][？?])[^]*?(?:${AIMED})|(?:${AIMED})[^]*?(?:多少|几|对比|对照|比较|分别|各|和|与|跟|超|达|[吗没][？?])[^]*?(?:${REACHED})`,
  'u',
);
/** Where something started from and where it got to, without a year: “五年前后对比”, “从多少到多少”. */
const FROM_TO = /前后(?:对比|对照|比较|各|分别|是|的)|从多少[^，。？]{0,8}到(?:了)?多少/u;
/** Two years are set side by side and not worked out. */
const BESIDE =
  /分别|各|对比|对照|比较|比一比|多少|几(?=[家户个项件名人亿万成%])|[和与跟、][^，。？]{0,12}(?:多少|目标)|20\d\d年?(?:和|与|跟|、|及|到|至|[/-])20\d\d/u;
/** Asks whether what was aimed at was reached. */
const REACHES =
  /(?:超[过额出]?|达[到成标]|完成|实现|够到)了?(?:[^，。？]{0,8}目标)?(?:吗|没|[？?])|有没有(?:超|达|完成|实现)/u;

/**
 * The two values of one indicator that a question sets side by side, by year or as reached and aimed at: a line each, and
 * whether the aim was reached where that is asked. Undefined when it asks for anything else or a value is not there.
 */
export async function composeByTime(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { text, intent } = question;
  if (!ASKS_VALUES.has(intent.kind) || question.otherPlaces.length > 0 || claimsFigure(text)) return undefined;
  if (
    GROWTH.test(text) ||
    askedOperation(text) ||
    sidesOf(question, context).length >= 2 ||
    entitiesOf(question, context).length >= 2
  )
    return undefined;
  for (const times of timesAsked(question, context)) {
    const operands = await bothValues(phrasesOfTimes(times, text, question, context), context);
    if (!operands) continue;
    const [aimed, reached] = operands;
    const verdict = REACHES.test(text) && aimed && reached ? sayReached(aimed, reached, times) : undefined;
    const lines = verdict ? [verdict] : operands.map((operand) => operandLine(renamed(operand)));
    if (lines.every((line) => mayBeShown(line, context))) return lines;
  }
  return undefined;
}

/** A rate of growth is no value of the indicator itself. */
const GROWTH = /增速|增幅|增长率|年均增/u;

const ASKS_VALUES: ReadonlySet<Question['intent']['kind']> = new Set(['figure', 'open', 'yes-no', 'list', 'time']);

/** The pairs of times that are asked for, the likeliest first. */
function timesAsked(question: Question, context: AnswerContext): readonly (readonly Wanted[])[] {
  const { text, times } = question;
  const years = new Set(times.filter(({ from, to }) => from === to).map(({ to }) => to));
  const both = OF_BOTH.test(text) || (REACHES.test(text) && /目标|指标|任务/u.test(text));
  if (!both && !(years.size === 2 && BESIDE.test(text)) && !FROM_TO.test(text)) return [];
  const { eve, end } = horizonOf(question, context);
  const stated = timesOf(question, context);
  const reachedAndAimed: readonly Wanted[] = [
    { eve, year: eve, kind: 'achieved' },
    { eve, year: end, kind: 'target' },
  ];
  const found = stated.length === 0 && both ? reachedAndAimed : stated;
  const [first, last] = found;
  if (!FROM_TO.test(text) || first?.year === undefined) return found.length === 2 ? [found] : [];
  // Of a span without years, what the plan looks back on comes first.
  const back: readonly Wanted[] = [eve - 5, eve].map((year) => ({ eve, year, kind: 'achieved' }));
  return last ? [back, found] : [back];
}

async function bothValues(
  phrases: readonly OperandPhrase[],
  context: AnswerContext,
): Promise<readonly Operand[] | undefined> {
  const lists = await Promise.all(phrases.map((phrase) => valuesOf(phrase, context)));
  const [operands] = valuesTogether(
    lists.map((list) => list.filter(({ score }) => score >= RECORDED)),
    true,
  );
  const [one, other] = operands ?? [];
  return one && other && one.label !== other.label ? operands : undefined;
}

/** 目标甲企业数 → 甲企业数（目标）. */
const renamed = (operand: Operand): Operand => ({
  ...operand,
  label: operand.label.replace(/^(目标|实际)(.+)$/u, '$2（$1）'),
});

/** “**超过目标0.02个百分点**（据原文计算：…）。目标为3.5%；实际为3.52%”. */
function sayReached(one: Operand, other: Operand, [first]: readonly Wanted[]): Statement | undefined {
  const [aimed, reached] = first?.kind === 'target' ? [one, other] : [other, one];
  const gap = calculate('difference', [aimed, reached]);
  if (!gap) return undefined;
  const word = reached.value > aimed.value ? '超过目标' : '没有达到目标，差';
  const shown = reached.value === aimed.value ? '正好达到目标' : `${word}${gap.shown}`;
  return computedStatement({ ...gap, shown }, [aimed, reached].map(renamed));
}
