import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import { pickFigure } from './fact.ts';
import type { Side } from './sides.ts';

/** Looks a side up; of alternatives (“对口支援/科技援助”) the one that its plans speak of. */
export async function lookUpSide(side: Side, context: AnswerContext): Promise<Found> {
  const { question } = side;
  const alternatives = /([\p{Script=Han}]{2,8})[/／]([\p{Script=Han}]{2,8})/u.exec(question.text);
  const whole = withOwnFigure(
    await lookUp(question.terms.length > 0 ? question : askedByTime(question), context, side.planIds),
    context,
  );
  if (!alternatives) return whole;
  const founds = [whole];
  for (const alternative of alternatives.slice(1)) {
    const read = context.read(question.text.replace(alternatives[0], alternative));
    founds.push(await lookUp({ ...question, terms: read.terms, content: read.content }, context, side.planIds));
  }
  const [best] = founds
    .filter((found) => found.shortfall === undefined)
    .sort((a, b) => (b.best?.score ?? 0) - (a.best?.score ?? 0));
  return best ?? whole;
}

/** How far below the best score a sentence whose own figure is meant is preferred. */
const NEAR_FIGURE = 0.55;

/** A figure is asked for: the sentence whose figure stands with the words of the question, not one that has both apart. */
function withOwnFigure(found: Found, context: AnswerContext): Found {
  const { best, question } = found;
  if (question.intent.kind !== 'figure' || !best || found.shortfall || best.unit.passage.kind === 'row') return found;
  const share = (scored: ScoredUnit): number => {
    if (scored.unit.passage.kind === 'row') return scored.coverage;
    const figure = pickFigure(scored, question);
    // “三大高地” counts what the sentence is about, not what is asked for.
    if (figure?.unit === '大') return 0;
    // “1人+1乡”: part of a name.
    if (figure && /“[^”]*$/u.test(scored.unit.text.slice(0, figure.start))) return 0;
    const { units } = question.intent;
    if (figure && units.length > 0 && !units.includes(figure.unit)) return 0;
    const clause = scored.unit.clauses.find(({ start, end }) => figure && figure.start >= start && figure.start < end);
    const text = clause ? matchText(scored.unit.text.slice(clause.start, clause.end)) : '';
    return question.terms.filter((term) => matchTerm(term, text) > 0.4).length / Math.max(1, question.terms.length);
  };
  if (share(best) > 0) return found;
  const better = found.evidence
    .slice(0, 10)
    .flatMap(({ units }) => units.slice(0, 3))
    .filter((scored) => scored.score >= best.score * NEAR_FIGURE && share(scored) >= 0.5)
    .find((scored) => shortfall(scored, question, context.plans) === undefined);
  return better ? { ...found, best: better } : found;
}

/** “2035年要建成什么样的省”: no words but the year to look for. */
function askedByTime(question: Question): Question {
  const terms = question.times.map((time) => {
    const year = `${String(time.to)}年`;
    return { surface: year, variants: [year], matchers: [year], words: [String(time.to), year, '建成', '目标'] };
  });
  return { ...question, terms };
}
