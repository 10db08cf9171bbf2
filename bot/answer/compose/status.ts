import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Draft, Statement } from '../draft.ts';
import type { AnswerContext } from '../look-up.ts';
import { sidesOf, type Side } from './sides.ts';

/** Answers what is asked about a plan itself: its status, date, issuer, period. Undefined when something else is asked. */
export async function composeStatus(question: Question, context: AnswerContext): Promise<Draft | undefined> {
  if (question.intent.kind === 'summary' || question.intent.kind === 'list') return undefined;
  const { text } = question;
  const asks = {
    status:
      /(?:正式|生效|有效|定稿|终稿|草案|征求意见)[^，。？]{0,10}(?:吗|了没|没有(?=[？?]|$)|没(?=[？?]|$)|阶段|还是)|能(?:当|不能)[^，。]{0,14}(?:引用|依据)|(?:是不是|算不算|是否|算)(?:已经?)?(?:正式|草案|定稿|终稿|印发|生效|征求意见)|(?:当|作为?|做)[^，。]{0,6}依据(?:不|吗|么|用|行|可以|合适)|(?:引用|依据)[^，。]{0,6}(?:行不行|可不可以|能不能)|什么状态|(?:处于|还在)?什么阶段/u.test(
        text,
      ),
    date: /(?:什么时候|何时|哪年|哪天|啥时候|几月|几年几月|日期)[^，。]{0,10}(?:印发|发布|出台|公布|下发|发的|封面|$|的|没)|(?:印发|发布|出台|公布|下发)[^，。]{0,6}(?:时间|日期|什么时候|哪年|哪天)|封面/u.test(
      text,
    ),
    issuer:
      /(?:谁|哪个(?:单位|部门|机关)|什么(?:单位|部门)|哪家(?:单位)?)[^，。]{0,4}(?:印发|发布|出台|下发|发的|公布)|(?:印发|发文|发布)(?:单位|机关|部门)/u.test(
        text,
      ),
    period:
      /规划期|时间段|哪几年|到哪一?年|哪一?年(?:为止|截止)|(?:锚定|瞄准|对标|定到|定在|着眼)(?:到|于|在)?哪一?年|目标年|(?:管|覆盖|涵盖|适用)[^，。]{0,4}(?:哪几年|到哪年|几年)|起止(?:年|时间)|(?:期限|时间范围)/u.test(
        text,
      ),
  };
  if (!asks.status && !asks.date && !asks.issuer && !asks.period) return undefined;
  const sides = asks.period || asks.date || asks.issuer ? sidesOf(question, context) : [];
  if (sides.length >= 2) return ofSides(sides, asks, context);
  const plan = planOf(question, context.plans);
  if (!plan) return undefined;
  const lines: string[] = [];
  if (asks.status || plan.status === 'draft')
    lines.push(
      plan.status === 'draft'
        ? `《${plan.title}》是**征求意见稿**，不是正式印发的文件，尚未生效，不能当作已生效的政策引用。`
        : `《${plan.title}》不是征求意见稿${plan.issuer && !asks.issuer ? `，已由${plan.issuer}印发` : ''}。`,
    );
  // The title page stands at the head of the plan.
  const passages = await context.store.passageRange(plan.id, 0, 0);
  const missing: string[] = [];
  if (asks.issuer) (plan.issuer ? lines : missing).push(plan.issuer ? `印发单位：**${plan.issuer}**。` : '发文单位');
  if (asks.date) (plan.date ? lines : missing).push(plan.date ? `日期：**${sayDate(plan.date)}**。` : '印发日期');
  const published = /发布日期\s*[:：]\s*(\d{4}-\d{2}-\d{2})/u.exec(passages[0]?.text ?? '')?.[1];
  if (asks.date && published !== undefined) lines.push(`网页发布日期：**${published}**。`);
  if (asks.period)
    (plan.period ? lines : missing).push(
      plan.period
        ? `规划期：**${plan.period.from === undefined ? '到' : `${plan.period.from}—`}${plan.period.to}年**。`
        : '规划期限',
    );
  if (missing.length > 0) lines.push(`文本没有写明${missing.join('和')}。`);
  const declined = missing.length > 0 && lines.length === 1;
  return { statements: [{ text: lines.join(''), passages, about: plan }], declined };
}

/** A line for each of several plans, with what is asked of all of them. */
async function ofSides(
  sides: readonly Side[],
  asks: { readonly date: boolean; readonly issuer: boolean; readonly period: boolean },
  context: AnswerContext,
): Promise<Draft | undefined> {
  const statements: Statement[] = [];
  for (const { planIds } of sides) {
    for (const plan of context.plans.filter(({ id }) => planIds.includes(id)).slice(0, 4)) {
      const said = [
        asks.period && plan.period
          ? `规划期${plan.period.from === undefined ? '到' : `${plan.period.from}—`}**${plan.period.to}年**`
          : '',
        asks.date && plan.date ? `日期为**${sayDate(plan.date)}**` : '',
        asks.issuer && plan.issuer ? `印发单位为**${plan.issuer}**` : '',
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
  return named.length === 1 ? named[0] : named.find((plan) => plan.status === 'final');
}

/** 2022-01-28 → 2022年1月28日. */
function sayDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year ?? ''}年${month ? `${Number(month)}月` : ''}${day ? `${Number(day)}日` : ''}`;
}
