import type { Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { mayBeShown } from '../may-be-shown.ts';
import { calculate, computedStatement } from './arithmetic.ts';
import { sameUnit, toOperand, type Operand } from './operand.ts';
import type { AskedOperation, Operation } from './operation.ts';
import { AGAINST, ASIDE, BESIDE } from './operand-words.ts';
import { isNamed, pairedFigures } from './respectively.ts';

/** A figure of a sentence with what it is said of. */
interface Labelled {
  readonly figure: Figure;
  /** The words before it, from the figure before on, and the noun behind it; without figures and punctuation. */
  readonly label: string;
  /** Its own counter, or that of the figure that it is listed with (100项、50项; 5、6和7家). */
  readonly unit: string;
}

/** What is worked out from the figures of one sentence. */
const WITHIN: ReadonlySet<Operation> = new Set(['sum', 'share', 'rest', 'difference', 'ratio']);
/** Sentences that are tried, and how far below the best score they may lie. */
const SENTENCES = 4;
const NEAR = 0.6;
/** Least coverage of the question by a sentence that something is worked out from. */
const COVERAGE = 0.36;

/**
 * What one sentence gives the figures for: the parts of a whole that are added up, the share of one, what is left.
 * Undefined when no sentence near the best pairs each thing named in the question with a figure of its own.
 */
export async function composeWithin(
  question: Question,
  asked: AskedOperation,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { operation } = asked;
  if (!WITHIN.has(operation)) return undefined;
  const intent = { ...question.intent, kind: 'figure' as const, units: [] };
  const { best, evidence, shortfall } = await lookUp({ ...question, intent }, context, question.planIds);
  if (!best || shortfall === 'other-place') return undefined;
  const units = evidence
    .flatMap((candidate) => candidate.units.slice(0, 2))
    .filter(
      ({ unit, score, coverage }) =>
        unit.passage.kind === 'prose' && score >= best.score * NEAR && coverage >= COVERAGE,
    )
    .slice(0, SENTENCES);
  for (const { scored, labelled } of units.flatMap(segmentsOf)) {
    const operands = operandsIn(scored, labelled, operation, asked.rest, question);
    const result = operands.length >= 2 ? calculate(operation, operands) : undefined;
    const statement = result && computedStatement(result, operands);
    if (statement && mayBeShown(statement, context)) return [statement];
  }
  return undefined;
}

/** The figures that an operation of the question takes, in its order; empty when the sentence does not have them. */
function operandsIn(
  scored: ScoredUnit,
  all: readonly Labelled[],
  operation: Operation,
  text: string,
  question: Question,
): readonly Operand[] {
  const labelled = ofUnits(all, question.intent.units);
  const chosen =
    operation === 'difference' || operation === 'ratio'
      ? pairOf(scored, labelled, piecesOf(text, EITHER), question)
      : operation === 'sum'
        ? (respective(scored, labelled, question) ?? matched(piecesOf(text, EITHER), labelled, question))
        : wholeAndPart(text, labelled, question);
  const operands = chosen.map(({ figure, label, unit }) =>
    toOperand(
      figure.digits,
      figure.unit === '' ? `${figure.text}${unit}` : figure.text,
      unit,
      label.slice(-LABEL),
      scored.unit.passage,
    ),
  );
  const known = operands.filter((operand) => operand !== undefined);
  const [first] = known;
  const alike = first !== undefined && known.every(({ unit }) => sameUnit(unit, first.unit));
  return alike && known.length === chosen.length ? known : [];
}

/** Longest label shown, in characters. */
const LABEL = 16;

/** What stands between the parts of a sum. */
const EITHER = new RegExp(`${BESIDE.source}|${AGAINST.source}`, 'u');
/** What parts a whole from its part. */
const PARTING = /[，,。；？?]|占|[里中内](?![^，。]{0,2}心)|其中|当中|以外|之外/u;

function piecesOf(text: string, between: RegExp): readonly string[] {
  return text
    .split(new RegExp(between, 'u'))
    .map((piece) => piece.replace(/[^\p{Script=Han}A-Za-z]/gu, ''))
    .filter((piece) => piece !== '');
}

/** The figures of each part of a sentence between semicolons: what stands in another part is of another subject. */
function segmentsOf(
  scored: ScoredUnit,
): readonly { readonly scored: ScoredUnit; readonly labelled: readonly Labelled[] }[] {
  const { text } = scored.unit;
  const partOf = ({ figure }: Labelled): number => text.slice(0, figure.start).lastIndexOf('；');
  const labelled = labelledFigures(scored);
  return [...new Set(labelled.map(partOf))].map((part) => ({
    scored,
    labelled: labelled.filter((item) => partOf(item) === part),
  }));
}

function labelledFigures({ unit }: ScoredUnit): readonly Labelled[] {
  const figures = unit.figures.filter(
    ({ isYear, digits, value }) => !isYear && value !== undefined && /^[\d.]+/u.test(digits),
  );
  return figures.map((figure, index): Labelled => {
    const before = unit.text.slice(figures[index - 1]?.end ?? 0, figure.start);
    const own = before.slice(before.search(/[^。；]*$/u));
    const behind = /^\p{Script=Han}{0,10}/u.exec(unit.text.slice(figure.end))?.[0] ?? '';
    const next = figures.slice(index).find((other) => other.unit !== '');
    const listed = next !== undefined && /^[、和及\d.\s]*$/u.test(unit.text.slice(figure.end, next.start));
    return {
      figure,
      label: `${own}${behind}`.replace(/(?:19|20)\d{2}年|[^\p{Script=Han}A-Za-z]/gu, ''),
      unit: figure.unit !== '' ? figure.unit : listed ? next.unit : '',
    };
  });
}

/** Those counted as the question asks, where some are; a share is asked for in percent of things that are counted. */
function ofUnits(labelled: readonly Labelled[], units: readonly string[]): readonly Labelled[] {
  const asked = labelled.filter(({ unit }) =>
    units.some((counter) => counter !== '%' && sameUnit(unit, counter) && unit !== ''),
  );
  return asked.length >= 2 ? asked : labelled.filter(({ unit }) => unit !== '%' && unit !== '倍' && unit !== '');
}

/** The figures paired with names one by one, where the question names them all. */
function respective(
  { unit }: ScoredUnit,
  labelled: readonly Labelled[],
  { text, terms }: Question,
): readonly Labelled[] | undefined {
  const paired = pairedFigures(unit);
  const named = (name: string): boolean => text.includes(name) || terms.some((term) => isNamed(name, term));
  if (paired.length === 0 || !paired.every(({ name }) => named(name))) return undefined;
  const both = paired.flatMap(({ name, figure }) => {
    const item = labelled.find((other) => other.figure === figure);
    return item ? [{ ...item, label: name }] : [];
  });
  return both.length === paired.length ? both : undefined;
}

/** A whole and its part, of which the part is the smaller: “…里，乙占几成”, “乙占甲的百分之几”, “甲里乙以外”. */
function wholeAndPart(text: string, labelled: readonly Labelled[], question: Question): readonly Labelled[] {
  const both = matched(piecesOf(text, PARTING).slice(-2), labelled, question);
  const [whole, part] = both.toSorted((left, right) => (right.figure.value ?? 0) - (left.figure.value ?? 0));
  return whole && part && both.length === 2 && whole.figure.value !== part.figure.value ? [whole, part] : [];
}

/** Two figures that the sentence or the question sets against one another. */
function pairOf(
  scored: ScoredUnit,
  labelled: readonly Labelled[],
  pieces: readonly string[],
  question: Question,
): readonly Labelled[] {
  const grown = fromTo(scored, labelled);
  return grown.length === 2 ? grown : matched(pieces.slice(-2), labelled, question);
}

/** “从2015年的26.6亿元增长到2020年的56亿元”, “达22158家，超额完成1.5万家的目标”: the only two figures that the sentence sets against one another. */
function fromTo({ unit }: ScoredUnit, labelled: readonly Labelled[]): readonly Labelled[] {
  const pairs = labelled.flatMap((first, index) => {
    const second = labelled[index + 1];
    if (!second || !sameUnit(first.unit, second.unit)) return [];
    const [before, between] = [
      unit.text.slice(0, first.figure.start),
      unit.text.slice(first.figure.end, second.figure.start),
    ];
    const grown = /[从由][^，。；]{0,12}$/u.test(before) && /^[^，。；]{0,10}[到至为]/u.test(between);
    const surpassed =
      /^[，、]?(?:超额完成|超过|高于|超出)/u.test(between) &&
      /^[^，。；]{0,8}(?:目标|任务)/u.test(unit.text.slice(second.figure.end));
    return grown || surpassed ? [[first, second]] : [];
  });
  return pairs.length === 1 ? (pairs[0] ?? []) : [];
}

/**
 * A figure for each piece of a question: the one whose label has most of its letters. Each piece must have a letter that
 * tells its figure from those of the others; pieces that one figure counts together (甲企业和乙企业200家) take it once.
 */
function matched(pieces: readonly string[], labelled: readonly Labelled[], question: Question): readonly Labelled[] {
  const named = pieces.map((piece) => fullLetters(piece, question)).filter((letters) => letters.size > 0);
  const best = named.map((letters) => {
    const shares = labelled.map(({ label }) => [...letters].filter((letter) => label.includes(letter)).length);
    const most = Math.max(0, ...shares);
    return most === 0 ? undefined : labelled[shares.indexOf(most)];
  });
  if (best.length < 2 || best.includes(undefined)) return [];
  const chosen = best.flatMap((item) => item ?? []);
  const distinct = chosen.every((item, index) => {
    const others = chosen.filter((other) => other !== item);
    const letters = [...(named[index] ?? [])].filter((letter) => item.label.includes(letter));
    return letters.some((letter) => others.every(({ label }) => !label.includes(letter)));
  });
  return distinct ? [...new Set(chosen)] : [];
}

/** A piece up to this long is a name by itself, whatever words it has: 省级, 国家. */
const SHORT = 4;

/**
 * The letters of what a piece names, with the plan's own words for what it calls by an everyday name; none for a piece that
 * names nothing.
 */
function fullLetters(piece: string, question: Question): ReadonlySet<string> {
  const terms = question.terms.filter(({ surface }) => piece.includes(surface));
  const bare = piece.replace(ASIDE, '');
  const places = question.places.map(({ start, end }) => question.text.slice(start, end));
  if (terms.length === 0 && (bare.length > SHORT || places.some((place) => place !== '' && bare.startsWith(place))))
    return new Set();
  const own = terms.flatMap(({ surface, variants }) => [surface, ...variants]);
  return new Set(Array.from(`${bare.length <= SHORT || own.length === 0 ? bare : ''}${own.join('')}`));
}
