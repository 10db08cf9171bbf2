import type { Question } from '../query/question.ts';
import { hasPieceOf, matchTerm } from './match-term.ts';
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
  /** Whether the passage's text has any piece of the term: where it has none, none of its sentences has. */
  readonly present: readonly boolean[];
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
  const present = terms.map((term) => hasPieceOf(term, texts.text));
  return {
    leaf: terms.map((term) => matchTerm(term, texts.leaf)),
    path: terms.map((term) => matchTerm(term, texts.path)),
    text: terms.map((term, index) => (present[index] === true ? matchTerm(term, texts.text) : 0)),
    title: terms.map((term) => matchTerm(term, title)),
    present,
  };
}

/**
 * Looks for the terms in and around a unit. Thousands of units are looked at for a question, so nothing is made for each
 * term: no closure, no list.
 * @param weights weight of each term, in the order of the question's terms
 */
export function matchTerms(
  unit: Unit,
  { terms }: Question,
  weights: readonly number[],
  shared: SharedMatches,
): TermMatches {
  const { match, passage } = unit;
  const { clauses } = match;
  const inClauses = clauses.map(() => 0);
  const matched = new Set<number>();
  const heaviest = Math.max(...weights, Number.MIN_VALUE);
  const ownHeading = passage.kind === 'row' ? COVERS.caption : COVERS.heading;
  const shares: PlaceSums = { clauses: 0, heading: 0, path: 0, neighbours: 0, passage: 0, title: 0 };
  let [total, covered, supported, rarest] = [0, 0, 0, 0];
  for (const [index, term] of terms.entries()) {
    const weight = weights[index] ?? 0;
    const leaf = shared.leaf[index] ?? 0;
    const path = shared.path[index] ?? 0;
    const text = shared.text[index] ?? 0;
    const title = shared.title[index] ?? 0;
    total += weight;
    let clause = 0;
    let sentence = 0;
    let around = 0;
    if (shared.present[index] === true) {
      for (const [at, words] of clauses.entries()) {
        const strength = matchTerm(term, words);
        inClauses[at] = (inClauses[at] ?? 0) + strength * weight;
        clause = Math.max(clause, strength);
      }
      sentence = clause === 1 ? 1 : Math.max(clause, matchTerm(term, match.sentence));
      around = sentence === 1 ? 0 : matchTerm(term, match.around);
    }
    shares.clauses += clause * weight;
    let nearer = count(shares, 'heading', leaf, sentence, weight);
    nearer = count(shares, 'path', path, nearer, weight);
    nearer = count(shares, 'neighbours', around, nearer, weight);
    nearer = count(shares, 'passage', text, nearer, weight);
    count(shares, 'title', title, nearer, weight);
    const own = Math.max(sentence, leaf);
    if (weight === heaviest) rarest = Math.max(rarest, own);
    const heading = leaf * ownHeading;
    const spoken = Math.max(clause * COVERS.clause, sentence * COVERS.sentence, heading);
    if (spoken > MATCHED) matched.add(index);
    covered +=
      weight * Math.max(spoken, path * COVERS.path, around * COVERS.around, text * COVERS.text, title * COVERS.title);
    supported += weight * Math.max(sentence * COVERS.sentence, heading, text, path, title);
  }
  const most = Math.max(...inClauses, 0);
  return {
    shares: {
      clauses: shareOf(shares.clauses, total),
      heading: shareOf(shares.heading, total),
      path: shareOf(shares.path, total),
      neighbours: shareOf(shares.neighbours, total),
      passage: shareOf(shares.passage, total),
      title: shareOf(shares.title, total),
      density: shareOf(most, total),
      matchedTerms: matched.size / Math.max(1, terms.length),
      rarestTerm: rarest,
    },
    matched,
    clause: Math.max(0, inClauses.indexOf(most)),
    coverage: shareOf(covered, total),
    support: shareOf(supported, total),
  };
}

/** Sums of weights by the place that a term stands nearest in. */
type PlaceSums = Record<'clauses' | 'heading' | 'path' | 'neighbours' | 'passage' | 'title', number>;

/**
 * Counts a place for what it has of a term beyond the nearer places.
 * @returns how much this place and the nearer ones have
 */
function count(sums: PlaceSums, place: keyof PlaceSums, strength: number, nearer: number, weight: number): number {
  const more = Math.max(0, strength - nearer);
  sums[place] += more * weight;
  return nearer + more;
}

function shareOf(value: number, total: number): number {
  return total === 0 ? 0 : value / total;
}
