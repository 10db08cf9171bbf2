import type { Question } from '../query/question.ts';
import type { TermMatches } from './term-matches.ts';
import { measureOf, measuresOf } from './measures.ts';
import { sameTime } from './same-time.ts';
import type { BigramWeights } from './bigrams.ts';
import { bigramShare } from './bigrams.ts';
import type { Unit } from './units.ts';

/** What a sentence is judged by. Each feature is a number, mostly a share from 0 to 1; higher values say more of it. */
export const FEATURES = [
  // Shares of the question's terms, weighted by inverse document frequency, by the place they stand nearest in.
  'clauses',
  'heading',
  'rowCaption',
  'path',
  'neighbours',
  'passage',
  'title',
  // How the terms stand together.
  'density',
  'matchedTerms',
  'rarestTerm',
  'tightness',
  'rowTightness',
  // Pairs of characters of the question, weighted by how few candidates have them.
  'bigrams',
  'contentBigrams',
  'pathBigrams',
  'passageBigrams',
  // The words index.
  'bm25',
  // The kind of answer wanted.
  'row',
  'rowForFigure',
  'figureFits',
  'figureThere',
  'figureMissing',
  'figureUnlike',
  'figureless',
  'targetHeading',
  'enumeration',
  'timeThere',
  'quotedName',
  'orderNumber',
  // Times.
  'timeMeets',
  'timeMisses',
  'rowTimeMisses',
  'captionPeriod',
  'wrongAspect',
  // The passage itself.
  'otherPlan',
  'otherPlanOfName',
  'headingOnly',
  'length',
  'depth',
] as const;

/** The name of a feature. */
export type FeatureName = (typeof FEATURES)[number];

/** One number a feature. */
export type Features = Readonly<Record<FeatureName, number>>;

/** Features that all units of a passage share. */
export interface SharedFeatures {
  readonly pathBigrams: number;
  readonly passageBigrams: number;
}

/** Reads the features that all units of a passage share. */
export function readSharedFeatures({ match }: Unit, bigrams: BigramWeights): SharedFeatures {
  const { text, leaf, path } = match.passage;
  return {
    pathBigrams: bigramShare(bigrams.content, path),
    passageBigrams: bigramShare(bigrams.question, `${text} ${leaf} ${path}`),
  };
}

/** What the features of a unit are read from beside the unit itself. */
export interface FeatureInput {
  readonly question: Question;
  readonly matches: TermMatches;
  readonly bigrams: BigramWeights;
  readonly shared: SharedFeatures;
  /** BM25 of the passage, as a share of the best candidate's; 0 for one that the words index did not return. */
  readonly bm25: number;
  /** The passage is of a plan that the question does not name, though it names one: by its subject, or within a name. */
  readonly otherPlan: 'no' | 'subject' | 'name';
}

/** Reads the features of a sentence or table row against a question. */
export function readFeatures(unit: Unit, input: FeatureInput): Features {
  const { question, matches, bigrams } = input;
  const { passage, match } = unit;
  const row = passage.kind === 'row';
  const best = match.clauses[matches.clause] ?? '';
  const own = match.passage;
  const spoken = shareSpoken(match.bareClauses[matches.clause] ?? '', question);
  const { shares } = matches;
  const shape = shapeFeatures(unit, question, best);
  const time = timeFeatures(unit, question);
  // One literal, no spreads: thousands of these are made for a question, and a spread makes each ten times slower.
  return {
    clauses: shares.clauses,
    heading: shares.heading,
    rowCaption: row ? shares.heading : 0,
    path: shares.path,
    neighbours: shares.neighbours,
    passage: shares.passage,
    title: shares.title,
    density: shares.density,
    matchedTerms: shares.matchedTerms,
    rarestTerm: shares.rarestTerm,
    tightness: row ? 0 : spoken,
    rowTightness: row ? spoken : 0,
    bigrams: bigramShare(bigrams.question, match.sentence),
    contentBigrams: bigramShare(bigrams.content, `${match.sentence} ${own.leaf}`),
    pathBigrams: input.shared.pathBigrams,
    passageBigrams: input.shared.passageBigrams,
    bm25: input.bm25,
    row: flag(row),
    rowForFigure: shape.rowForFigure,
    figureFits: shape.figureFits,
    figureThere: shape.figureThere,
    figureMissing: shape.figureMissing,
    figureUnlike: shape.figureUnlike,
    figureless: shape.figureless,
    targetHeading: shape.targetHeading,
    enumeration: shape.enumeration,
    timeThere: shape.timeThere,
    quotedName: shape.quotedName,
    orderNumber: shape.orderNumber,
    timeMeets: time.timeMeets,
    timeMisses: time.timeMisses,
    rowTimeMisses: time.rowTimeMisses,
    captionPeriod: time.captionPeriod,
    wrongAspect: flag(hasWrongAspect(unit, question)),
    otherPlan: flag(input.otherPlan === 'subject'),
    otherPlanOfName: flag(input.otherPlan === 'name'),
    headingOnly: flag(match.repeatsHeading),
    length: Math.log(1 + unit.text.length) / 5,
    depth: passage.section.length / 5,
  };
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}

/**
 * How little else a clause says: the share of its letters that the question's terms account for. Tells the plan's
 * headline statement of an indicator from a mention among other things (高新技术企业 of one district).
 */
function shareSpoken(text: string, question: Question): number {
  if (text.length === 0) return 0;
  let covered = 0;
  for (const term of question.terms) {
    let longest = 0;
    for (const matcher of term.matchers) if (text.includes(matcher)) longest = Math.max(longest, matcher.length);
    covered += longest;
  }
  return Math.min(1, covered / text.length);
}

/** Whether the unit has the kind of thing that is asked for. */
function shapeFeatures(unit: Unit, question: Question, clause: string) {
  const { kind, units, ordinal } = question.intent;
  const { section } = unit.passage;
  const row = unit.passage.kind === 'row';
  const figure = kind === 'figure';
  const there = unit.figures.length > 0 || row;
  const fits =
    unit.figures.some(({ unit: counter }) => units.includes(counter)) ||
    (row && units.some((counter) => unit.text.includes(counter)));
  const unlike = figure && there && !measuresAsAsked(unit, units);
  const target = /目标|指标/u.test(section.at(-1) ?? '') || /目标/u.test(section.at(-2) ?? '');
  return {
    rowForFigure: flag(figure && row),
    figureFits: flag(figure && fits),
    figureThere: flag(figure && there),
    figureMissing: flag(figure && !there),
    figureUnlike: flag(unlike),
    figureless: flag(!figure && unit.figures.length === 0),
    targetHeading: flag(figure && target),
    enumeration: flag(kind === 'list' && unit.text.split('、').length > 3),
    timeThere: flag(kind === 'time' && unit.times.length > 0),
    quotedName: flag((kind === 'name' || kind === 'open') && /“|《/u.test(clause)),
    orderNumber: flag(ordinal && /第[\d一二三四五六七八九十]/u.test(unit.text)),
  };
}

/** Whether a figure of the unit, or the measure its row states, is of the kind that the asked counters measure. */
function measuresAsAsked(unit: Unit, counters: readonly string[]): boolean {
  const wanted = measuresOf(counters);
  if (wanted.length === 0) return true;
  if (unit.passage.kind !== 'row') return unit.figures.some((figure) => wanted.includes(measureOf(figure.unit) ?? ''));
  const stated = /[（(]([^（()）]{1,6})[)）](?=——)/u.exec(unit.text)?.[1];
  const measure = stated === undefined ? undefined : measureOf(stated);
  return measure === undefined || wanted.includes(measure);
}

/** Years asked for: a unit that speaks of another year and not of this one is very likely not meant. */
function timeFeatures(unit: Unit, question: Question) {
  const known = question.times.length > 0 && unit.times.length > 0;
  const meets = known && question.times.some((asked) => unit.times.some((stated) => sameTime(asked, stated)));
  const spans = unit.match.passage.leafTimes.filter((time) => time.aspect === 'during' && time.from !== time.to);
  const period = question.times.find((asked) => asked.aspect === 'during' && asked.from !== asked.to);
  const caption = !period || spans.length === 0 ? 0 : spans.some((time) => time.to === period.to) ? 1 : -1;
  const misses = known && !meets ? 1 : 0;
  return {
    timeMeets: meets ? 1 : 0,
    timeMisses: misses,
    rowTimeMisses: unit.passage.kind === 'row' ? misses : 0,
    captionPeriod: caption,
  };
}

/** Headings of the parts of a plan that look back, and of those that look ahead. */
const LOOKS_BACK = /基础|成就|成效|回顾|现状|完成情况|形势|环境/u;
const LOOKS_AHEAD = /目标|任务|行动|工程|重点/u;

/** A target is not looked for in the part that reports results, nor a result among the targets; a row has both. */
function hasWrongAspect(unit: Unit, question: Question): boolean {
  const { aspect } = question.intent;
  if (aspect === 'either' || unit.passage.kind === 'row') return false;
  const path = unit.passage.section.join(' ');
  const last = Math.max(0, ...unit.times.map((time) => time.to));
  const reported = last > 0 && last <= 2020;
  return aspect === 'target'
    ? (LOOKS_BACK.test(path) && !LOOKS_AHEAD.test(path)) || reported
    : LOOKS_AHEAD.test(path) && !LOOKS_BACK.test(path) && !reported;
}
