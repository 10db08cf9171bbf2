import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { composeComputed } from './compute.ts';
import { askedOperation } from './operation.ts';
import { sidesOf, type Side } from './sides.ts';

/** Asks which of several comes out highest or lowest. */
const RANKS = /谁|哪(?:个|家|边|省|市|地)/u;
const LEAST = /(?:最|更)(?:低|少|小|慢)/u;

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
  const lines: { readonly side: Side; readonly statement: Statement | undefined }[] = [];
  for (const side of sides) {
    const [statement] = (await composeComputed(askedOf(side, question, context), context)) ?? [];
    lines.push({ side, statement: statement && /计算：/u.test(statement.text) ? statement : undefined });
  }
  const values = lines.flatMap(({ side, statement }) => {
    const value = /\*\*[^*\d]*([\d.]+)/u.exec(statement?.text ?? '')?.[1];
    return value === undefined ? [] : [{ label: side.label, value: Number(value) }];
  });
  if (values.length < 2) return undefined;
  const ranked = values.sort((a, b) => b.value - a.value);
  const extreme = LEAST.test(question.text) ? ranked.at(-1) : ranked[0];
  const head: Statement[] =
    RANKS.test(question.text) && extreme
      ? [{ text: `**${extreme.label}最${LEAST.test(question.text) ? '小' : '大'}**：`, passages: [] }]
      : [];
  return [
    ...head,
    ...lines.map(({ side, statement }): Statement =>
      statement
        ? { ...statement, text: `- **${side.label}**：${statement.text}` }
        : { text: `- **${side.label}**：未写明可供计算的数值`, passages: [] },
    ),
  ];
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
