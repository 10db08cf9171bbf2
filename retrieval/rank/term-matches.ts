import type { Question } from '../query/question.ts';
import { matchTerm } from './match-term.ts';
import type { PassageMatchTexts, Unit } from './units.ts';

/**
 * How much a term counts towards coverage by where it stands. Coverage says whether a sentence answers at all; the order
 * of sentences is learnt (`weights.json`).
 */
const COVERS = {
  clause: 1,
  sentence: 0.92,
  heading: 0.95,
  caption: 0.45,
  path: 0.55,
  around: 0.35,
  text: 0.25,
  title: 0.3,
};
/** A match at least this good is one. */
const MATCHED = 0.4;

/** How well each term of the question is met in the texts that all units of a passage share; 0 to 1 a term. */
export interface SharedMatches {
  readonly leaf: readonly number[];
  readonly path: readonly number[];
  readonly text: readonly number[];
  readonly title: readonly number[];
}

/** Where the terms of a question stand in and around a unit. */
export interface TermMatches {
  /** Weighted shares of the terms, each counted where it stands nearest. */
  readonly shares: {
    readonly clauses: number;
    readonly heading: number;
    readonly path: number;
    readonly neighbours: number;
    readonly passage: number;
    readonly title: number;
    /** Of the terms that the best clause has. */
    readonly density: number;
    /** Of the terms, counted not weighed, that the sentence or its heading has. */
    readonly matchedTerms: number;
    /** The term that weighs most: how well the sentence or its heading has it. */
    readonly rarestTerm: number;
  };
  /** Indexes of the terms that the sentence itself or its own heading has. */
  readonly matched: ReadonlySet<number>;
  /** Index of the clause that has most of the terms. */
  readonly clause: number;
  /** Weighted share of the terms met in or around the unit, less for those further away, 0 to 1. */
  readonly coverage: number;
  /** Weighted share of the terms that stand in the passage, its headings or its plan's title at all, 0 to 1. */
  readonly support: number;
}

/** Looks for the terms in the texts that all units of a passage share. */
export function matchShared(texts: PassageMatchTexts, title: string, { terms }: Question): SharedMatches {
  const of = (text: string): readonly number[] => terms.map((term) => matchTerm(term, text));
  return { leaf: of(texts.leaf), path: of(texts.path), text: of(texts.text), title: of(title) };
}

/**
 * Looks for the terms in and around a unit.
 * @param weights weight of each term, in the order of the question's terms
 */
export function matchTerms(
  unit: Unit,
  { terms }: Question,
  weights: readonly number[],
  shared: SharedMatches,
): TermMatches {
  const { match, passage } = unit;
  const inClauses = match.clauses.map(() => 0);
  const matched = new Set<number>();
  const shares = { clauses: 0, heading: 0, path: 0, neighbours: 0, passage: 0, title: 0 };
  const heaviest = Math.max(...weights, Number.MIN_VALUE);
  let [total, covered, supported, rarest] = [0, 0, 0, 0];
  terms.forEach((term, index) => {
    const weight = weights[index] ?? 0;
    total += weight;
    let clause = 0;
    match.clauses.forEach((text, at) => {
      const strength = matchTerm(term, text);
      inClauses[at] = (inClauses[at] ?? 0) + strength * weight;
      clause = Math.max(clause, strength);
    });
    const sentence = clause === 1 ? 1 : Math.max(clause, matchTerm(term, match.sentence));
    const around = sentence === 1 ? 0 : matchTerm(term, match.around);
    const [leaf = 0, path = 0, text = 0, title = 0] = [shared.leaf, shared.path, shared.text, shared.title].map(
      (strengths) => strengths[index] ?? 0,
    );
    // Each place counts for what it has beyond the nearer ones.
    let nearer = clause;
    const beyond = (strength: number): number => {
      const more = Math.max(0, strength - nearer);
      nearer += more;
      return more * weight;
    };
    shares.clauses += clause * weight;
    nearer = sentence;
    shares.heading += beyond(leaf);
    shares.path += beyond(path);
    shares.neighbours += beyond(around);
    shares.passage += beyond(text);
    shares.title += beyond(title);
    const own = Math.max(sentence, leaf);
    if (weight === heaviest) rarest = Math.max(rarest, own);
    const heading = leaf * (passage.kind === 'row' ? COVERS.caption : COVERS.heading);
    const spoken = Math.max(clause * COVERS.clause, sentence * COVERS.sentence, heading);
    if (spoken > MATCHED) matched.add(index);
    covered +=
      weight * Math.max(spoken, path * COVERS.path, around * COVERS.around, text * COVERS.text, title * COVERS.title);
    supported += weight * Math.max(sentence * COVERS.sentence, heading, text, path, title);
  });
  const share = (value: number): number => (total === 0 ? 0 : value / total);
  const most = Math.max(...inClauses, 0);
  return {
    shares: {
      clauses: share(shares.clauses),
      heading: share(shares.heading),
      path: share(shares.path),
      neighbours: share(shares.neighbours),
      passage: share(shares.passage),
      title: share(shares.title),
      density: share(most),
      matchedTerms: matched.size / Math.max(1, terms.length),
      rarestTerm: rarest,
    },
    matched,
    clause: Math.max(0, inClauses.indexOf(most)),
    coverage: share(covered),
    support: share(supported),
  };
}
