import type { Question } from '../../retrieval/query/question.ts';
import { bareFollowUp, timelessTopic, topicOf } from './follow-up-wording.ts';
import type { AnswerContext } from './look-up.ts';

/** One way to understand a question. */
export interface Reading {
  readonly question: Question;
  /** The question as one that stands by itself. */
  readonly standalone: string;
  /** The one thing that it turned to, where the question before spoke of several: what 它 means next. */
  readonly about?: string;
}

/** What follow-ups are resolved with. Without a store, names are told from one another by their letters alone. */
export type FollowUpContext = Pick<AnswerContext, 'read'> & Partial<AnswerContext>;

/** What a term of the turn before is worth beside the question's own, and when the question has next to none of its own. */
export const CARRIED = 0.4;
const CARRIED_ALL = 1;
/** The topic before in front of the question, its words counting less than the question's own. */
export function mergedReading(before: Reading, question: Question): Reading {
  const own = question.times.length > 0;
  const topic = own
    ? timelessTopic({ ...before.question, text: before.standalone, times: timesIn(before) })
    : topicOf(before.standalone);
  return {
    question: carry(before.question, question, question.terms.length === 0),
    standalone: `${topic}，${bareFollowUp(question.text)}${/呢[？?]?$/u.test(question.text) ? '呢' : ''}？`,
  };
}

function timesIn(before: Reading): Question['times'] {
  return before.question.text === before.standalone ? before.question.times : [];
}

/** The terms of the question before added to the question's own, with what else it leaves open. */
export function carry(previous: Question, current: Question, all: boolean): Question {
  const named = current.places.some((mention) => !mention.inName) || current.otherPlaces.length > 0;
  const own = new Set(current.terms.flatMap((term) => term.matchers));
  const carried = previous.terms
    .filter((term) => !term.matchers.some((matcher) => own.has(matcher)))
    .map((term) => ({ ...term, factor: (term.factor ?? 1) * (all ? CARRIED_ALL : CARRIED) }));
  const sameKind = current.intent.kind === 'open' || (current.terms.length === 0 && /呢/u.test(current.text));
  const intent = sameKind
    ? {
        ...previous.intent,
        aspect: current.intent.aspect === 'either' ? previous.intent.aspect : current.intent.aspect,
        item: current.intent.item,
      }
    : current.intent;
  const keepsTimes = current.times.length === 0 && !/目标|底数|现状|实际|完成|十三五|十四五/u.test(current.text);
  return {
    ...current,
    intent: { ...intent, units: current.intent.units.length > 0 ? current.intent.units : intent.units },
    terms: [...current.terms, ...carried],
    content: current.terms.length === 0 ? previous.content : current.content,
    times: keepsTimes ? previous.times : current.times,
    places: named ? current.places : previous.places,
    otherPlaces: current.otherPlaces.length > 0 || named ? current.otherPlaces : previous.otherPlaces,
    planIds: named || current.titledPlans ? current.planIds : (current.planIds ?? previous.planIds),
  };
}

/** The question by itself, in the plans spoken of before. */
export function withinPlans(before: Reading, question: Question, { plans = [] }: FollowUpContext): Reading {
  const [titled] = before.question.titledPlans?.length === 1 ? before.question.titledPlans : [];
  const title = plans.find((plan) => plan.id === titled)?.title;
  const where = title === undefined ? placeOf(before.question) : `《${title}》中，`;
  return {
    question: {
      ...question,
      planIds: question.planIds ?? before.question.planIds,
      places: question.places.some((mention) => !mention.inName) ? question.places : before.question.places,
    },
    standalone: question.planIds === undefined ? `${where}${bareFollowUp(question.text)}？` : question.text,
  };
}

/** The place that a question is about; empty when it names none. */
export function placeOf(question: Question): string {
  return question.places.find((mention) => !mention.inName)?.place ?? '';
}
