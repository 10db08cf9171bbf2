import { findTimes, type TimeSpan } from '../../corpus/times.ts';
import type { Question } from '../query/question.ts';
import { canonical } from '../query/synonyms.ts';
import type { Term } from '../query/terms.ts';
import type { Unit } from './units.ts';

/** How much a match counts by where it stands. */
export interface FieldWeights {
  readonly clause: number;
  readonly sentence: number;
  readonly heading: number;
  readonly path: number;
  readonly around: number;
  readonly passage: number;
  readonly title: number;
}

/** Defaults, tuned on the tuning part of the known facts. */
export const FIELD_WEIGHTS: FieldWeights = {
  clause: 1,
  sentence: 0.92,
  heading: 0.95,
  path: 0.55,
  around: 0.35,
  passage: 0.25,
  title: 0.3,
};

/** What a term found only in a row's caption counts. */
const CAPTION = 0.45;

/** A unit with how it fits a question. */
export interface ScoredUnit {
  readonly unit: Unit;
  readonly score: number;
  /** Weighted share of the question's terms found in or around the unit, 0 to 1. */
  readonly coverage: number;
  /** Weighted share of the terms that stand in the passage, its headings or its plan's title at all, 0 to 1. */
  readonly support: number;
  /** Indexes of the question's terms that the sentence itself or its own heading has. */
  readonly matched: ReadonlySet<number>;
  /** Index of the clause that fits best. */
  readonly clause: number;
}

/** What scoring needs beside the unit. */
export interface ScoreContext {
  readonly question: Question;
  /** Weight of each term of the question: its inverse document frequency. */
  readonly weights: readonly number[];
  readonly fields: FieldWeights;
  /** Title of the plan of a passage. */
  readonly titleOf: (planId: string) => string;
  /** 1 for a passage of a plan that the question names, less for another. */
  readonly planFactor: (planId: string) => number;
}

/** A text as terms are looked for in it: lower case, NFKC, Latin glosses in brackets (“（R&D）”) taken out. */
export function matchText(text: string): string {
  return canonical(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\((?:r&d|gdp|[a-z]{2,5})\)/gu, '')
      .replace(/r&d/gu, '研发'),
  );
}

/**
 * How well one text (from `matchText`) has a term: 1 for the term or a synonym whole, less for part of its words. A
 * quantity found only inside a ratio (生产总值 in 占生产总值比重) is another quantity.
 */
export function matchTerm(term: Term, lower: string): number {
  if (term.matchers.some((matcher) => includesFree(lower, matcher))) return 1;
  // A long word or name is met in part by its parts.
  const surface = term.surface.toLowerCase();
  const own = term.words.filter((word) => word !== surface && surface.includes(word) && word.length > 1);
  let covered = 0;
  for (const word of own)
    if (lower.includes(word) && !own.some((other) => other !== word && other.includes(word) && lower.includes(other)))
      covered += word.length;
  const share = Math.min(1, covered / surface.length);
  return share >= 0.5 ? share * 0.7 : 0;
}

function includesFree(text: string, variant: string): boolean {
  for (let at = text.indexOf(variant); at !== -1; at = text.indexOf(variant, at + 1)) {
    if (!(RATIO_BASE.test(variant) && text[at - 1] === '占')) return true;
  }
  return false;
}

/** Totals that plans mostly name as the base of a ratio. */
const RATIO_BASE = /^(?:地区)?生产总值$|^gdp$/u;

/** Scores one unit: weighted coverage of the terms by field, bigrams, time and the kind of answer wanted. */
export function scoreUnit(unit: Unit, context: ScoreContext): ScoredUnit {
  const { question, weights, fields } = context;
  const { passage } = unit;
  const leaf = matchText(passage.section.at(-1) ?? '');
  const path = matchText(passage.section.slice(0, -1).join(' '));
  const title = matchText(context.titleOf(passage.planId));
  const sentenceText = passage.kind === 'row' ? matchText(rowOwnText(unit)) : matchText(unit.text);
  const aroundText = matchText(unit.around);
  const passageText = passage.kind === 'row' ? sentenceText : matchText(passage.text);
  // A row's caption stands in its text, but only its own name says what its values are of.
  const row = passage.kind === 'row' ? matchText(rowOwnText(unit)) : undefined;
  const clauseTexts =
    row === undefined ? unit.clauses.map((clause) => matchText(unit.text.slice(clause.start, clause.end))) : [row];
  const clauseScores = clauseTexts.map(() => 0);
  const matched = new Set<number>();
  let total = 0;
  let found = 0;
  let supported = 0;
  question.terms.forEach((term, index) => {
    const weight = weights[index] ?? 0;
    total += weight;
    let best = 0;
    clauseTexts.forEach((text, at) => {
      const strength = matchTerm(term, text);
      clauseScores[at] = (clauseScores[at] ?? 0) + strength * weight;
      best = Math.max(best, strength * fields.clause);
    });
    const sentence = matchTerm(term, sentenceText) * fields.sentence;
    const heading = matchTerm(term, leaf) * (passage.kind === 'row' ? CAPTION : fields.heading);
    if (Math.max(best, sentence, heading) > 0.4) matched.add(index);
    if (best < 1) {
      best = Math.max(
        best,
        sentence,
        heading,
        matchTerm(term, path) * fields.path,
        matchTerm(term, aroundText) * fields.around,
        matchTerm(term, passageText) * fields.passage,
        matchTerm(term, title) * fields.title,
      );
    }
    found += best * weight;
    supported +=
      weight * Math.max(sentence, heading, matchTerm(term, passageText), matchTerm(term, path), matchTerm(term, title));
  });
  const coverage = total === 0 ? 0 : found / total;
  const clause = clauseScores.indexOf(Math.max(...clauseScores, 0));
  const density = total === 0 ? 0 : (clauseScores[clause] ?? 0) / total;
  const shape = shapeBonus(unit, question);
  const time = timeFactor(unit, question) * aspectFactor(unit, question) * (isTitleOnly(unit) ? 0.6 : 1);
  const bigrams = bigramShare(question.content, `${unit.text}${passage.section.at(-1) ?? ''}`);
  const score =
    (coverage +
      0.25 * density +
      0.2 * bigrams +
      shape +
      0.2 * tightness(unit, clauseTexts[Math.max(0, clause)] ?? '', question)) *
    time *
    context.planFactor(passage.planId);
  return { unit, score, coverage, support: total === 0 ? 0 : supported / total, matched, clause: Math.max(0, clause) };
}

/**
 * How little else the best clause says: the share of its letters that the question's terms account for. Tells the plan's
 * headline statement of an indicator from a mention among other things (高新技术企业 of one district).
 */
function tightness(unit: Unit, clause: string, question: Question): number {
  if (unit.passage.kind === 'row') return 0.9 * share(rowName(clause), question);
  return share(clause.replace(/[\d.,%\p{P}\s]+/gu, ''), question);
}

/** A row's text without its caption. */
function rowOwnText(unit: Unit): string {
  const caption = unit.passage.section.at(-1) ?? '';
  return caption !== '' && unit.text.startsWith(`${caption}：`) ? unit.text.slice(caption.length + 1) : unit.text;
}

function rowName(text: string): string {
  const cut = text.indexOf('——');
  const named = cut < 0 ? text : text.slice(0, cut);
  return named.slice(named.indexOf('：') + 1).replace(/\([^()]*\)|（[^（）]*）/gu, '');
}

function share(text: string, question: Question): number {
  if (text.length === 0) return 0;
  let covered = 0;
  for (const term of question.terms) {
    const longest = term.matchers.filter((matcher) => text.includes(matcher)).sort((a, b) => b.length - a.length)[0];
    covered += longest?.length ?? 0;
  }
  return Math.min(1, covered / text.length);
}

/** Whether the unit has the kind of thing that is asked for. */
function shapeBonus(unit: Unit, question: Question): number {
  const { kind, units, ordinal } = question.intent;
  if (kind === 'figure') {
    const headline =
      /目标|指标/u.test(unit.passage.section.at(-1) ?? '') || /目标/u.test(unit.passage.section.at(-2) ?? '')
        ? 0.08
        : 0;
    return headline + figureBonus(unit, units, ordinal);
  }
  if (kind === 'list') return unit.text.split('、').length > 3 ? 0.06 : 0;
  if (kind === 'time') return unit.times.length > 0 ? 0.1 : -0.1;
  return 0;
}

function figureBonus(unit: Unit, units: readonly string[], ordinal: boolean): number {
  if (ordinal && /第[\d一二三四五六七八九十]/u.test(unit.text)) return 0.15;
  if (unit.figures.length === 0) return unit.passage.kind === 'row' ? 0 : -0.25;
  if (units.length === 0) return 0.08;
  const fits =
    unit.figures.some((figure) => units.includes(figure.unit)) ||
    (unit.passage.kind === 'row' && units.some((counter) => unit.text.includes(counter)));
  return fits ? 0.16 : 0;
}

/** Years asked for: a unit that speaks of another year and not of this one is very likely not meant. */
function timeFactor(unit: Unit, question: Question): number {
  if (question.times.length === 0 || unit.times.length === 0) return 1;
  const meets = question.times.some((asked) => unit.times.some((stated) => sameTime(asked, stated)));
  const named = findTimes(unit.passage.section.at(-1) ?? '').filter(
    (time) => time.aspect === 'during' && time.from !== time.to,
  );
  const period = question.times.find((asked) => asked.aspect === 'during' && asked.from !== asked.to);
  const caption = !period || named.length === 0 ? 1 : named.some((time) => time.to === period.to) ? 1.12 : 0.8;
  if (meets) return 1.06 * caption;
  return (unit.passage.kind === 'row' ? 0.9 : 0.78) * caption;
}

/** Headings of the parts of a plan that look back, and of those that look ahead. */
const LOOKS_BACK = /基础|成就|成效|回顾|现状|完成情况|形势|环境/u;
const LOOKS_AHEAD = /目标|任务|行动|工程|重点/u;

/** A target is not looked for in the part that reports results, nor a result among the targets; a row has both. */
function aspectFactor(unit: Unit, question: Question): number {
  const { aspect } = question.intent;
  if (aspect === 'either' || unit.passage.kind === 'row') return 1;
  const path = unit.passage.section.join(' ');
  const last = Math.max(0, ...unit.times.map((time) => time.to));
  if (aspect === 'target')
    return (LOOKS_BACK.test(path) && !LOOKS_AHEAD.test(path)) || (last > 0 && last <= 2020) ? 0.8 : 1;
  return LOOKS_AHEAD.test(path) && !LOOKS_BACK.test(path) && !(last > 0 && last <= 2020) ? 0.85 : 1;
}

/** A sentence that only repeats its heading says nothing more. */
function isTitleOnly(unit: Unit): boolean {
  const leaf = unit.passage.section.at(-1) ?? '';
  return (
    unit.passage.kind === 'prose' &&
    leaf !== '' &&
    unit.text.replace(/[。：—]/gu, '').trim().length <= leaf.length &&
    unit.text.includes(leaf.slice(-6))
  );
}

/** Whether two times are the same year or period: a period ends where its last year ends. */
export function sameTime(asked: TimeSpan, stated: TimeSpan): boolean {
  return asked.to === stated.to || (asked.aspect === 'during' && stated.to >= asked.from && stated.to <= asked.to);
}

/** Share of the content's character pairs that the text has (spaces between words make none). */
function bigramShare(content: string, text: string): number {
  const pairs = new Set<string>();
  for (const run of content.split(/\s+/u))
    for (let at = 0; at + 2 <= run.length; at += 1) pairs.add(run.slice(at, at + 2));
  if (pairs.size === 0) return 0;
  let hits = 0;
  for (const pair of pairs) if (text.includes(pair)) hits += 1;
  return hits / pairs.size;
}
