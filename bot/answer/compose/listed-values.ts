import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import type { Statement } from '../statement.ts';
import { operandLine } from './arithmetic.ts';
import { LEAST } from './each-computed.ts';
import { sameUnit, type Operand } from './operand.ts';
import { ofNouns } from './operand-phrases.ts';
import { RECORDED, valuesOf } from './operand-value.ts';
import { askedOperation } from './operation.ts';
import { sidesOf } from './sides.ts';
import { listIn, OF_EACH, RANKS } from './things-side-by-side.ts';

/** What ranks the things, and is no part of what is asked of each. */
const RANKING =
  /(?:谁|哪(?:一?[个家项种类条]|边|者))的?|(?:最|更|比较)?[高低大小多少](?:的(?:那个)?)?(?:是)?(?:[谁哪][个家]?)?(?=[？?，,。]|$)|分别|各自?|[是为有要达到]*(?:多少|几)[家户个项件名人亿万元]*|比一?比|对比|比较/gu;
/** Asks for a rank, where a clause ends: 谁的目标最高, 哪个少. 多少 asks for none. */
const RANKED = /(?:[高大低小]|多(?!少)|(?<!多)少)(?=[？?，,。的呢啊]|$)/u;

/**
 * The value of one indicator for each of several things that are listed (“甲、乙、丙三条产业链，2025年谁的产值目标最高”): a line
 * each, and which is highest where that is asked. Undefined when nothing is listed or one of them has no such value.
 */
export async function composeListedValues(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { text } = question;
  const ranks = RANKS.test(text) && RANKED.test(text);
  if (!(ranks || OF_EACH.test(text)) || askedOperation(text) || sidesOf(question, context).length >= 2)
    return undefined;
  const [head = '', ...following] = text.split(/(?<=[，,。；;？?！!])/u);
  const list = listIn(head.replace(/[，,。；;？?！!]$/u, ''), question, context);
  if (!list || list.items.length > MOST_THINGS) return undefined;
  const asked = `${list.behind}${following.join('')}`.replace(RANKING, '').replace(/[，,。；;？?！!]/gu, '');
  const operands: Operand[] = [];
  for (const item of list.items) {
    const [phrase] = ofNouns([`${list.before}${item}${asked.startsWith('的') ? '' : '的'}${asked}`], question, context);
    const [value] = phrase ? await valuesOf(phrase, context) : [];
    if (!value || value.score < RECORDED || !value.operand.label.includes(item)) return undefined;
    operands.push(value.operand);
  }
  const [first] = operands;
  if (!first || !operands.every(({ unit }) => sameUnit(unit, first.unit))) return undefined;
  const lines = operands.map(operandLine);
  const all = ranks ? [headOf(list.items, operands, LEAST.test(text)), ...lines] : lines;
  return all.every((line) => mayBeShown(line, context)) ? all : undefined;
}

/** More things than this are no list that somebody compares by heart. */
const MOST_THINGS = 6;

function headOf(items: readonly string[], operands: readonly Operand[], least: boolean): Statement {
  const ranked = items
    .flatMap((item, at) => ({ item, operand: operands[at] }))
    .sort((one, other) => (other.operand?.value ?? 0) - (one.operand?.value ?? 0));
  const chosen = least ? ranked.at(-1) : ranked[0];
  const word = `${items.length > 2 ? '最' : '更'}${least ? '低' : '高'}`;
  return {
    text: `**${chosen?.item ?? ''}${word}**（${chosen?.operand?.shown ?? ''}）`,
    passages: chosen?.operand ? [chosen.operand.passage] : [],
  };
}
