import type { Term } from '../query/terms.ts';

/** What a plan word counts where the question has the everyday word for it. */
const PLAN_WORD = 0.7;

/**
 * How well one text (from `matchText`) has a term: 1 for the term or a synonym whole, less for part of its words or for
 * a plan word that an everyday word may stand for. A quantity found only inside a ratio (生产总值 in 占生产总值比重) is
 * another quantity.
 */
export function matchTerm(term: Term, lower: string): number {
  if (term.matchers.some((matcher) => includesFree(lower, matcher))) return 1;
  // A long word or name is met in part by its parts.
  let covered = 0;
  for (const { word, longer } of partsOf(term))
    if (lower.includes(word) && !longer.some((other) => lower.includes(other))) covered += word.length;
  const share = Math.min(1, covered / term.surface.length);
  const meant = term.plan?.some((word) => lower.includes(word)) ? PLAN_WORD : 0;
  return Math.max(share >= 0.5 ? share * 0.7 : 0, meant);
}

/** Whether a text (from `matchText`) has any piece of a term: where it has none, no stretch of it matches the term. */
export function hasPieceOf(term: Term, lower: string): boolean {
  return (
    term.matchers.some((matcher) => lower.includes(matcher)) ||
    partsOf(term).some(({ word }) => lower.includes(word)) ||
    (term.plan?.some((word) => lower.includes(word)) ?? false)
  );
}

/** A word of a term's surface, and the other words of it that hold this one. */
interface TermPart {
  readonly word: string;
  readonly longer: readonly string[];
}

const termParts = new WeakMap<Term, readonly TermPart[]>();

function partsOf(term: Term): readonly TermPart[] {
  const known = termParts.get(term);
  if (known) return known;
  const surface = term.surface.toLowerCase();
  const own = term.words.filter((word) => word !== surface && surface.includes(word) && word.length > 1);
  const parts = own.map((word) => ({ word, longer: own.filter((other) => other !== word && other.includes(word)) }));
  termParts.set(term, parts);
  return parts;
}

function includesFree(text: string, variant: string): boolean {
  for (let at = text.indexOf(variant); at !== -1; at = text.indexOf(variant, at + 1)) {
    if (!(RATIO_BASE.test(variant) && text[at - 1] === '占')) return true;
  }
  return false;
}

/** Totals that plans mostly name as the base of a ratio. */
const RATIO_BASE = /^(?:地区)?生产总值$|^gdp$/u;
