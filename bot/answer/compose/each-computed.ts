import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { composeComputed } from './compute.ts';
import { comparableValues, meantFigure } from './meant-figure.ts';
import { askedOperation } from './operation.ts';
import { sidesOf, type Side } from './sides.ts';
import { OF_EACH, RANKS, thingsSetSideBySide } from './things-side-by-side.ts';

/** Asks for the lowest. */
export const LEAST = /(?<!多)[低少小慢](?=[？?，,。的]|$)/u;

/** One of several that the same is worked out for, with the question as asked of it alone. */
interface Each {
  readonly label: string;
  readonly question: Question;
}

/** The same with what was worked out. */
interface Line extends Each {
  readonly statement: Statement | undefined;
}

/**
 * What is to be worked out for each of several places or things (“2025年目标各是2020年的几倍”, “甲和乙哪个增量大”): a line
 * each, and which is the highest where that is asked. Undefined when nothing is worked out, or only one has the figures.
 */
export async function composeEachComputed(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const places = question.times.length >= 2 && askedOperation(question.text) ? sidesOf(question, context) : [];
  const each =
    places.length >= 2 ? places.map((side) => ofPlace(side, context)) : thingsSetSideBySide(question, context);
  if (each.length < 2) return undefined;
  const lines: Line[] = [];
  for (const one of each) {
    const [statement] = (await composeComputed(one.question, context)) ?? [];
    lines.push({ ...one, statement: statement && /计算：/u.test(statement.text) ? statement : undefined });
  }
  const results = lines.filter(({ statement }) => statement !== undefined);
  // Asked of each place, nothing is to be worked out from the values of two, where one of them has not enough.
  const fewest = places.length >= 2 && OF_EACH.test(question.text) ? 1 : 2;
  // Two lines that rest on the same figures are of one thing.
  if (results.length < fewest || new Set(results.map(({ statement }) => statement?.text)).size < results.length)
    return undefined;
  return [
    ...headOf(question, results, results.length === lines.length),
    ...lines.map(({ label, statement }): Statement =>
      statement
        ? { ...statement, text: `- **${label}**：${statement.text}` }
        : { text: `- **${label}**：未写明可供计算的数值`, passages: [] },
    ),
  ];
}

/**
 * Which comes out highest or lowest, where that is asked and the results are counted alike.
 * @param all whether each of those asked about has a result
 */
function headOf({ text }: Question, results: readonly Line[], all: boolean): readonly Statement[] {
  const values = comparableValues(results.map(({ statement }) => meantFigure(statement?.text ?? '')));
  if (!RANKS.test(text) || values.length === 0) return [];
  const least = LEAST.test(text);
  const extreme = least ? Math.min(...values) : Math.max(...values);
  const labels = results.filter((_, index) => values[index] === extreme).map(({ label }) => label);
  const relative = /%|倍/u.test(meantFigure(results[0]?.statement?.text ?? '')?.unit ?? '');
  const most = relative ? ['小', '大'] : ['少', '多'];
  const known = all ? '' : '写明数值的当中，';
  return [{ text: `${known}**${labels.join('、')}最${most[least ? 0 : 1] ?? ''}**：`, passages: [] }];
}

/** The question with one place in it, without the clause that asks which of them. */
function ofPlace(side: Side, context: AnswerContext): Each {
  const text = side.question.text
    .replace(/[，,。？?；;][^，,。？?；;]*(?:谁|哪[个家边省市地])[^，,。？?；;]*/gu, '')
    .replace(/各(?:自|是)?|分别/gu, '')
    .replace(/\s*、\s*|\s+/gu, '')
    .replace(/的+/gu, '的');
  return { label: side.label, question: { ...context.read(text), planIds: side.planIds } };
}
