import { findAskedTimes, type TimeSpan } from '../../corpus/times.ts';
import type { PlanSummary, Words } from '../types.ts';
import { readIntent, type Intent } from './intent.ts';
import { findKnownPlaces } from './gazetteer.ts';
import { findPlaces, findTitles, type PlaceMention } from './places.ts';
import { plainText } from './plain-text.ts';
import type { Synonyms } from './synonyms.ts';
import { contentOf, readTerms, type Term } from './terms.ts';

/** A question as the search understands it. */
export interface Question {
  readonly text: string;
  readonly intent: Intent;
  /** What it is about, without the places that have plans, the times and the words of asking. */
  readonly terms: readonly Term[];
  /** Content words as one text, for bigrams and for the embedding. */
  readonly content: string;
  readonly times: readonly TimeSpan[];
  readonly places: readonly PlaceMention[];
  /** Provinces, cities and counties named that have no plan here: 芜湖, 南京. Short names. */
  readonly otherPlaces: readonly string[];
  /** Plans named by title or by the words of one; undefined when none is. */
  readonly titledPlans: readonly string[] | undefined;
  /** The plans that each 规划 of the question means, where it names more than one plan. */
  readonly titleGroups: readonly (readonly string[])[];
  /** Plans of the places named, or the titled ones; undefined when the question names neither. */
  readonly planIds: readonly string[] | undefined;
}

/** What a question is read with. */
export interface QuestionContext {
  readonly plans: readonly PlanSummary[];
  readonly words: Words;
  readonly synonyms: Synonyms;
}

/** Longest question that is read whole, in characters; the rest of a longer one is not looked at. */
export const QUESTION_LIMIT = 600;

/** Reads plans, places, times, intent and terms from a question. Never throws. */
export function readQuestion(question: string, context: QuestionContext): Question {
  const text = plainText(question.slice(0, QUESTION_LIMIT), context.plans);
  const times = findAskedTimes(text);
  const places = findPlaces(text, context.plans);
  const subjects = places.filter((place) => !place.inName);
  const regions = new Set((subjects.length > 0 ? subjects : places).map((place) => place.place));
  // A place that is named limits which titles can be meant.
  const candidates = regions.size > 0 ? context.plans.filter((plan) => regions.has(plan.region)) : context.plans;
  const titles = findTitles(text, candidates, (value) => context.words.split(value));
  const titledPlans = titles.length > 0 ? [...new Set(titles.flatMap((title) => title.planIds))] : undefined;
  const regional = context.plans.filter((plan) => regions.has(plan.region)).map((plan) => plan.id);
  const cut = [
    ...times,
    ...places.filter((place) => !place.inName),
    ...titles.filter((title) => title.end > title.start),
    ...findParts(text),
  ];
  const content = contentOf(text, mergeCuts(cut));
  const both = titledPlans && regional.length > 0 ? titledPlans.filter((id) => regional.includes(id)) : undefined;
  const planIds =
    both && both.length > 0 && regions.size === 1
      ? both
      : regional.length > 0 && !(titledPlans && regions.size === 1)
        ? regional
        : (titledPlans ?? (regional.length > 0 ? regional : undefined));
  const otherPlaces = findKnownPlaces(text)
    .filter((found) => !places.some((place) => found.start < place.end && found.end > place.start))
    .filter((found) => !titles.some((title) => found.start < title.end && found.end > title.start))
    .map((found) => found.short);
  const titleGroups = [...new Map(titles.map((title) => [title.planIds.join(), title.planIds])).values()];
  return {
    text,
    titleGroups,
    intent: readIntent(text),
    otherPlaces: [...new Set(otherPlaces)],
    terms: [...namesOfPlaces(text, places, context.words), ...readTerms(content, context.words, context.synonyms)],
    content,
    times,
    places,
    titledPlans,
    planIds,
  };
}

/** Names in quotes that begin with a place and are no place (“甲省拍”): taking the place out would leave nothing of them. */
function namesOfPlaces(text: string, places: readonly PlaceMention[], words: Words): readonly Term[] {
  const quoted = [...text.matchAll(/[“"「](?<name>[^“”"「」，。？]{2,8})[”"」]/gu)];
  return quoted.flatMap(({ index, groups }): readonly Term[] => {
    const name = groups?.['name'] ?? '';
    const from = index + 1;
    const isOfPlace = places.some(({ start, end }) => start === from && end < from + name.length);
    return isOfPlace
      ? [{ surface: name, variants: [name], matchers: [name.toLowerCase()], words: words.split(name) }]
      : [];
  });
}

/** Parts of a plan by their numbers (第三章第二节, 第四部分): they say where something stands, and no sentence has them. */
function findParts(text: string): readonly { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/第\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:章|篇|节|个?大?部分)/gu)].map(
    (match) => ({ start: match.index, end: match.index + match[0].length }),
  );
}

function mergeCuts(
  cuts: readonly { readonly start: number; readonly end: number }[],
): readonly { start: number; end: number }[] {
  const sorted = [...cuts].sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
