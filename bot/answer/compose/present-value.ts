import type { AnswerContext, Found } from '../look-up.ts';
import { parseRow } from '../row.ts';
import type { Statement } from '../statement.ts';

const ASKS_NOW = /现在|目前|眼下|如今|现状|当前|眼前/u;
const ASKS_AHEAD = /目标|要到|要达|力争|计划|将来|20[2-9]\d年/u;

/** Says first that a row states no present value, where one is asked for and the row has values of the plan's own years only. */
export function admitTarget(statement: Statement, { best, question }: Found, context: AnswerContext): Statement {
  const { text, intent } = question;
  if (!best || best.unit.passage.kind !== 'row' || intent.kind !== 'figure') return statement;
  if (!ASKS_NOW.test(text) || ASKS_AHEAD.test(text)) return statement;
  const start = context.plans.find(({ id }) => id === best.unit.passage.planId)?.period?.from;
  const years = parseRow(best.unit.passage)?.values.map(({ header }) => Number(/20\d\d/u.exec(header)?.[0])) ?? [];
  const ahead = start !== undefined && years.length > 0 && years.every((year) => year >= start);
  return ahead ? { ...statement, text: `规划没有给出现状值，给出的目标是：${statement.text}` } : statement;
}
