import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import type { Statement } from '../statement.ts';
import { round } from './arithmetic.ts';
import { composeComputed } from './compute.ts';
import { meantFigure } from './meant-figure.ts';
import { bare, pairsOf, shareOf, yearsOf as yearsOfTime } from './records-of.ts';

/** What is said to have grown, and by how many percent: “甲写的增长30%”. */
const STATED =
  /^(?<subject>[^，。？]{3,40}?)(?:写|说|提|讲|标|列|称)?(?:的|是|着|明|要|将|预计)*(?:增长|提高|增加|上升)(?:了|约|近)?(?<rate>\d[\d.]*)%/u;
/** Asks whether the totals of the plan bear it out. */
const CHECKED =
  /(?:总量|总数|两个数|绝对数|前后)[^？]*(?:算|对得上|对不上|一致|相符|吻合)|(?:算出来|算下来|算一算|算一下|核算|验算)/u;
/** Farthest that a growth written without decimals may lie from the one worked out and still be the same, in points. */
const ROUNDING = 0.5;

/**
 * A stated growth checked against the two stated totals: the growth that these come to, and whether it is the stated one.
 * Undefined when the question asks for nothing of the kind or the totals are not there.
 */
export async function composeStatedGrowth(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { subject, rate } = STATED.exec(question.text)?.groups ?? {};
  if (subject === undefined || rate === undefined || !CHECKED.test(question.text)) return undefined;
  const [from, to] = yearsOf(question, context);
  if (from === undefined || to === undefined) return undefined;
  const asked = context.read(`${subject}的总量${String(to)}年比${String(from)}年增长百分之几`);
  const planIds = asked.planIds ?? question.planIds;
  const [statement] = (await composeComputed({ ...asked, planIds }, context)) ?? [];
  const growth = meantFigure(statement?.text ?? '');
  if (!statement || growth?.unit !== '%') return undefined;
  const checked = withVerdict(statement, growth.digits, rate);
  // A growth that no cited passage states is the asker's own.
  return [mayBeShown(checked, context) ? checked : statement];
}

/** Asks what is worked out to be set beside the growth that the plan itself states. */
const BESIDE_STATED =
  /[，。？?！；]\s*那?(?:这|它)?(?:跟|和|与|同)?(?:规划|原文|文件|文中)(?:里|中|自己)?所?(?:写|说|提|定|给)出?的(?:年均)?(?:增速|增长率|增幅|增长)[^，。？]*[？?]?/u;

/**
 * “五年年均得增长多少？跟规划里写的年均增速比怎么样”: what is worked out, and the growth that the plan states of the same.
 * Undefined when the question asks for nothing of the kind or one of the two is not there.
 */
export async function composeBesideStated(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const clause = BESIDE_STATED.exec(question.text)?.[0];
  if (clause === undefined) return undefined;
  const asked = context.read(question.text.replace(clause, ''));
  const planIds = asked.planIds ?? question.planIds;
  const [statement] = (await composeComputed({ ...asked, planIds }, context)) ?? [];
  const name = /）。20\d\d年(?<name>[^\d为；]{3,}?)为/u.exec(statement?.text ?? '')?.groups?.['name'];
  if (!statement || name === undefined) return undefined;
  const pairs = pairsOf(bare(name));
  const records = await context.store.records(planIds ? { planIds } : {});
  const own = new Set(statement.passages.map(({ planId }) => planId));
  const stated = records.find(
    ({ kind, unit, indicator, planId, time }) =>
      kind === 'growth' &&
      unit === '%' &&
      own.has(planId) &&
      shareOf(pairs, (pair) => indicator.includes(pair)) >= SAME &&
      statement.text.includes(`${String(yearsOfTime(time)?.to)}年`),
  );
  const [passage] = stated ? await context.store.passages([stated.passageId]) : [];
  if (!stated || !passage) return undefined;
  const written = stated.raw.includes('%') ? stated.raw : `${stated.raw}%`;
  return [statement, { text: `规划写的${stated.indicator}年均增长**${written}**`, passages: [passage] }];
}

/** Least share of a name's character pairs that the indicator of a stated growth has. */
const SAME = 0.6;

function withVerdict(statement: Statement, growth: string, rate: string): Statement {
  const [high, low] = Number(growth) >= Number(rate) ? [growth, rate] : [rate, growth];
  const gap = round(Number(high) - Number(low));
  const verdict =
    Number(gap) < ROUNDING ? '与算出的一致' : `与算出的不一致，相差${gap}个百分点（${high} − ${low} = ${gap}）`;
  return {
    ...statement,
    text: `${statement.text}。规划写的是增长${rate}%，${verdict}`,
    computed: [...(statement.computed ?? []), gap],
  };
}

/** The first and the last year asked about, else the year before the plan's first and its last. */
function yearsOf({ times, planIds }: Question, { plans }: AnswerContext): readonly (number | undefined)[] {
  const asked = [...new Set(times.map(({ to }) => to))].sort((one, other) => one - other);
  if (asked.length >= 2) return [asked[0], asked.at(-1)];
  const period = plans.find(({ id, period: years }) => years?.from !== undefined && planIds?.includes(id))?.period;
  return period?.from === undefined ? [] : [period.from - 1, period.to];
}
