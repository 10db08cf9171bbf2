import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import { comparableValues, meantFigure } from './meant-figure.ts';

/** Asks whether two statements agree. */
const ASKS = /对得上|对不上|一致|一样|相同|吻合|相符|出入|矛盾|冲突|打架|印证|同一个(?:数|口径|标准)|统一/u;

/**
 * “说法一致”, or that the figures differ, in front of lines that state a figure each, where that is asked. Empty when a line
 * has no figure, or the figures are not counted alike.
 * @param lines what each side says, the figure that is meant in bold
 */
export function agreementOn(question: Question, lines: readonly string[]): readonly Statement[] {
  if (!ASKS.test(question.text) || lines.length < 2) return [];
  const values = comparableValues(lines.map(meantFigure));
  if (values.length === 0) return [];
  const same = new Set(values).size === 1;
  return [{ text: same ? '**说法一致**，数字相同：' : '**数字不一样**：', passages: [] }];
}
