import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import { termWeights } from '../../../retrieval/search.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { windowAround } from '../window.ts';
import { findShaped, shapeOf, stateShaped } from './answer-shape.ts';
import { composeFact, pickFigure, PLURAL_LIMIT } from './fact.ts';
import { followOn } from './follow-on.ts';
import { missesIndicator } from './misses-indicator.ts';
import { findRecords } from './side-records.ts';
import type { Side } from './sides.ts';

/** Longest quoted run in a line of a comparison, in characters: room for all lines, and the most for one. */
const LINES_LIMIT = 600;
const LINE_LIMIT = 260;
/** The same for a line that states a figure. */
const FIGURE_LIMIT = 80;
/** A further sentence says more where it fits this well beside the best one; how many of them, and the room one needs. */
const FURTHER = 0.35;
const MOST_FURTHER = 3;
const LEAST_ROOM = 40;

/** What one place's or plan's texts say on the question. */
export interface PlaceFinding {
  readonly place: string;
  readonly found: Found;
  /** The records that state it, when it is an indicator. */
  readonly records: readonly IndicatorRecord[];
  /** The line without its heading; undefined when the plans are silent. */
  readonly statement: Statement | undefined;
}

/** Looks up what is asked of each side, one after another. */
export async function findBySide(sides: readonly Side[], context: AnswerContext): Promise<readonly PlaceFinding[]> {
  const findings: PlaceFinding[] = [];
  const limit = Math.min(LINE_LIMIT, Math.floor(LINES_LIMIT / Math.max(1, sides.length)));
  for (const side of sides) findings.push(await findSide(side, limit, context));
  // What one plan has reached is not to be set against what another aims at, where it says what it has reached too.
  const kinds = new Set(findings.flatMap(({ records }) => records.slice(0, 1).map(({ kind }) => kind)));
  if (!kinds.has('achieved') || !kinds.has('target')) return findings;
  const same: PlaceFinding[] = [];
  for (const [index, side] of sides.entries()) {
    const finding = findings[index];
    const open = side.question.intent.aspect === 'either' && side.question.times.length === 0;
    const intent = { ...side.question.intent, aspect: 'result' as const };
    const again =
      open && finding?.records[0]?.kind === 'target'
        ? await findSide({ ...side, question: { ...side.question, intent } }, limit, context)
        : undefined;
    const found = again?.records.length ? again : finding;
    if (found) same.push(found);
  }
  return same;
}

async function findSide(side: Side, limit: number, context: AnswerContext): Promise<PlaceFinding> {
  if (side.planIds.length === 0) {
    const found: Found = { question: side.question, evidence: [], best: undefined, shortfall: 'other-place' };
    return { place: side.label, found, records: [], statement: undefined };
  }
  const found = await lookUpSide(side, context);
  const stated = await findRecords(side, context);
  if (stated) {
    const { unit, clause } = stated;
    // Known to answer, whatever the search thinks of it.
    const matched = new Set(side.question.terms.keys());
    const best = found.best && unit && { ...found.best, unit, clause, matched, coverage: 1, support: 1 };
    return {
      place: side.label,
      found: best ? { ...found, best, shortfall: undefined } : found,
      records: stated.records,
      statement: stated.statement,
    };
  }
  const shape = asksFigureOnly(found.question) ? undefined : shapeOf(side.question);
  const shaped = shape && findShaped(found, shape, context);
  if (shaped) {
    const best = { ...shaped.scored, clause: shaped.clause };
    return {
      place: side.label,
      found: { ...found, best, shortfall: undefined },
      records: [],
      statement: stateShaped(best, shaped.clause, FIGURE_LIMIT),
    };
  }
  const named = found.shortfall === 'off-topic' && (await namesIt(found, context));
  if (!found.best || (found.shortfall && !named) || missesIndicator(found.best, side.question))
    return {
      place: side.label,
      found: { ...found, shortfall: found.shortfall ?? 'off-topic' },
      records: [],
      statement: undefined,
    };
  return {
    place: side.label,
    found,
    records: [],
    statement: await sayFound(found, found.best, limit, context),
  };
}

/** A sentence that has what the question is about counts though it says little else of what is asked. */
async function namesIt({ best, question }: Found, context: AnswerContext): Promise<boolean> {
  if (!best || question.intent.kind === 'figure') return false;
  const weights = await termWeights(context.store, question);
  const term = question.terms[weights.indexOf(Math.max(...weights))];
  return term !== undefined && term.surface.length > 2 && matchTerm(term, matchText(best.unit.text)) === 1;
}

/** The sentence that answers, under the heading that names what it is of; and the next that speaks of the same. */
async function sayFound(found: Found, best: ScoredUnit, limit: number, context: AnswerContext): Promise<Statement> {
  const { question } = found;
  if (question.intent.kind === 'figure')
    return composeFact(best, question, { limit: question.intent.plural ? PLURAL_LIMIT : FIGURE_LIMIT });
  const announced = behindTitle(best) ?? (await followOn(best, question, context, limit - best.unit.text.length));
  const first = withHeading(announced ?? composeFact(best, question, { limit }), best, question);
  const weights = await termWeights(context.store, question);
  const term = question.terms[weights.indexOf(Math.max(...weights))];
  return furtherUnits(found, best, term).reduce((said, unit) => withFurther(said, unit, limit), first);
}

/** The best sentences of other passages that speak of the same, best first: a topic is rarely settled in one sentence. */
function furtherUnits({ question, evidence }: Found, best: ScoredUnit, term: Term | undefined): readonly ScoredUnit[] {
  return evidence
    .flatMap(({ units }) => units.slice(0, 1))
    .filter(
      ({ unit, score }) =>
        unit.passage.id !== best.unit.passage.id &&
        unit.passage.kind === 'prose' &&
        (question.planIds?.includes(unit.passage.planId) ?? true) &&
        score >= best.score * FURTHER &&
        term !== undefined &&
        matchTerm(term, matchText(unit.text)) === 1,
    )
    .slice(0, MOST_FURTHER);
}

/** A line with one more sentence, where it fits and says something new. */
function withFurther(line: Statement, further: ScoredUnit, limit: number): Statement {
  const room = limit - line.text.length;
  if (room < LEAST_ROOM) return line;
  const said = windowAround(further.unit, [further.clause], room).text;
  if (said.length > room + 10 || line.text.includes(said)) return line;
  return {
    text: `${line.text.replace(/[。；，]$/u, '')}；${said}`,
    passages: [...line.passages, further.unit.passage],
  };
}

/** “特定合作区：围绕……”: the heading, where it and not the sentence has a word of the question. */
function withHeading(statement: Statement, { unit }: ScoredUnit, question: Question): Statement {
  const leaf = (unit.passage.section.at(-1) ?? '').replace(/^(?:[（(][^（()）]{1,3}[)）]|\d{1,2}[.．、])\s*/u, '');
  if (leaf === '' || leaf.length > 24 || statement.text.includes(leaf)) return statement;
  const [heading, said] = [matchText(leaf), matchText(statement.text)];
  const adds = question.terms.some((term) => matchTerm(term, heading) === 1 && matchTerm(term, said) < 1);
  return adds ? { ...statement, text: `${leaf}：${statement.text}` } : statement;
}

/** “大力弘扬科学家精神。”: a sentence that only names its topic; the next one says something of it. */
function behindTitle({ unit }: ScoredUnit): Statement | undefined {
  const words = unit.text.replace(/[\p{P}\s]/gu, '');
  if (unit.passage.kind === 'row' || words.length > TITLE || unit.figures.length > 0) return undefined;
  const next = readUnits(unit.passage).find(({ span }) => span.start > unit.span.start);
  if (!next || !unit.passage.section.some((heading) => heading.includes(words))) return undefined;
  return { text: windowAround(next, [0], FIGURE_LIMIT, { wants: () => true }).text, passages: [unit.passage] };
}

/** A sentence up to this long, in characters, may be a title. */
const TITLE = 20;

function asksFigureOnly(question: Question): boolean {
  return question.intent.kind === 'figure';
}

/** Looks a side up; of alternatives (“对口支援/科技援助”) the one that its plans speak of. */
async function lookUpSide(side: Side, context: AnswerContext): Promise<Found> {
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
