import type { Question } from '../../retrieval/query/question.ts';
import { operationOf } from './compose/compute.ts';
import type { Turn } from './types.ts';

/** A question in the light of the turns before it. */
export interface Resolved {
  readonly question: Question;
  /** The question taken by itself, for when the turns before it lead nowhere: the topic may have changed. */
  readonly alone: Question | undefined;
  /** The question as one that stands by itself: what it carries over from before put in front of it. */
  readonly standalone: string;
}

/** Words that point back: a question with one of them goes on with the topic of the turn before. */
const POINTS_BACK =
  /^(?:那|那么|其中|还有|另外|再|这|它|他们|两个|两者|前者|后者)|呢[？?]?$|呢[？?，,。]|其中|这(?:个|些|项|家|里|块)|那(?:个|些|项|家|里|块)|它|上述|刚才|前面|最后一?[个项]|第[一二三四五六七八九十\d]+[个项条类块]|两个/u;

/** A question this long, in terms, that points nowhere stands by itself. */
const SELF_SUFFICIENT = 4;
/** What a term of the turn before is worth beside the question's own, and when the question has next to none of its own. */
const CARRIED = 0.4;
const CARRIED_ALL = 1;

/** Resolves the last question of a conversation against the turns before it, oldest first. */
export function resolveFollowUp(
  question: string,
  conversation: readonly Turn[],
  read: (text: string) => Question,
): Resolved {
  let previous: Question | undefined;
  for (const turn of conversation) previous = merge(previous, read(turn.question));
  const alone = read(question);
  // “两个差多少”: worked out from what the turns before asked for.
  if (previous && alone.terms.length === 0 && operationOf(question))
    return {
      question: read([...conversation.map((turn) => turn.question), question].join(' ')),
      alone: undefined,
      standalone: [...conversation.map((turn) => turn.question), question].join(' '),
    };
  const merged = merge(previous, alone);
  return {
    question: merged,
    alone: merged === alone ? undefined : alone,
    standalone: merged === alone ? question : standaloneText(merged, alone),
  };
}

function standaloneText(merged: Question, alone: Question): string {
  const places = merged.places
    .filter((place) => !place.inName && !alone.places.includes(place))
    .map((place) => place.place);
  const years = alone.times.length > 0 ? [] : merged.times.map((time) => `${time.to}年`);
  const carried = merged.terms
    .filter((term) => (term.factor ?? 1) < 1 || !alone.terms.includes(term))
    .map((term) => term.surface);
  return [...new Set([...places, ...years, ...carried]), alone.text].join(' ');
}

function merge(previous: Question | undefined, current: Question): Question {
  if (!previous) return current;
  const back = POINTS_BACK.test(current.text);
  const named = current.places.some((place) => !place.inName) || current.otherPlaces.length > 0;
  if (!back && (named || current.titledPlans !== undefined) && current.terms.length > 0) return current;
  if (!back && current.terms.length >= SELF_SUFFICIENT)
    return {
      ...current,
      planIds: current.planIds ?? previous.planIds,
      places: named ? current.places : previous.places,
    };
  const factor = current.terms.length === 0 ? CARRIED_ALL : CARRIED;
  const own = new Set(current.terms.flatMap((term) => term.matchers));
  const carried = previous.terms
    .filter((term) => !term.matchers.some((matcher) => own.has(matcher)))
    .map((term) => ({ ...term, factor: (term.factor ?? 1) * factor }));
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
