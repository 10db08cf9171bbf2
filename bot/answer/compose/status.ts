import type { Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Draft, Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { sidesOf, type Side } from './sides.ts';
import { readStatusAsks, type StatusAsk } from './status-asks.ts';
import { addresseeOf, basisOf, headOf, horizonOf, natureOf, numberOf, periodPassage } from './title-page.ts';

/** What a plan is called where it does not state a thing. */
const NAMES: Readonly<Record<Exclude<StatusAsk, 'status'>, string>> = {
  date: '印发日期',
  issuer: '发文单位',
  addressee: '主送机关',
  number: '发文字号',
  period: '规划期限',
  horizon: '更远的展望',
  nature: '文件性质',
  basis: '编制依据',
};

/** What may be asked of several plans at once. */
const OF_EACH: ReadonlySet<StatusAsk> = new Set(['status', 'period', 'date', 'issuer']);

/**
 * Answers what is asked about a plan itself: its status, date, number, issuer, addressee, period, horizon, nature and
 * basis. Undefined when something else is asked.
 */
export async function composeStatus(question: Question, context: AnswerContext): Promise<Draft | undefined> {
  if (question.intent.kind === 'summary') return undefined;
  const asks = new Set(readStatusAsks(question.text));
  // “市场何时启动”: the time of something else than of the plan.
  if (asks.has('date') && !OF_PAPER.test(question.text) && question.terms.some(({ noun }) => noun)) asks.delete('date');
  // “规划说2025年就建成强省，能写进材料吗”: whether what is said is so, and not whether the plan is final.
  if (asks.size === 1 && asks.has('status') && CLAIMS.test(question.text)) return undefined;
  if (asks.size === 0 || (question.intent.kind === 'list' && !asks.has('basis') && !asks.has('addressee')))
    return undefined;
  // What is quoted from the text (编制依据) is asked of one plan.
  const sides = [...asks].every((ask) => OF_EACH.has(ask)) ? sidesOf(question, context) : [];
  if (sides.length >= 2) return ofSides(sides, asks, context);
  const plan = planOf(question, context.plans);
  if (!plan) return undefined;
  const head = await headOf(plan, context);
  const { lines, missing, passages, computed } = await ofMetadata(plan, asks, question, head, context);
  const quoted: Statement[] = [];
  const quote = (ask: keyof typeof NAMES, statement: Statement | undefined): void => {
    if (!asks.has(ask)) return;
    if (statement) quoted.push(statement);
    else missing.push(NAMES[ask]);
  };
  quote('addressee', addresseeOf(head, plan.issuer));
  quote('number', numberOf(head));
  quote('nature', natureOf(head));
  quote('basis', basisOf(head));
  quote('horizon', asks.has('horizon') ? await horizonOf(plan, context) : undefined);
  const declined = missing.length > 0 && lines.length === 0 && quoted.length === 0;
  if (missing.length > 0) lines.push(`文本没有写明${missing.join('和')}。`);
  const about: Statement[] = lines.length > 0 ? [{ text: lines.join(''), passages, about: plan, computed }] : [];
  return { statements: [...about, ...quoted], declined };
}

/** What the metadata of a plan answers. */
async function ofMetadata(
  plan: PlanSummary,
  asks: ReadonlySet<StatusAsk>,
  question: Question,
  head: readonly Passage[],
  context: AnswerContext,
): Promise<{ lines: string[]; missing: string[]; passages: readonly Passage[]; computed: readonly string[] }> {
  const lines: string[] = [];
  const missing: string[] = [];
  const isDraft = plan.status === 'draft';
  // A draft has not been issued, whatever date or issuer it is asked for.
  if (asks.has('status') || (isDraft && (asks.has('date') || asks.has('issuer') || asks.has('number'))))
    lines.push(
      isDraft
        ? `《${plan.title}》是**征求意见稿**，不是正式印发的文件，尚未生效，不能当作已生效的政策引用。`
        : `《${plan.title}》${statusOf(plan, asks)}。`,
    );
  // The title page stands at the head of the plan.
  const passages = head.slice(0, 1);
  if (asks.has('issuer'))
    (plan.issuer ? lines : missing).push(plan.issuer ? `印发单位：**${plan.issuer}**。` : NAMES.issuer);
  if (asks.has('date'))
    (plan.date ? lines : missing).push(plan.date ? `日期：**${sayDate(plan.date)}**。` : NAMES.date);
  const published = /发布日期\s*[:：]\s*(\d{4}-\d{2}-\d{2})/u.exec(passages[0]?.text ?? '')?.[1];
  const span =
    published !== undefined && plan.date !== undefined && ASKS_SPAN.test(question.text)
      ? daysBetween(plan.date, published)
      : undefined;
  if (asks.has('date') && published !== undefined)
    lines.push(`网页发布日期：**${published}**${span === undefined ? '' : `，相隔**${span}天**（据上述日期计算）`}。`);
  if (!asks.has('period')) return { lines, missing, passages, computed: span === undefined ? [] : [span, `${span}天`] };
  const { period } = plan;
  if (!period) return { lines, missing: [...missing, NAMES.period], passages, computed: [] };
  const last = String(period.to);
  lines.push(`规划期：**${period.from === undefined ? '到' : `${period.from}—`}${last}年**。`);
  const year =
    asks.has('period') && /期内|过期|还(?:在|有效|管)/u.test(question.text) ? askedYear(question) : undefined;
  if (year !== undefined && year > period.to) lines.push(`${year}年**不在**规划期内。`);
  const stating = await periodPassage(plan, context);
  return {
    lines,
    missing,
    passages: stating && stating !== passages[0] ? [...passages, stating] : passages,
    computed: year === undefined ? [] : [String(year), `${year}年`],
  };
}

/** What a plan is said to say. */
const CLAIMS = /(?:规划|意见|文件|稿)(?:里|中|上)?(?:说|讲|提|写|定)(?:了|的|过)?(?!明|法|到|出)[^，。？]{6,}[，。]/u;

/** Words of a paper's own dates. */
const OF_PAPER =
  /印发|发布|出台|公布|下发|发的|颁布|发文|成文|封面|落款|日期|落的|标的|几年几月|文件|规划是?(?:什么时候|何时|哪一?年|哪天)|[这那](?:份|本|个规划|个意见)/u;

const ASKS_SPAN = /(?:多少|几)天/u;

/** Days from one date (2022-01-28) to another; undefined where one has no day. */
function daysBetween(from: string, to: string): string | undefined {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const whole = from.length === 10 && to.length === 10 && last >= first;
  return whole ? String(Math.round((last - first) / 86_400_000)) : undefined;
}

/** The one year that a question supposes. */
function askedYear({ times }: Question): number | undefined {
  return times.length === 1 && times[0]?.from === times[0]?.to ? times[0]?.to : undefined;
}

/** Whether a plan is a draft, in a clause. A plan whose issuer is known has been issued by it. */
function statusOf({ status, issuer }: PlanSummary, asks: ReadonlySet<StatusAsk>): string {
  if (status === 'draft') return '是**征求意见稿**，尚未正式印发';
  return `不是征求意见稿${issuer && !asks.has('issuer') ? `，已由${issuer}印发` : ''}`;
}

/** A line for each of several plans, with what is asked of all of them. */
async function ofSides(
  sides: readonly Side[],
  asks: ReadonlySet<StatusAsk>,
  context: AnswerContext,
): Promise<Draft | undefined> {
  const statements: Statement[] = [];
  for (const { planIds } of sides) {
    for (const plan of context.plans.filter(({ id }) => planIds.includes(id)).slice(0, 4)) {
      const said = [
        asks.has('status') ? statusOf(plan, asks) : '',
        asks.has('period') && plan.period
          ? `规划期${plan.period.from === undefined ? '到' : `${plan.period.from}—`}**${plan.period.to}年**`
          : '',
        asks.has('date') && plan.date ? `日期为**${sayDate(plan.date)}**` : '',
        asks.has('issuer') && plan.issuer ? `印发单位为**${plan.issuer}**` : '',
      ].filter((part) => part !== '');
      if (said.length === 0) continue;
      const passages = await context.store.passageRange(plan.id, 0, 0);
      statements.push({ text: `- 《${plan.title}》：${said.join('，')}`, passages, about: plan });
    }
  }
  return statements.length < 2 ? undefined : { statements, declined: false };
}

/** “那份规划是不是还在征求意见”: the words ask about a 规划 and do not name the 意见稿. */
const ASKS_OF_PLAN = /规划/u;
const NAMES_DRAFT = /意见稿|实施意见|草案|那[份个]意见/u;

function planOf(question: Question, plans: readonly PlanSummary[]): PlanSummary | undefined {
  const places = question.places.map((mention) => mention.place);
  const meant = plans.filter((plan) => places.includes(plan.region) && /规划/u.test(plan.title));
  const [only] = meant;
  if (only && meant.length === 1 && ASKS_OF_PLAN.test(question.text) && !NAMES_DRAFT.test(question.text)) return only;
  const named = plans.filter((plan) => question.planIds?.includes(plan.id));
  const titled = named.filter((plan) => question.titledPlans?.includes(plan.id));
  if (titled.length === 1) return titled[0];
  const finals = named.filter((plan) => plan.status === 'final');
  return named.length === 1 ? named[0] : finals.length === 1 ? finals[0] : undefined;
}

/** 2022-01-28 → 2022年1月28日. */
function sayDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year ?? ''}年${month ? `${Number(month)}月` : ''}${day ? `${Number(day)}日` : ''}`;
}
