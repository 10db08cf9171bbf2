import type { Question } from '../../../retrieval/query/question.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { comparedPlaces } from './compare.ts';

/** What is to be worked out from two figures. `base`: the value that another one is stated against (倒推). */
export type Operation = 'difference' | 'ratio' | 'share' | 'sum' | 'base';

const PATTERNS: readonly (readonly [Operation, RegExp])[] = [
  ['base', /倒推|反推|反算|回推|倒算|推算|[比较]((?:19|20)\d{2})年[^？]*\1年/u],
  ['difference', /减去|减掉|差额|之差|非(?:国家|省|市)级的?[^，。？]{0,6}(?:多少|几)/u],
  ['ratio', /(?:几|多少)倍|翻了?几/u],
  [
    'share',
    /占[^，。？]{0,14}(?:百分之几|百分之多少|几成|多大比重|多少比例)|的比重(?:大概|约|大约)?(?:是)?多少|百分之几$/u,
  ],
  [
    'sum',
    /加起来|加一起|加在一起|加到一[起块]|加总|合起来|合在一起|合计|总和|之和|加上[^。？]{1,24}(?:一共|总共|共|多少|几)|[和与、跟][^。？]{1,20}(?:一共|总共)(?:有|是|要)?(?:多少|几)/u,
  ],
  [
    'difference',
    /相差|差(?:了|距|值)?(?:是)?(?:多少|几|多大)|净增|(?:提高|增加|提升|上升|增长|多出|多投|多|高|高出|少|低|还差|还要再?增加|再增加|再加|再增|超出?|超过|超额)了?(?:大约|约)?(?:多少|几)(?!倍)|[还尚]?[差缺][^，。？]{0,12}(?:多少|几)|还?剩|(?:去掉|除去|扣除|不算|刨去)[^。？]{1,16}(?:多少|几)/u,
  ],
];
/** 增长百分之几 asks for a rate that plans state themselves. */
const RATE = /(?:增长|提高|提升|增加|增幅|下降|上涨|涨|增速)(?:了|约|率)?(?:是|为)?百分之(?:几|多少)/u;

/** Reads from the words of a question what is to be computed; undefined when nothing is. */
export function operationOf(text: string): Operation | undefined {
  if (RATE.test(text)) return undefined;
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** A plan that states the difference or the share itself needs no arithmetic. */
const STATES: Readonly<Record<Operation, RegExp | undefined>> = {
  difference: /(?<!年均)(?:增加|提高|提升|净增|多|高出?|增长|增幅|下降|减少)了?(?:约|近|超过?)?\d/u,
  share: /占|比重|比例|强度/u,
  ratio: /倍/u,
  sum: /合计|共计/u,
  base: undefined,
};

/** Several things named side by side before one figure. */
const COUNTED_TOGETHER = /[\p{Script=Han}”]、[^，。；、\d]{2,}(?:、[^，。；\d]{2,})*\d/u;

/** Whether the best sentence gives the result of the operation in words of its own. */
export async function isStated(question: Question, operation: Operation, context: AnswerContext): Promise<boolean> {
  if (comparedPlaces(question, context).length >= 2) return false;
  const found = await lookUp(question, context);
  const { best } = found;
  if (!best || found.shortfall || best.coverage < (operation === 'sum' ? 0.5 : 0.8)) return false;
  const clause = best.unit.clauses[best.clause];
  const text =
    best.unit.passage.kind === 'row' ? best.unit.text : best.unit.text.slice(clause?.start ?? 0, clause?.end);
  // “甲类企业、乙类机构超1万家” counts them together already.
  if (operation === 'sum' && COUNTED_TOGETHER.test(text)) return true;
  // 增幅374% is no answer to 增加多少亿.
  const stated = STATES[operation]?.exec(text);
  if (operation === 'difference' && stated && !question.intent.units.includes('%')) {
    const { length } = /^[\d.]+/u.exec(text.slice(stated.index + stated[0].length - 1))?.[0] ?? '';
    if (text[stated.index + stated[0].length - 1 + length] === '%') return false;
  }
  return stated !== undefined && stated !== null && (best.unit.passage.kind !== 'row' || operation === 'share');
}
