import { holdsNormalised, normalise } from '../compare.ts';
import type { PassageLike } from './evidence.ts';
import { figuresOf, premiseOf, statesFigure } from './figures.ts';
import { withoutNumbering } from './right.ts';

/** One sentence of an answer with the numbers it cites. */
export interface Statement {
  readonly text: string;
  readonly cites: readonly number[];
}

/** Sums over one answer, to be added up over many. */
export interface CitationCounts {
  readonly statements: number;
  /** Statements that what they cite, taken together, supports. */
  readonly supported: number;
  readonly citations: number;
  /** Citations of supported statements that are not superfluous. */
  readonly precise: number;
}

/** A sentence, and the marks that belong to it although they stand behind its full stop. */
const SENTENCE = /[^。！？\n]*(?:[。！？]["”』」）]*|$)(?:\s?\[\d+\])*/gu;

/** The sentences of an answer. A line that ends in a colon is the beginning of the one after it. */
export function statementsOf(answer: string): readonly Statement[] {
  const statements: Statement[] = [];
  let lead = '';
  for (const line of answer.split('\n')) {
    if (/[：:]\**\s*$/u.test(line)) {
      lead += line.trim();
      continue;
    }
    for (const [sentence] of line.matchAll(SENTENCE)) {
      const text = withoutNumbering(sentence).replace(/\*\*/gu, '').trim();
      if (!/[\p{L}\p{N}]/u.test(text)) continue;
      const cites = [...(lead + sentence).matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n));
      statements.push({ text: withoutNumbering(lead).replace(/\*\*/gu, '') + text, cites: [...new Set(cites)] });
      lead = '';
    }
  }
  return statements;
}

/** Share of a statement's pairs of characters that its sources must have too, whatever else it states. */
const SHARED_PAIRS = 0.5;

/**
 * Whether passages, joined, support a statement. Stands in for ALCE's model of natural language inference, since no
 * model is at hand: every figure with its unit and every name in quotation marks must stand in them, and half of the
 * pairs of Chinese characters, so that a passage on another subject that happens to have the figure does not.
 */
export function supports(passages: readonly PassageLike[], statement: string): boolean {
  const premise = premiseOf(...passages);
  if (!figuresOf(statement).every((figure) => statesFigure(premise, figure))) return false;
  const names = [...statement.matchAll(/[“《「『]([^”》」』]+)[”》」』]/gu)].map(([, name = '']) => normalise(name));
  if (!names.every((name) => holdsNormalised(premise, name))) return false;
  const pairs = pairsOf(statement);
  const shared = pairs.filter((pair) => premise.includes(pair)).length;
  return shared >= pairs.length * SHARED_PAIRS;
}

function pairsOf(text: string): readonly string[] {
  const runs = normalise(text).match(/\p{Script=Han}+/gu) ?? [];
  return runs.flatMap((run) => Array.from(run.slice(0, -1), (_, index) => run.slice(index, index + 2)));
}

/**
 * Citation recall and precision by ALCE's definitions (Gao et al., arXiv 2305.14627, section 4). A statement is
 * recalled when it cites something and the cited passages, joined, support it; a citation that resolves to nothing
 * makes it not so. A citation is precise when its statement is recalled and it supports the statement alone, or
 * the others fail to without it.
 */
export function countCitations(answer: string, cited: ReadonlyMap<number, PassageLike>): CitationCounts {
  let supported = 0;
  let citations = 0;
  let precise = 0;
  const statements = statementsOf(answer);
  for (const { text, cites } of statements) {
    citations += cites.length;
    const passages = cites.flatMap((n) => cited.get(n) ?? []);
    if (cites.length === 0 || passages.length < cites.length || !supports(passages, text)) continue;
    supported += 1;
    precise += passages.filter(
      (passage) => supports([passage], text) || !supports(passages.filter((other) => other !== passage), text),
    ).length;
  }
  return { statements: statements.length, supported, citations, precise };
}
