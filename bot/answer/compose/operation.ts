import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { plainOperation } from './operation-wording.ts';
import { sidesOf } from './sides.ts';

/**
 * What is to be worked out. `rest`: a whole less its parts; `per`: a sum by a number of things; `growth`: by how many
 * percent; `compound`: percent a year; `yearly`: how much a year; `base`: the value another one is stated against (倒推).
 */
export type Operation =
  'difference' | 'rest' | 'ratio' | 'share' | 'sum' | 'per' | 'growth' | 'compound' | 'yearly' | 'base';

/** An operation, and the question without the words that ask for it. */
export interface AskedOperation {
  readonly operation: Operation;
  readonly rest: string;
  /** The words that ask for it. */
  readonly words: string;
  /** Of `per`: what each of is counted in (每户, 场均). */
  readonly counter?: string;
  /** What is left is named by what it is not (还没转化的): only a whole with its parts in one sentence says how much that is. */
  readonly negated?: boolean;
}

const HOW_MANY = '(?:大概|大约|约|是|有|了|又|的|个)*(?:多少|几)';
const COUNTER = '(?:万|个?亿)?(?:个?百分点|个?点|人年|人次|[家户个项件名人位所座支条元倍番]|亿元|万元)?';
const IS = '(?:是|有|还有|占|共|一共|总共|合计)?';
/** What things are counted one by one in, and what is shared out among them. */
const EACH = '(?:个|家|项|件|名|人|户|所|场|亩|座|支|位|期|村|县|校|批|次)';
const MEASURE = '(?:人次|场次|钱|资金|经费|万元|亿元|元|个|家|件|人|名|亩|吨|项|场)?';
const MORE =
  '(?:净增加?|新增|加|增加|增长|增至?|提高|提升|上升|抬高|抬升|多出|多投|多花|多|高出?|低|少|超出?|超过|超额|领先|落后|缩小|扩大|涨|减少|下降)';
/** “从2020年到2025年还要再长出多少家”, “再培养多少才够2025年的数”: in whatever words something grows from one value to the other. */
const GROW = '(?:[长增添招引补建培扩发壮做提升涨][^，。？多几]{0,5}?)';
const GROWS_BY = `(?<=(?:存量|基数|底数|现状|现有|20\\d\\d年[底末]?)[^？]{2,40})(?:[还要得]|打算|计划|准备)+[添增补涨扩多][加出]?(?:多少|几)${COUNTER}|(?<=从[^？]{2,24}[到至][^？]{0,16})(?:[还得要须]|需要?)*再?${GROW}${HOW_MANY}${COUNTER}|(?:[还得要须]|需要?)*再${GROW}${HOW_MANY}${COUNTER}(?=[^？]{0,16}才)`;

const PATTERNS: readonly (readonly [Operation, string])[] = [
  [
    'base',
    `倒着?推|往回[推算]|除回去|(?:按|照|用|拿)[^，。？]{2,40}推一?[下推算]|反推|反算|回推|倒算|推算|倒回去|反过来算|(?:[比较是为]|相当于)((?:19|20)\\d{2})年[^？]*\\1年|(?:[是为]|相当于)[^，。？]{2,24}的(?:约|近|大约)?(?:\\d[\\d.]*|[两三四五六七八九十]+)(?:多|来)?倍(?:左右|上下|多)?[^，。？]{0,4}[，。？；][^，。？]{2,24}(?:多少|几)(?!倍)|占(?:了|到)?(?:全[国省市县区]|[^，。？]{2,10})的?\\d[\\d.]*%[^，。？]{0,4}[，。？；][^，。？]{2,24}(?:多少|几)(?!成|倍)`,
  ],
  [
    'rest',
    `(?:不属于|不算|不是|并非|不含|不包括|非(?=国家|省|市|县|高))(?<part>[^，。？（()）]{1,14}?)的?那?一?(?:部分|些|块|类)?${IS}${HOW_MANY}${COUNTER}|(?:除(?:了|去|掉|开)?|撇开|抛开|刨去|刨掉|去掉|扣除|扣掉|剔除|不算)(?<left>[^，。？]{1,20}?)(?:(?:[以之]?外)?的?，?(?:其余|其他|其它|另外|剩下|剩余|余下|剩|还)的?|(?:以外|之外)的?(?:完成|建成|累计|拿到?)?了?)${IS}${HOW_MANY}${COUNTER}|(?:以外|之外|除外)的?(?:其余|其他|其它|另外)?的?(?:还|另)?(?:完成|建成|累计|拿到?)?了?${IS}${HOW_MANY}${COUNTER}|(?:其余|还?(?:剩下?|余下?|剩余))的?${IS}${HOW_MANY}${COUNTER}|非(?<apart>(?:国家|省|市)级)的?(?=[^。？]{0,24}(?:多少|几))|(?:还|尚|仍)?(?:没有?|未)(?:能|被|曾)?(?<undone>[^，。？多几]{2,12}?)的(?:还|一共|总共)?(?:有|是|剩)${HOW_MANY}${COUNTER}`,
  ],
  [
    'per',
    `平均(?:下来|算下来)?，?(?:到|给)?(?:每|一)${EACH}[^，。？]{0,14}?(?:多少|几)${MEASURE}|(?:每|一)${EACH}[^，。？]{0,6}平均[^，。？]{0,10}?(?:多少|几)${MEASURE}|[户企亩场村校]均[^，。？]{0,10}?(?:多少|几)${MEASURE}|(?:摊到|均摊|人均)[^，。？]{0,6}(?:多少|几)(?:钱|万元|亿元|元)?`,
  ],
  [
    'compound',
    'CAGR|[（(]?按?(?:年均)?复合(?:增速|增长率?|算|计算?)[）)]?[^，。？]{0,4}(?:多少|几)?|(?<=从[^？]{2,40}[到至][^？]{1,20})(?:五年)?，?(?:年均|每年平均|平均每年)(?:得|要|需要?|应)?(?:增长|提高|增加)(?:百分之)?(?:多少|几)|(?:折成|折算成?|换算成?|算下来|相当于|合)?(?:年均|每年平均|平均每年)的?复合(?:增速|增长率|增长|增幅)?[^，。？]{0,6}(?:百分之)?(?:多少|几)?|(?:折成|折算成?|换算成?|算下来|相当于)(?:的)?(?:年均|每年平均|平均每年)(?:增速|增长率|增长|增幅)[^，。？]{0,8}(?:多少|几)?',
  ],
  [
    'yearly',
    `(?:平均|年均)(?:下来)?，?[^，。？]{0,14}每年[^，。？]{0,6}${MORE}${HOW_MANY}${COUNTER}|(?:平均每年|每年平均|年均|一年)(?:要|得|需要?|应)?${MORE}${HOW_MANY}${COUNTER}`,
  ],
  [
    'difference',
    `减去|减掉|差额|之差|差值|(?:净增量|增量|增加量|增长量)${IS}(?:多少|几|多大)${COUNTER}|差(?:了|着)?(?:原定|既定|规划)?的?(?:目标|任务)(?:多少|几)${COUNTER}|(?:相?差|隔|缺口|落差|距离|差距)(?:了|有|是|为)?${HOW_MANY}${COUNTER}|多大(?:的)?(?:缺口|差距|落差)`,
  ],
  [
    'ratio',
    `(?<=除以[^，。？]{2,30}[，,]?)(?:得|等于|是|约)+(?:几|多少)(?![成%]|倍)|(?:翻了?)?${HOW_MANY}倍(?:的?关系)?|翻了?(?:几|多少)(?:番|倍)?`,
  ],
  [
    'growth',
    `(?:增长|提高|提升|增加|上升|上涨|涨)(?:了|约)?百分之(?:几|多少)|(?:总)?(?:增幅|涨幅|增长率|增长幅度)(?:是|为|有)?(?:多少|几|多大|百分之几)`,
  ],
  [
    'share',
    `[里中]?的?有?(?:(?:多大|多少|什么)(?:的)?(?:比例|比重|份额)|几成|百分之(?:几|多少))(?:[是由归靠]|来自|出自)(?<added>[^，。？]{2,16}?)(?:花|出|投|贡献|完成|创造|做|占|拿|承担|实现)?的?(?=[，。？]|$)|占(?:了|到|去)?(?<base>[^，。？]{0,16}?)的?(?:百分之几|百分之多少|几成|几分之几|多大(?:比重|比例|份额)|多少(?:比例|比重|百分比)|(?:比重|比例|份额)(?:是|有|为)?(?:大概|约|大约)?(?:多少|几|多大))|的?(?:比重|占比|比例)(?:大概|约|大约)?(?:是|有|为)?(?:多少|几)|(?<=除以[^，。？]{2,30}[，,]?)(?:得|等于|是|约)+百分之(?:几|多少)|(?:只)?相当于它?的?(?:多大|多少)比例|(?:相当于|是|抵得上)(?<whole>[^，。？]{2,28}?)的(?:百分之几|百分之多少|几成|几分之几)|(?<=^|[，。？里中内有]|其中)(?:有)?百分之(?:几|多少)(?:的|是)?(?=\\p{Script=Han})|占(?:比|多大|多少|几成)(?:比重|比例|份额)?(?:是|为|有)?(?:多少|几)?(?=[？?，]?$)|的?(?:比例|比重|占比)(?=[？?]?$)`,
  ],
  [
    'sum',
    `加在一块儿?|(?:再?加上|连同|算上)(?<added>[^，。？]{2,24}?)的?，?(?:届时|到时候?|那时|总共|一共|合计|共)?(?:会|将|能|就|要)?(?:有|是|达到?|到)(?:多少|几)${COUNTER}|加起来|加一起|加在一起|加到一[起块]儿?|加一块儿?|加总|合起来|合在一起|合到一起|合计|总和|之和|(?:全部|通通|统统)?(?:相加|汇总)|(?:一共|总共|共)(?:有|是|要)?(?:多少|几)${COUNTER}(?=[？?]?$)|(?:一共|总共|共)(?=(?![涨增提升高多少减降差])[^，。？]{1,6}(?:多少|几))|(?:全部?|都)算上|加个总|汇个总|求和`,
  ],
  [
    'difference',
    `${GROWS_BY}|(?:相差|差)(?:了|距|值)?(?:是|有)?(?:(?:多少|几|多大)${COUNTER}|(?=[？?]?$))|[还尚][差缺][^，。？]{0,8}(?:多少|几)${COUNTER}|还?(?:要|需要?|得)?(?:再)?${MORE}(?:了|出)?${HOW_MANY}${COUNTER}`,
  ],
];
/** What more or less is measured from; without it, 新增多少 asks for what a plan states. */
const MEASURED =
  /[比较](?![例重率值为])|相比|相对|从[^，。？]{1,20}到|\d{4}年?[到至—～-]\d{4}|末[到至]|[还尚再]|[高多超低少]出|增量|差[^，。？]{0,4}(?:目标|任务)|才能|净|[离距差]|超|减|剩|(?<=[，,])同|五年[^，。]{0,4}(?:[增加提多涨添升]|长了)/u;
const COMPILED = PATTERNS.map(([operation, source]) => [operation, new RegExp(source, 'u')] as const);
/** Two things, times or kinds are spoken of: without, 一共多少 asks for no sum and 增长百分之几 for a rate that is stated. */
const TWO_SIDED =
  /[比较]|相比|相对|从[^，。？]{2,20}到|\d{4}年?[到至—～-]\d{4}|[和与跟及、＋+]|加(?![快强大工密入])|同(?=[^，。？]{2,20}比)/u;

/** Reads from the words of a question what is to be computed; undefined when nothing is. */
export function operationOf(text: string): Operation | undefined {
  return askedOperation(text)?.operation;
}

/** The same, with the words that say so. */
export function askedOperation(said: string): AskedOperation | undefined {
  const text = plainOperation(said);
  for (const [operation, pattern] of COMPILED) {
    const match = pattern.exec(text);
    if (!match) continue;
    // 减去 stands between the two that it is said of.
    const between = /^减[去掉]$/u.test(match[0]) ? '，' : ' ';
    const rest = `${text.slice(0, match.index)}${between}${namedWithin(match)}${text.slice(match.index + match[0].length)}`;
    if ((operation === 'growth' || (operation === 'sum' && /共/u.test(match[0]))) && !TWO_SIDED.test(rest)) continue;
    const changes = operation === 'difference' || operation === 'yearly';
    if (changes && !MEASURED.test(text)) continue;
    const words = match[0];
    if (operation === 'per') return { operation, rest, words, counter: counterIn(words) };
    return match.groups?.['undone'] === undefined
      ? { operation, rest, words }
      : { operation, rest, words, negated: true };
  }
  return undefined;
}

/** What stands between the words that ask for an operation and is one of its figures: the whole, what is left out or added. */
function namedWithin({ groups = {} }: RegExpExecArray): string {
  const base = groups['base'] ?? groups['whole'] ?? '';
  const other = groups['part'] ?? groups['left'] ?? groups['apart'] ?? groups['undone'] ?? groups['added'] ?? '';
  return `${base === '' ? '' : `占${base} `}${other === '' ? '' : `，${other} `}`;
}

/** 户 of 户均 and of 每户; things are counted in 个 where nothing else is said. */
function counterIn(words: string): string {
  const each = new RegExp(`(?<head>[户企亩场村校人])均|[每一](?<each>${EACH})`, 'u').exec(words)?.groups ?? {};
  const counter = each['head'] ?? each['each'] ?? '个';
  return counter === '企' ? '家' : counter;
}

/** A plan that states the result itself needs no arithmetic. */
const STATES: Partial<Readonly<Record<Operation, RegExp>>> = {
  difference: /(?<!年均)(?:增加|提高|提升|净增|多|高出?|增长|增幅|下降|减少)了?(?:约|近|超过?)?\d/u,
  share: /占|比重|比例|强度/u,
  ratio: /倍/u,
  sum: /合计|共计/u,
  growth: /(?<!年均)(?:增长|提高|提升)了?(?:约|近|超过?)?[\d.]+%/u,
};

/** Whether one figure counts everything that the question and a text both speak of: “甲类企业、乙类机构超1万家”. */
function countsTogether(text: string, question: Question): boolean {
  const spoken = question.terms.filter((term) => matchTerm(term, matchText(text)) > 0.4);
  return text
    .split(/\d[\d.]*/u)
    .slice(0, -1)
    .some(
      (label) =>
        /[\p{Script=Han}”](?:、|和|与|及)[^，。；、]{2,}/u.test(label.replace(/^.*[，。；]/u, '')) &&
        spoken.every((term) => matchTerm(term, matchText(label)) > 0.4),
    );
}

/** Whether the best sentence gives the result of the operation in words of its own. */
export async function isStated(question: Question, operation: Operation, context: AnswerContext): Promise<boolean> {
  const pattern = STATES[operation];
  if (!pattern || sidesOf(question, context).length >= 2) return false;
  const found = await lookUp(question, context);
  const { best } = found;
  if (!best || found.shortfall || best.coverage < (operation === 'sum' ? 0.5 : 0.8)) return false;
  const clause = best.unit.clauses[best.clause];
  const text =
    best.unit.passage.kind === 'row' ? best.unit.text : best.unit.text.slice(clause?.start ?? 0, clause?.end);
  // “甲类企业、乙类机构超1万家” counts them together already.
  if (operation === 'sum' && countsTogether(text, question)) return true;
  // 增幅374% is no answer to 增加多少亿.
  const stated = pattern.exec(text);
  if (operation === 'difference' && stated && !question.intent.units.includes('%')) {
    const { length } = /^[\d.]+/u.exec(text.slice(stated.index + stated[0].length - 1))?.[0] ?? '';
    if (text[stated.index + stated[0].length - 1 + length] === '%') return false;
  }
  return stated !== null && (best.unit.passage.kind !== 'row' || operation === 'share');
}
