import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { findBySide, type PlaceFinding } from './find-side.ts';
import { askedIndicators } from './records-of.ts';
import { asksFigure } from './side-records.ts';
import { differenceNotes } from './difference-notes.ts';
import { everyPlace, type Side } from './sides.ts';

/** A sentence of another place states the same thing when it fits nearly as well as the best one. */
const NEAR_PLACE = 0.4;
/** …and has this share of the question's terms. */
const COVERAGE = 0.8;

/** Places that are asked one by one. Of more, only those that the search found: a line for each of hundreds is no answer. */
const MOST_PLACES = 12;

/**
 * What several places' plans say on a question that names none: each one's own value in a line. Undefined when the
 * question names a place or a plan, asks for no value, or one place alone states it.
 */
export async function composeSeveral(
  question: Question,
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  if (namesPlans(question) || !asksFigure(question)) return undefined;
  const findings = await findBySide(likelyPlaces(everyPlace(question, context), found), context);
  const stated = findings.filter(({ statement, withoutValue }) => statement && !withoutValue);
  const recorded = stated.filter(({ records }) => records.length > 0);
  if (await isOfOneThing(recorded, question, context)) return undefined;
  const well = byScore(stated, question, found);
  const kept = stated.filter((finding) => recorded.includes(finding) || well.includes(finding));
  // One place alone, where its records state it.
  const [only] = kept;
  if (kept.length < 2 && (only === undefined || !statesAll(only, question))) return undefined;
  const lines = kept.flatMap(({ place, statement }): readonly Statement[] =>
    statement ? [{ ...statement, text: `- **${shortPlace(place)}**：${statement.text}` }] : [],
  );
  return [...lines, ...differenceNotes(kept)];
}

/** Whether a question says whose plans it asks: it names a place or a plan. */
export function namesPlans({ planIds, titledPlans, otherPlaces }: Question): boolean {
  return planIds !== undefined || titledPlans !== undefined || otherPlaces.length > 0;
}

/** The places that the search found something of, where there are too many for a line each. */
export function likelyPlaces(places: readonly Side[], { evidence }: Found): readonly Side[] {
  if (places.length <= MOST_PLACES) return places;
  const rankOf = ({ planIds }: Side): number => {
    const rank = evidence.findIndex(({ passage }) => planIds.includes(passage.planId));
    return rank < 0 ? Infinity : rank;
  };
  return places
    .filter((place) => rankOf(place) < Infinity)
    .toSorted((left, right) => rankOf(left) - rankOf(right))
    .slice(0, MOST_PLACES);
}

/** A record of one place answers alone where it leaves no word of the question out. */
function statesAll({ records, statement }: PlaceFinding, question: Question): boolean {
  if (records.length === 0 || question.intent.kind !== 'figure') return false;
  const said = matchText(`${records[0]?.indicator ?? ''} ${records[0]?.canonical ?? ''} ${statement?.text ?? ''}`);
  return question.terms.every((term) => (term.factor ?? 1) < 1 || matchTerm(term, said) > 0.4);
}

/** Least weight of a word that says of what something is asked, as a share of the heaviest. */
const TELLING = 0.5;

/**
 * “甲走廊要培育多少家高企”: the values of places are of something larger, where none of them speaks of a telling word of the
 * question.
 */
async function isOfOneThing(
  recorded: readonly PlaceFinding[],
  question: Question,
  context: AnswerContext,
): Promise<boolean> {
  if (recorded.length === 0) return false;
  const weights = await termWeights(context.store, question);
  const heaviest = Math.max(...weights);
  const values = recorded.map(({ records: [record], statement }) =>
    matchText(`${record?.indicator ?? ''} ${record?.canonical ?? ''} ${statement?.text ?? ''}`),
  );
  // An indicator goes by several names: its values are of the one asked for, whichever of its words they have.
  const named = askedIndicators(question).map(({ written }) => matchText(written));
  return question.terms.some(
    (term, at) =>
      (weights[at] ?? 0) >= heaviest * TELLING &&
      !named.some((name) => name.includes(term.surface)) &&
      values.every((value) => matchTerm(term, value) <= 0.4),
  );
}

/** Of the sentences without records, those that fit nearly as well as the best one. Only a figure is worth that. */
function byScore(stated: readonly PlaceFinding[], question: Question, found: Found): readonly PlaceFinding[] {
  if (question.intent.kind !== 'figure') return [];
  const top = found.best?.score ?? 0;
  return stated.filter(
    ({ found: own }) => own.best && own.best.coverage >= COVERAGE && own.best.score >= top * NEAR_PLACE,
  );
}
