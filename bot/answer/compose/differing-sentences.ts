import type { Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, sameTime, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { APART, type Differing } from './differing-records.ts';
import { emphasise, pickFigure } from './fact.ts';

/** Longest quoted run of one of the statements that differ, in characters. */
const LINE_LIMIT = 80;
/** How far below the best sentence another that differs from it may score; one with the same run of counters, further. */
const NEAR = 0.5;
const NEAR_PARALLEL = 0.1;

/** The sentences that state the figure asked for differently, when it is no indicator of the records. */
export function differingSentences(
  question: Question,
  found: Found,
  planIds: readonly string[],
  plans: readonly PlanSummary[],
): readonly Differing[] | undefined {
  const { best } = found;
  if (!best || best.unit.passage.kind === 'row') return undefined;
  const asked = pickFigure(best, question);
  if (asked === undefined || asked.unit === '') return undefined;
  const own = statedIn(best, question);
  for (const { units: scored } of found.evidence) {
    for (const other of scored) {
      const { passage } = other.unit;
      if (passage.id === best.unit.passage.id || passage.kind === 'row' || !planIds.includes(passage.planId)) continue;
      if (other.score < best.score * NEAR_PARALLEL || looksBack(best) !== looksBack(other)) continue;
      if (!sameUnitTimes(best, other, plans)) continue;
      const pair = differingPair(own, statedIn(other, question), asked, other.score >= best.score * NEAR);
      if (!pair) continue;
      return [best, other].map((unit, index): Differing => {
        const { figure, clause } = index === 0 ? pair.mine : pair.their;
        const text = windowAround(unit.unit, [clause], LINE_LIMIT, { wants: (at) => Math.abs(at - clause) <= 1 }).text;
        return {
          planId: unit.unit.passage.planId,
          statement: { text: emphasise(text, figure), passages: [unit.unit.passage] },
        };
      });
    }
  }
  return undefined;
}

/** The figure asked for and the other sentence's in its place; of two sentences with the same run of counters, any that differ. */
function differingPair(
  own: readonly StatedFigure[],
  theirs: readonly StatedFigure[],
  asked: Figure,
  near: boolean,
): { mine: StatedFigure; their: StatedFigure } | undefined {
  const parallel =
    own.length > 1 && own.map(({ figure }) => figure.unit).join() === theirs.map(({ figure }) => figure.unit).join();
  if (!parallel && !near) return undefined;
  // They agree on what is asked.
  if (theirs.some(({ figure }) => figure.unit === asked.unit && figure.value === asked.value)) return undefined;
  const pairs = own.flatMap((mine) =>
    theirs.filter((their) => parts(mine, their, parallel)).map((their) => ({ mine, their })),
  );
  return pairs.find(({ mine }) => mine.figure.start === asked.start) ?? (parallel ? pairs[0] : undefined);
}

interface StatedFigure {
  readonly figure: Figure;
  readonly clause: number;
  /** Words of the clause, figures taken out. */
  readonly words: string;
  /** Share of the question's terms that the clause has. */
  readonly share: number;
  /** The terms of the question that the clause has. */
  readonly named: readonly string[];
  /** How many terms the question has. */
  readonly terms: number;
}

/** The figures of a sentence that are counted as the question asks, with their clauses. */
function statedIn(scored: ScoredUnit, question: Question): readonly StatedFigure[] {
  const { unit } = scored;
  const bracketed = (question.text.match(/[（(][^（()）]*[)）]/gu) ?? []).join('');
  return unit.figures.flatMap((figure): StatedFigure[] => {
    if (figure.unit === '' || figure.value === undefined || !/\d/u.test(figure.digits)) return [];
    const clause = unit.clauses.findIndex(({ start, end }) => figure.start >= start && figure.start < end);
    const stretch = unit.clauses[clause];
    if (!stretch) return [];
    const text = unit.text.slice(stretch.start, stretch.end);
    const lower = matchText(text);
    const had = question.terms.filter((term) => matchTerm(term, lower) > 0.4).map(({ surface }) => surface);
    // “国家（世界）一流”: one or the other.
    const named = had.filter((word) => !bracketed.includes(word));
    const words = text.replace(figure.text, '').replace(/[\d\p{P}\s]+/gu, '');
    const terms = question.terms.length;
    return [{ figure, clause, words, share: had.length / Math.max(1, terms), named, terms }];
  });
}

/** Clauses alike, or both with the words of the question, and figures of one unit that are not the same. */
function parts(left: StatedFigure, right: StatedFigure, parallel: boolean): boolean {
  const [a, b] = [left.figure.value ?? 0, right.figure.value ?? 0];
  if (left.figure.unit !== right.figure.unit || a === b || a === 0 || b === 0) return false;
  if (Math.max(a, b) / Math.min(a, b) > APART) return false;
  if (scopeOf(left.words) !== scopeOf(right.words)) return false;
  // “社会发展领域的4个…”, “高新技术领域的7个…”: of other things.
  if (left.named.some((word) => !right.named.includes(word))) return false;
  const alike = likeness(left.words, right.words);
  if (alike >= 0.6 && (parallel || Math.min(left.share, right.share) > 0)) return true;
  return left.terms >= 2 && left.share >= 0.6 && right.share >= 0.6 && alike >= 0.15;
}

/** Words that set the scope of a figure: what is new, a part, or of one field. */
function scopeOf(words: string): string {
  return [...words.matchAll(/新增|新建|其中|涉农|农业|国家级|省级|市级|每年|累计|示范区|园区|开发区|走廊|硅谷/gu)]
    .map(([word]) => word)
    .sort()
    .join();
}

/** The part of a plan that reports what was reached speaks of another time than the one that sets aims. */
function looksBack({ unit }: ScoredUnit): boolean {
  const path = unit.passage.section.join(' ');
  return /基础|成就|成效|回顾|现状|形势/u.test(path) && !/目标|任务/u.test(path);
}

/** Dice coefficient of the character pairs of two texts. */
export function likeness(left: string, right: string): number {
  const pairs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  const [a, b] = [pairs(left), pairs(right)];
  const common = [...a].filter((pair) => b.has(pair)).length;
  return (2 * common) / Math.max(1, a.size + b.size);
}

/** The last year that each sentence is of: its own, else the plan's horizon, or its eve where it looks back. */
function sameUnitTimes(left: ScoredUnit, right: ScoredUnit, plans: readonly PlanSummary[]): boolean {
  const lastYear = (scored: ScoredUnit): number | undefined => {
    const years = scored.unit.times.map(({ to }) => to);
    if (years.length > 0) return Math.max(...years);
    const period = plans.find(({ id }) => id === scored.unit.passage.planId)?.period;
    return looksBack(scored) ? period?.from && period.from - 1 : period?.to;
  };
  const same = left.unit.times.some((one) =>
    right.unit.times.some((other) => sameTime(one, other) || sameTime(other, one)),
  );
  return same || lastYear(left) === lastYear(right);
}
