import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { composeComputed } from './compute.ts';
import { comparableValues, meantFigure } from './meant-figure.ts';
import { askedOperation } from './operation.ts';
import { sidesOf, type Side } from './sides.ts';

/** Asks which of several comes out highest or lowest. */
const RANKS = /谁|哪(?:个|家|边|省|市|地)/u;
const LEAST = /(?:最|更)(?:低|少|小|慢)/u;

/** A place with what was worked out for it. */
interface Line {
  readonly side: Side;
  readonly statement: Statement | undefined;
}

/**
 * What is to be worked out for each of several places (“2025年目标各是2020年的几倍”): a line each, and which is the highest
 * where that is asked. Undefined when nothing is worked out over time, or only one of them has the figures.
 */
export async function composeEachComputed(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  if (question.times.length < 2 || !askedOperation(question.text)) return undefined;
  const sides = sidesOf(question, context);
  if (sides.length < 2) return undefined;
  const lines: Line[] = [];
  for (const side of sides) {
    const [statement] = (await composeComputed(askedOf(side, question, context), context)) ?? [];
    lines.push({ side, statement: statement && /计算：/u.test(statement.text) ? statement : undefined });
  }
  const results = lines.filter(({ statement }) => statement !== undefined);
  if (results.length < 2) return undefined;
  return [
    ...headOf(question, results),
    ...lines.map(({ side, statement }): Statement =>
      statement
        ? { ...statement, text: `- **${side.label}**：${statement.text}` }
        : { text: `- **${side.label}**：未写明可供计算的数值`, passages: [] },
    ),
  ];
}

/** Which comes out highest or lowest, where that is asked and the results are counted alike. */
function headOf({ text }: Question, results: readonly Line[]): readonly Statement[] {
  const values = comparableValues(results.map(({ statement }) => meantFigure(statement?.text ?? '')));
  if (!RANKS.test(text) || values.length === 0) return [];
  const least = LEAST.test(text);
  const extreme = least ? Math.min(...values) : Math.max(...values);
  const labels = results.filter((_, index) => values[index] === extreme).map(({ side }) => side.label);
  return [{ text: `**${labels.join('、')}最${least ? '小' : '大'}**：`, passages: [] }];
}

/** The question with one place in it, without the clause that asks which of them. */
function askedOf(side: Side, question: Question, context: AnswerContext): Question {
  const text = side.question.text
    .replace(/[，,。？?；;][^，,。？?；;]*(?:谁|哪[个家边省市地])[^，,。？?；;]*/gu, '')
    .replace(/各(?:自|是)?|分别/gu, '')
    .replace(/\s*、\s*|\s+/gu, '')
    .replace(/的+/gu, '的');
  return { ...context.read(text), planIds: side.planIds };
}
