import { shortPlace } from '../../corpus/places.ts';
import type { AnswerKind } from '../../retrieval/query/intent.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { pickFigure } from './compose/fact.ts';
import { missesIndicator } from './compose/misses-indicator.ts';
import { missesAttribute, missesTime } from './asked-attribute.ts';
import { isOtherFigure } from './asked-figure.ts';
import { missesRole } from './asked-role.ts';
import { measureOf, measuresOf } from '../../retrieval/rank/measures.ts';
import { matchTerm, matchText, sameTime, type ScoredUnit } from '../../retrieval/rank/score.ts';
import type { PlanSummary } from '../../retrieval/types.ts';

/** Why the best sentence does not answer the question. */
export type Shortfall = 'nothing' | 'off-topic' | 'other-place' | 'other-year' | 'no-figure';

/** Least weighted share of the question's terms that the passage and its headings must have. Tuned on the tuning part. */
const SUPPORT = 0.45;
/** The same when the sentence's own words are few. */
const COVERAGE = 0.36;

/** Least share of the terms, counted not weighed, that the sentence or its heading has: rare words must not stand alone. */
const MATCHED = 0.26;

/**
 * Checks that a sentence states the place, the year and the thing asked about; undefined when it does.
 * @param options.sure the sentence stands out so far that its words need not be counted
 */
export function shortfall(
  scored: ScoredUnit,
  question: Question,
  plans: readonly PlanSummary[],
  { sure = false }: { readonly sure?: boolean } = {},
): Shortfall | undefined {
  const { unit } = scored;
  const text = matchText(`${unit.passage.text} ${unit.passage.section.join(' ')}`);
  const plan = plans.find((candidate) => candidate.id === unit.passage.planId);
  // With the plan's own place beside it, a place is one thing among others; by itself it is what the question is about.
  const silent = question.otherPlaces.filter((place) => !text.includes(place));
  if (
    silent.length > 0 &&
    (question.planIds === undefined ||
      (silent.length === question.otherPlaces.length && question.intent.kind !== 'yes-no'))
  )
    return 'other-place';
  if (question.planIds && !question.planIds.includes(unit.passage.planId) && !namesAskedPlace(text, question))
    return 'other-place';
  if (question.planIds === undefined && question.otherPlaces.length > 0 && restCoverage(question, text) < 0.5)
    return 'other-place';
  if (missesRole(question, unit.text)) return 'off-topic';
  if (!sure && question.terms.length >= 3 && scored.matched.size / question.terms.length < MATCHED) return 'off-topic';
  if (!sure && (scored.support < SUPPORT || scored.coverage < COVERAGE)) return 'off-topic';
  if (
    question.intent.kind === 'figure' &&
    unit.figures.length === 0 &&
    unit.passage.kind !== 'row' &&
    !/\d|[一二三四五六七八九十两][大个项条级类家所]/u.test(unit.text.replace(/^[（(]?\d{1,2}[)）.．、]\s*/u, ''))
  )
    return 'no-figure';
  // A figure of the asked measure may stand elsewhere in a sentence that stands out; a sentence without any is no answer.
  if (
    question.intent.kind === 'figure' &&
    !countsAsAsked(scored, question) &&
    (!sure || scored.features.figureUnlike > 0)
  )
    return 'no-figure';
  const said = `${unit.text} ${unit.passage.section.join(' ')}`;
  if (question.intent.kind === 'figure' && isOtherFigure(scored, question)) return 'no-figure';
  if (ASKS_ONE_THING.has(question.intent.kind) && missesAttribute(question.text, said)) return 'no-figure';
  if (asksTime(question) && missesTime(question.text, unit.text)) return 'no-figure';
  if (otherYear(scored, question, plan)) return 'other-year';
  if (question.intent.kind === 'figure' && missesIndicator(scored, question)) return 'no-figure';
  return undefined;
}

/** Kinds of questions that one property answers. */
const ASKS_ONE_THING: ReadonlySet<AnswerKind> = new Set(['figure', 'name', 'open']);

/** The time of something is asked for; a question for a date is read as one about a plan itself too. */
function asksTime({ intent, text }: Question): boolean {
  return (
    intent.kind === 'time' || (intent.kind === 'status' && /哪一?年|何时|[什啥]么?时候|几月|哪天|几号/u.test(text))
  );
}

/** Share of the terms, other places apart, that the passage has. */
function restCoverage(question: Question, text: string): number {
  const rest = question.terms.filter((term) => !question.otherPlaces.some((place) => term.surface.includes(place)));
  return rest.length === 0 ? 0 : rest.filter((term) => matchTerm(term, text) > 0.4).length / rest.length;
}

/** Money is asked for and a share found: that is no answer. Counters of things (家, 个, 项…) are not held to one another. */
function countsAsAsked(scored: ScoredUnit, question: Question): boolean {
  const wanted = measuresOf(question.intent.units);
  if (wanted.length === 0) return true;
  const { unit } = scored;
  if (unit.passage.kind === 'row') {
    if (wanted.includes('share') && /增速|增长|增幅/u.test(unit.text)) return true;
    const bracket = /[（(]([^（()）]{1,6})[)）](?=——)/u.exec(unit.text)?.[1] ?? '';
    return bracket === '' || wanted.includes(measureOf(bracket) ?? '');
  }
  const figure = pickFigure(scored, question);
  const unnamed = figure?.unit === '' && figure.digits.endsWith('亿');
  return figure !== undefined && wanted.includes(unnamed ? 'money' : (measureOf(figure.unit) ?? ''));
}

function namesAskedPlace(text: string, question: Question): boolean {
  return question.places.some((place) => text.includes(shortPlace(place.place)));
}

/** A year asked for that neither the sentence nor the plan's own horizon has. */
function otherYear(scored: ScoredUnit, question: Question, plan: PlanSummary | undefined): boolean {
  if (question.times.length === 0) return false;
  const stated = scored.unit.times;
  return question.times.every((asked) => {
    if (stated.some((time) => sameTime(asked, time))) return false;
    if (scored.unit.text.includes(String(asked.to))) return false;
    // A target without a year of its own is one for the plan's horizon; a result without one, for its eve.
    const horizon = plan?.period?.to;
    const eve = plan?.period?.from === undefined ? undefined : plan.period.from - 1;
    // An achievement that the plan looks back on is no target for its horizon.
    const path = scored.unit.passage.section.join(' ');
    const back = /基础|成就|成效|回顾|完成情况/u.test(path) && !/目标|任务/u.test(path);
    if (asked.to === horizon && back && question.intent.aspect === 'target') return true;
    // What the plan only looks forward to (2035) is no target for its own horizon.
    const beyond = stated.length > 0 && stated.every((time) => horizon !== undefined && time.from > horizon);
    if (asked.to === horizon && beyond) return true;
    if (
      asked.to === horizon ||
      (asked.aspect === 'during' && horizon !== undefined && asked.from <= horizon && asked.to >= horizon)
    )
      return false;
    const ahead = /目标/u.test(scored.unit.passage.section.join(' '));
    return !(asked.to === eve && stated.length === 0 && !ahead);
  });
}
