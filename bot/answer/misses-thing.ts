import { confidenceOf } from '../../retrieval/rank/confidence.ts';
import { matchTerm, matchText } from '../../retrieval/rank/score.ts';
import type { AnswerKind } from '../../retrieval/query/intent.ts';
import type { Question } from '../../retrieval/query/question.ts';
import type { AnswerContext, Found } from './look-up.ts';

/** Nouns that say how much of a thing is meant, where it stands or what sort of thing it is, and name none. */
const NAMES_NOTHING =
  /^(?:.|规模|总[额量数值]|.{1,2}数|数[量额目字值据]|水平|力度|部分|贡献|底线|起点|终点|区间|格子|会儿|块儿|份额|分量|家底|摊子|盘子|标准|名额|金额|指标|目标|任务|项目|基地|平台|载体|队伍|机构|单位|主体|对象|方面|领域|方向|层面|层次|国家|世界|全球|全国|国字号|省级|市级|重点|清单|地方|情况|内容|比例|比重|占比|之比|节点|阶段|口径|序号|特点|类型|种类|名[称字]|城市|地区|园区|企业|单价|字母|英文|原话|口诀|说法|提法|典型|全文|材料|领导|会议|专栏|图表|表格|栏目|条目|文件|文本|规划|方案|计划|政策|措施|体系|机制|制度|技术|产业|工程|资金|经费|人才|大概|左右|水准|程度|幅度|形式|力争|资助|用途|意思)$/u;

/** Whether a noun only says how much of a thing is meant, where it stands or what sort of thing it is. */
export function namesNothing(surface: string): boolean {
  return NAMES_NOTHING.test(surface);
}

/** A term met less than this is met by none of its words. */
const BARELY = 0.2;

/** Log-odds from which a sentence answers though it names a thing otherwise than the question. */
const SURE: Partial<Record<AnswerKind, number>> = { figure: 0, open: -0.5, name: -0.5 };

/**
 * Whether a thing that the question names stands neither in the best sentence nor in its headings: 海洋经济增加值 is not
 * the 数字经济增加值 of the sentence found, and what is said of laboratories says nothing of a salary. How people ask is
 * left out of account: only nouns of the dictionary count. Where the sentence stands far out, it may name the thing
 * otherwise.
 */
export function missesThing({ best, evidence, question }: Found, { plans }: AnswerContext): boolean {
  const sure = SURE[question.intent.kind];
  if (!best || sure === undefined) return false;
  const { passage, text: sentence } = best.unit;
  const rival = evidence.find((other) => other.passage.id !== passage.id)?.units[0];
  const isSure = confidenceOf(best, rival) >= sure;
  const title = plans.find(({ id }) => id === passage.planId)?.title ?? '';
  const text = matchText(`${sentence} ${passage.section.join(' ')} ${title}`);
  return question.terms.some(
    (term) =>
      term.noun === true &&
      (!isSure || isOwner(term.surface, question)) &&
      (term.factor ?? 1) === 1 &&
      !namesNothing(term.surface) &&
      matchTerm(term, text) <= BARELY,
  );
}

/** Whether what is asked is asked of it: 海洋 in “海洋产业的技术合同成交额是多少”. Then nothing else stands in for it. */
function isOwner(surface: string, { text, intent }: Question): boolean {
  return intent.kind === 'figure' && new RegExp(`${surface}(?:产业|领域|行业|企业)的(?![是有])`, 'u').test(text);
}
