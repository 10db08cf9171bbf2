import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { windowAround } from '../window.ts';
import { findShaped, shapeOf, stateShaped } from './answer-shape.ts';
import { composeFact, pickFigure } from './fact.ts';
import { askedIndicators } from './records-of.ts';
import { findRecords } from './side-records.ts';
import type { Side } from './sides.ts';

/** Longest quoted run in a line of a comparison, in characters. */
const LINE_LIMIT = 80;

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
  for (const side of sides) findings.push(await findSide(side, context));
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
        ? await findSide({ ...side, question: { ...side.question, intent } }, context)
        : undefined;
    const found = again?.records.length ? again : finding;
    if (found) same.push(found);
  }
  return same;
}

async function findSide(side: Side, context: AnswerContext): Promise<PlaceFinding> {
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
      statement: stateShaped(best, shaped.clause, LINE_LIMIT),
    };
  }
  if (!found.best || found.shortfall || missesIndicator(found.best, side.question))
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
    statement: behindTitle(found.best) ?? composeFact(found.best, found.question, { limit: LINE_LIMIT }),
  };
}

/** “大力弘扬科学家精神。”: a sentence that only names its topic; the next one says something of it. */
function behindTitle({ unit }: ScoredUnit): Statement | undefined {
  const words = unit.text.replace(/[\p{P}\s]/gu, '');
  if (unit.passage.kind === 'row' || words.length > TITLE || unit.figures.length > 0) return undefined;
  const next = readUnits(unit.passage).find(({ span }) => span.start > unit.span.start);
  if (!next || !unit.passage.section.some((heading) => heading.includes(words))) return undefined;
  return { text: windowAround(next, [0], LINE_LIMIT, { wants: () => true }).text, passages: [unit.passage] };
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

/** Least share of an indicator's character pairs that a sentence with its value has. */
const NAMED = 0.7;

/** An indicator of the list is asked for, and the sentence that fits best has a figure of something else. */
function missesIndicator(best: ScoredUnit, question: Question): boolean {
  if (question.intent.kind !== 'figure') return false;
  const asked = askedIndicators(question);
  if (asked.length === 0) return false;
  const terms = (words: string): readonly number[] =>
    [...question.terms.keys()].filter((index) => words.includes(question.terms[index]?.surface ?? ' '));
  const whole = asked.some(({ written }) => {
    const own = terms(matchText(written));
    return own.length > 0 && own.every((index) => best.matched.has(index));
  });
  if (whole) return false;
  const text = matchText(`${best.unit.text}${best.unit.passage.section.at(-1) ?? ''}`);
  return !asked.some(({ name, written }) =>
    [name, written].some((words) => pairShare(matchText(words).replace(/数量?$/u, ''), text) >= NAMED),
  );
}

function pairShare(words: string, text: string): number {
  const pairs = Array.from({ length: Math.max(1, words.length - 1) }, (_, at) => words.slice(at, at + 2));
  return pairs.filter((pair) => text.includes(pair)).length / pairs.length;
}
