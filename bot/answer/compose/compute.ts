import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../draft.ts';
import type { AnswerContext } from '../look-up.ts';
import { calculate, computedStatement } from './arithmetic.ts';
import { composeBase } from './base-value.ts';
import { sameUnit } from './operand.ts';
import { operandsOf } from './operands.ts';
import { isStated, operationOf } from './operation.ts';
import { composeTotal } from './total.ts';
import { composeUnmet } from './unmet.ts';

/**
 * Works out what a question asks from cited figures, shown as computed; undefined when it asks for nothing to be worked
 * out, when a plan states the result itself, or when the figures are not there.
 */
export async function composeComputed(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const unmet = await composeUnmet(question, context);
  if (unmet) return unmet;
  const operation = operationOf(question.text);
  if (!operation) return undefined;
  if (operation === 'base') return composeBase(question, context);
  const total = operation === 'sum' ? await composeTotal(question, context) : undefined;
  if (total) return total;
  if (await isStated(question, operation, context)) return undefined;
  const [first, second] = await operandsOf(question, context);
  if (!first || !second || !sameUnit(first.unit, second.unit)) return undefined;
  const result = calculate(operation, first, second);
  return result ? [computedStatement(result, [first, second])] : undefined;
}
