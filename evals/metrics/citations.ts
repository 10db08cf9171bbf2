import { derivedFigures } from './derived.ts';
import type { PassageLike } from './evidence.ts';
import { statementsOf } from './statements.ts';
import { supports } from './support.ts';

/** Sums over one answer, to be added up over many. */
export interface CitationCounts {
  readonly statements: number;
  /** Statements that what they cite, taken together, supports. */
  readonly supported: number;
  readonly citations: number;
  /** Citations of supported statements that are not superfluous. */
  readonly precise: number;
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
