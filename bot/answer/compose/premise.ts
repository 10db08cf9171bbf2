import { bareFigure, findFigures } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../draft.ts';
import type { AnswerContext } from '../look-up.ts';
import { composeFact } from './fact.ts';

/** A claim that a question makes and wants confirmed, or takes for granted. */
export interface Claim {
  /** Its figures, without units. */
  readonly figures: readonly string[];
  /** The question without the claimed figures, asking for the true ones. */
  readonly question: Question;
}

const ASKS_TO_CONFIRM = /对吗|对不对|对吧|对么|是不是|没错|属实|行吗|准确吗|核对|核实|确认|说法|听说|据说|引用|写材料/u;

/** The claim of a question that asks to confirm a figure or a statement; undefined when it makes none. */
export function readClaim(question: Question, context: AnswerContext): Claim | undefined {
  if (!ASKS_TO_CONFIRM.test(question.text)) return undefined;
  const figures = findFigures(question.text).filter((figure) => !figure.isYear && /\d/u.test(figure.digits));
  if (figures.length === 0) return { figures: [], question };
  let text = question.text;
  for (const figure of [...figures].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, figure.start)}${figure.start === 0 ? '' : ' '}${text.slice(figure.end)}`;
  const bare = context.read(text);
  const units = [...new Set(figures.map((figure) => figure.unit).filter((unit) => unit !== ''))];
  return {
    figures: figures.map((figure) => figure.digits),
    question: { ...bare, intent: { ...bare.intent, kind: 'figure', units, plural: figures.length > 1 } },
  };
}

/** Says whether the claim stands in the plan, and what the plan says. */
export function composePremise(best: ScoredUnit, question: Question, claim: Claim): readonly Statement[] {
  const fact = composeFact(best, question);
  if (claim.figures.length === 0) return [{ text: `规划的表述是：${fact.text}`, passages: fact.passages }];
  const source = bareFigure(fact.text.replace(/\*\*/gu, ''));
  const stands = claim.figures.every((figure) =>
    new RegExp(`(?<![\\d.])${figure.replace('.', '\\.')}(?!\\.?\\d)`, 'u').test(source),
  );
  return [{ text: `${stands ? '对，规划写的是' : '与规划不符，规划写的是'}：${fact.text}`, passages: fact.passages }];
}
