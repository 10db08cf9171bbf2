import type { AnswerContext, Found } from '../look-up.ts';
import { parseRow } from '../row.ts';
import type { Statement } from '../statement.ts';

/** Says first that a row states no present value, where one is asked for and the row has values of the plan's own years only. */
export function admitTarget(statement: Statement, { best, question }: Found, context: AnswerContext): Statement {
  const { intent } = question;
  if (best?.unit.passage.kind !== 'row' || intent.kind !== 'figure') return statement;
  if (intent.aspect !== 'result') return statement;
  const start = context.plans.find(({ id }) => id === best.unit.passage.planId)?.period?.from;
  const years = parseRow(best.unit.passage)?.values.map(({ header }) => Number(/20\d\d/u.exec(header)?.[0])) ?? [];
  const ahead = start !== undefined && years.length > 0 && years.every((year) => year >= start);
  return ahead ? { ...statement, text: `规划没有给出现状值，给出的目标是：${statement.text}` } : statement;
}
