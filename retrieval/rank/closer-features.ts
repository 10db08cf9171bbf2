import type { AnswerKind } from '../query/intent.ts';
import type { Question } from '../query/question.ts';
import { FEATURES } from './features.ts';
import { matchTerm } from './match-term.ts';
import { matchText } from './match-text.ts';
import type { ScoredUnit } from './score.ts';
import { weighted, type RankingWeights } from './weights.ts';

/** Kinds of questions that are told apart; the others are none of these. */
const KINDS = ['figure', 'list', 'name', 'open', 'yes-no'] as const satisfies readonly AnswerKind[];

/**
 * What the best candidates of a question are compared by beside the features of the weighted sum: what the question is
 * like, where its first and its last term stand, and what the sentence is like. Too dear for thousands of sentences.
 */
export const CLOSER_FEATURES = [
  ...KINDS,
  'plural',
  'aspectTarget',
  'aspectResult',
  'terms',
  'times',
  'planNamed',
  'counter',
  // Where the first term (mostly the subject) and the last one (mostly what is asked of it) stand, 0 to 1.
  'firstInClause',
  'firstInSentence',
  'firstInHeadings',
  'lastInClause',
  'lastInSentence',
  'lastInHeadings',
  // Share of the terms that stand there as the question has them.
  'exact',
  // Longest run of characters in common with the question, in tens.
  'commonRun',
  'commonRunHeading',
  // The sentence.
  'figures',
  'enumerated',
  'quoted',
  'place',
  'isLast',
  'box',
  'lookBack',
  'lookAhead',
  'safeguards',
  'responsible',
] as const;

/** The name of such a feature. */
export type CloserFeatureName = (typeof CLOSER_FEATURES)[number];

/** Numbers in a row of `closerRows`. */
export const CLOSER_WIDTH = FEATURES.length * 2 + CLOSER_FEATURES.length + 1;

/**
 * A row of `CLOSER_WIDTH` numbers for each candidate of one question: its features in the order of `FEATURES`, those of
 * `CLOSER_FEATURES`, how far its weighted sum is behind the best one's (0 or less), and how far each feature is behind the
 * highest of all candidates.
 */
export function closerRows(
  candidates: readonly Pick<ScoredUnit, 'unit' | 'clause' | 'features'>[],
  question: Question,
  weights: RankingWeights,
): readonly Float64Array[] {
  const sums = candidates.map(({ features }) => weighted(features, weights));
  const best = Math.max(...sums);
  const highest = FEATURES.map((name) => Math.max(...candidates.map(({ features }) => features[name])));
  const asked = readAsked(question);
  return candidates.map((candidate, index) => {
    const own = FEATURES.map((name) => candidate.features[name]);
    const closer = readCloser(candidate, question, asked);
    return Float64Array.from([
      ...own,
      ...CLOSER_FEATURES.map((name) => closer[name]),
      (sums[index] ?? 0) - best,
      ...own.map((value, at) => value - (highest[at] ?? 0)),
    ]);
  });
}

interface Asked {
  readonly text: string;
  readonly first: Question['terms'][number] | undefined;
  readonly last: Question['terms'][number] | undefined;
}

/** The terms in the order in which the question has them: the lexicon's come before the others in `question.terms`. */
function readAsked({ text: raw, terms }: Question): Asked {
  const text = matchText(raw);
  const placed = terms
    .filter(({ factor = 1 }) => factor === 1)
    .map((term) => ({ term, at: text.indexOf(term.surface) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return { text: text.replace(/[^\p{L}\p{N}]+/gu, ' '), first: placed[0]?.term, last: placed.at(-1)?.term };
}

type CloserFeatures = Readonly<Record<CloserFeatureName, number>>;

function readCloser(
  { unit, clause }: Pick<ScoredUnit, 'unit' | 'clause' | 'features'>,
  { intent, terms, times, planIds }: Question,
  { text, first, last }: Asked,
): CloserFeatures {
  const { match, passage } = unit;
  const clauseText = match.clauses[clause] ?? '';
  const headings = `${match.passage.leaf} ${match.passage.path}`;
  const path = passage.section.join(' ');
  const meets = (term: Asked['first'], where: string): number => (term ? matchTerm(term, where) : 0);
  const flag = (holds: boolean): number => (holds ? 1 : 0);
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, flag(intent.kind === kind)]));
  const exact = terms.filter(({ surface }) => match.sentence.includes(surface)).length;
  return {
    ...(kinds as Record<(typeof KINDS)[number], number>),
    plural: flag(intent.plural),
    aspectTarget: flag(intent.aspect === 'target'),
    aspectResult: flag(intent.aspect === 'result'),
    terms: terms.length / 10,
    times: times.length,
    planNamed: flag(planIds !== undefined),
    counter: flag(intent.units.length > 0),
    firstInClause: meets(first, clauseText),
    firstInSentence: meets(first, match.sentence),
    firstInHeadings: meets(first, headings),
    lastInClause: meets(last, clauseText),
    lastInSentence: meets(last, match.sentence),
    lastInHeadings: meets(last, headings),
    exact: exact / Math.max(1, terms.length),
    commonRun: longestCommonRun(text, match.sentence) / 10,
    commonRunHeading: longestCommonRun(text, match.passage.leaf) / 10,
    figures: Math.min(6, unit.figures.length) / 6,
    enumerated: Math.min(12, unit.text.split('、').length - 1) / 12,
    quoted: flag(/[“《]/u.test(unit.text)),
    place: unit.span.start / Math.max(1, passage.text.length),
    isLast: flag(unit.span.end >= passage.text.length),
    box: flag(path.includes('专栏')),
    lookBack: flag(/基础|成就|成效|回顾|现状|形势/u.test(path)),
    lookAhead: flag(/目标|指标/u.test(path)),
    safeguards: flag(/保障|组织领导|实施/u.test(path)),
    responsible: flag(/牵头|负责|会同|责任单位/u.test(unit.text)),
  };
}

/** Length of the longest run of characters that both texts have; a space ends a run. */
export function longestCommonRun(one: string, other: string): number {
  let longest = 0;
  for (let start = 0; start + longest < one.length; start += 1) {
    while (start + longest < one.length) {
      const run = one.slice(start, start + longest + 1);
      if (run.includes(' ') || !other.includes(run)) break;
      longest += 1;
    }
  }
  return longest;
}
