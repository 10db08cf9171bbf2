import { holdsNormalised, normalise, numbersIn, pairsOf } from '../compare.ts';
import { derivedFigures, isDerived } from './derived.ts';
import type { PassageLike } from './evidence.ts';
import { figuresOf, premiseOf, statesFigure } from './figures.ts';
import { statementsOf } from './statements.ts';

/** Sums over one answer, to be added up over many. */
export interface CitationCounts {
  readonly statements: number;
  /** Statements that what they cite, taken together, supports. */
  readonly supported: number;
  readonly citations: number;
  /** Citations of supported statements that are not superfluous. */
  readonly precise: number;
}

/** Share of a statement's pairs of characters that its sources must have, whatever else it states. */
const SHARED_PAIRS = 0.5;
/** With fewer pairs than this, a statement that has figures is little else. */
const FEWEST_PAIRS = 6;
/** “（据原文计算：5 − 3 = 2）”: says how, not what. */
const WORKING = /[（(][^（()）]*=[^（()）]*[)）]/gu;

/**
 * Whether passages, joined, support a statement. Stands in for ALCE's model of natural language inference, since no
 * model is at hand: every figure with its unit, every other number (G60) and every name in quotation marks must stand
 * in them, and half of the pairs of Chinese characters, so that a passage on another subject that happens to have
 * the figure does not.
 * @param derived digits that need not stand in them, from `derivedFigures`
 */
export function supports(
  passages: readonly PassageLike[],
  statement: string,
  derived: ReadonlySet<string> = new Set(),
): boolean {
  const premise = premiseOf(passages);
  const said = statement.replace(WORKING, '');
  const isStated = figuresOf(said).every((figure) => isDerived(derived, figure) || statesFigure(premise, figure));
  if (!isStated) return false;
  const names = [...said.matchAll(/[“《「『]([^”》」』]+)[”》」』]/gu)].map(([, name = '']) => normalise(name));
  const numbers = numbersIn(normalise(statement)).filter((number) => !derived.has(number));
  if (![...names, ...numbers].every((wanted) => holdsNormalised(premise.text, wanted))) return false;
  const pairs = pairsOf(normalise(said));
  if (numbers.length > 0 && pairs.length < FEWEST_PAIRS) return true;
  return pairs.filter((pair) => premise.text.includes(pair)).length >= pairs.length * SHARED_PAIRS;
}

/**
 * Citation recall and precision by ALCE's definitions (Gao et al., arXiv 2305.14627, section 4). A statement is
 * recalled when it cites something and the cited passages, joined, support it; a citation that resolves to nothing
 * makes it not so. A citation is precise when its statement is recalled and it supports the statement alone, or
 * the others fail to without it.
 */
export function countCitations(answer: string, cited: ReadonlyMap<number, PassageLike>): CitationCounts {
  const derived = derivedFigures(answer);
  const statements = statementsOf(answer);
  let supported = 0;
  let citations = 0;
  let precise = 0;
  for (const { text, cites } of statements) {
    citations += cites.length;
    const passages = cites.flatMap((n) => cited.get(n) ?? []);
    if (cites.length === 0 || passages.length < cites.length || !supports(passages, text, derived)) continue;
    supported += 1;
    precise += passages.filter((passage) => {
      const others = passages.filter((other) => other !== passage);
      return supports([passage], text, derived) || !supports(others, text, derived);
    }).length;
  }
  return { statements: statements.length, supported, citations, precise };
}
