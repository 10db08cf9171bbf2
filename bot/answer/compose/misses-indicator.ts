import type { Question } from '../../../retrieval/query/question.ts';
import { matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { askedIndicators } from './records-of.ts';

/** Least share of an indicator's character pairs that a sentence with its value has. */
const NAMED = 0.7;

/** An indicator of the list is asked for, and the sentence that fits best has a figure of something else. */
export function missesIndicator(best: ScoredUnit, question: Question): boolean {
  if (question.intent.kind !== 'figure') return false;
  const asked = askedIndicators(question);
  if (asked.length === 0) return false;
  const terms = (words: string): readonly number[] =>
    [...question.terms.keys()].filter((index) => words.includes(question.terms[index]?.surface ?? ' '));
  const whole = asked.some(({ written }) => {
    const own = terms(matchText(written));
    return own.length > 0 && own.every((index) => best.matched.has(index));
  });
  if (whole) return false;
  const text = matchText(`${best.unit.text}${best.unit.passage.section.at(-1) ?? ''}`);
  return !asked.some(({ name, written }) =>
    [name, written].some((words) => pairShare(matchText(words).replace(/数量?$/u, ''), text) >= NAMED),
  );
}

function pairShare(words: string, text: string): number {
  const pairs = Array.from({ length: Math.max(1, words.length - 1) }, (_, at) => words.slice(at, at + 2));
  return pairs.filter((pair) => text.includes(pair)).length / pairs.length;
}
