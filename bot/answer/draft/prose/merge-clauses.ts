import { plainText, readQuantities } from '../../verify-quantities.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Clause } from './numbered-clauses.ts';
import type { WrittenSentence } from './read-section.ts';

/** Share of a clause's words that the sentences in its place must have. */
const SAID = 0.75;

/**
 * A paragraph of the model's sentences and, where they do not say what a clause says, of the clause itself. A sentence
 * takes the place of all clauses that it marks, or of none: a clause whose figures, names or words are not all said stands
 * as it is, and what was written of it goes, so that nothing is lost and nothing is said twice.
 */
export function mergeClauses(
  clauses: readonly Clause[],
  written: readonly WrittenSentence[],
  vocabulary: Vocabulary,
): readonly (Clause | WrittenSentence)[] {
  const missing = (kept: readonly WrittenSentence[]): readonly Clause[] =>
    clauses.filter((clause) => !isSaid(clause, kept, vocabulary));
  let kept = written;
  for (let left = missing(kept); ; left = missing(kept)) {
    const next = kept.filter((sentence) => !sentence.clauses.some((clause) => left.includes(clause)));
    if (next.length === kept.length) return inOrder(left, kept);
    kept = next;
  }
}

/** Whether the sentences that mark a clause have its figures with their bounds, its years and names, and most of its words. */
function isSaid(clause: Clause, written: readonly WrittenSentence[], vocabulary: Vocabulary): boolean {
  const own = written.filter(({ clauses }) => clauses.includes(clause));
  if (own.length === 0) return false;
  const text = own.map((sentence) => sentence.text).join('');
  const said = new Set(keysOf(text));
  if (keysOf(clause.sentence.text).some((key) => !said.has(key))) return false;
  const words = vocabulary.content(vocabulary.normal(clause.sentence.text));
  const left = vocabulary.missing(vocabulary.normal(clause.sentence.text), vocabulary.normal(text));
  return left.length <= words.length * (1 - SAID);
}

/** What must not be lost of a text: figures with unit and bounds, years, quoted names. */
function keysOf(text: string): readonly string[] {
  const plain = plainText(text);
  return [
    ...readQuantities(plain).map(({ key, bounds }) => [key, ...[...bounds].sort()].join(' ')),
    ...[...plain.matchAll(/“[^“”]+”|《[^《》]+》/gu)].map(([name]) => name),
  ];
}

/** The sentences in the order in which they were written; a clause stands behind what was written of the one before it. */
function inOrder(
  clauses: readonly Clause[],
  written: readonly WrittenSentence[],
): readonly (Clause | WrittenSentence)[] {
  const merged: (Clause | WrittenSentence)[] = [...written];
  for (const clause of clauses) {
    const before = merged.findLastIndex((one) => firstOf(one) < clause.n);
    merged.splice(before + 1, 0, clause);
  }
  return merged;
}

function firstOf(one: Clause | WrittenSentence): number {
  return 'n' in one ? one.n : Math.min(...one.clauses.map(({ n }) => n));
}
