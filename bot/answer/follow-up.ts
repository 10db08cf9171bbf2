import { withLaterYears } from '../../corpus/times.ts';
import { provinceOf } from '../../retrieval/query/gazetteer.ts';
import type { Question } from '../../retrieval/query/question.ts';
import { computedFromTurns, type Spoken } from './follow-up-computed.ts';
import { itemBefore, pointedAt, POINTS_AT_ONE, withOrdinals } from './follow-up-item.ts';
import { mergedReading, placeOf, withinPlans, type FollowUpContext, type Reading } from './follow-up-reading.ts';
import {
  computedFromBefore,
  otherLevel,
  otherName,
  otherPlace,
  otherTime,
  rateAgainst,
  siblingPlace,
} from './follow-up-slots.ts';
import { lookUp } from './look-up.ts';
import type { Turn } from './types.ts';

export type { FollowUpContext, Reading } from './follow-up-reading.ts';

/** A question in the light of the turns before it. */
export interface Resolved extends Reading {
  /** Other ways to understand it, for when the first leads nowhere: the topic may have changed. Best first. */
  readonly otherwise: readonly Reading[];
}

/** Words that point back: a question with one of them goes on with the topic of the turn before. */
const POINTS_BACK =
  /^(?:那|那么|其中|还有|另外|再|这|它|他们|两个|两者|前者|后者|比|和|与|跟)|呢[？?]?$|呢[？?，,。]|其中|这(?:个|些|项|家|里|块)|那(?:个|些|项|家|里|块|一[块项个])|它|上述|刚才|前面|最后(?:那|的)?一?[个项条块]|第[一二三四五六七八九十\d]+[个项条类块]|两个|同一个|下一[个项条]|上一[个项条]/u;

/** A question this long, in terms, that points nowhere stands by itself. */
const SELF_SUFFICIENT = 4;
/** A shorter one does so when a sentence of the same plans covers its words this well. */
const FITS_ALONE = 0.85;
/** Resolves the last question of a conversation against the turns before it, oldest first. */
export async function resolveFollowUp(
  question: string,
  conversation: readonly Turn[],
  context: FollowUpContext,
): Promise<Resolved> {
  const history: Spoken[] = [];
  for (const turn of conversation)
    history.push({ reading: await resolveTurn(turn.question, history, context), answer: turn.answer });
  return resolveTurn(question, history, context);
}

async function resolveTurn(said: string, history: readonly Spoken[], context: FollowUpContext): Promise<Resolved> {
  const earlier = history.at(-2)?.reading;
  const before = history.at(-1)?.reading;
  const answer = history.at(-1)?.answer;
  const text = before ? spelledOut(said, before) : said;
  const alone: Reading = { question: context.read(text), standalone: text };
  if (!before) return { ...alone, otherwise: [] };
  const back = POINTS_BACK.test(text);
  const question = back ? await withKnownTerms(alone.question, context) : alone.question;
  const named = question.places.some((place) => !place.inName);
  const elsewhere = question.otherPlaces.length > 0;
  const merged = mergedReading(before, question);
  if (!back && (named || elsewhere || question.titledPlans !== undefined) && question.terms.length > 0)
    return { ...alone, otherwise: named || question.titledPlans !== undefined ? [] : [merged] };
  const changed =
    computedFromTurns(question, history, context) ??
    computedFromBefore(question, before, earlier, context) ??
    itemBefore(question, before, answer, context) ??
    (await siblingPlace(question, before, context)) ??
    otherPlace(question, before, context) ??
    otherLevel(question, before, context) ??
    rateAgainst(question, before) ??
    otherTime(question, before, context) ??
    (await otherName(question, before, context));
  if (changed) return { ...changed, otherwise: question.terms.length > 0 ? [merged, alone] : [] };
  const pointed = pointedAt(question, before, answer, context);
  // What was turned to last is meant, and not all that was spoken of before it.
  if (pointed && before.about !== undefined && POINTS_AT_ONE.test(text))
    return { ...pointed, otherwise: [merged, alone] };
  const within = withinPlans(before, question, context);
  if (!back && question.terms.length >= SELF_SUFFICIENT) return { ...within, otherwise: [alone] };
  if (!back && (await fitsAlone(within.question, context))) return { ...within, otherwise: [merged, alone] };
  return {
    ...merged,
    otherwise: [...(pointed ? [pointed] : []), ...(question.terms.length > 0 ? [within, alone] : [])],
  };
}

/** What a follow-up says in the light of the one before: 第二家 as 第二个, “再往后推十年” and “全省的” as the year and the province. */
function spelledOut(said: string, { question }: Reading): string {
  const text = withLaterYears(withOrdinals(said), question.times.at(-1)?.to);
  const above = provinceOf(placeOf(question));
  return above === undefined
    ? text
    : text.replace(/^(?<before>.{0,6}?)(?:全省|省里|省级层面|省一级)(?=的|呢|这|那|[？?])/u, `$<before>${above}`);
}

/** The question without the terms that no plan has (拿下): in a follow-up they are turns of phrase. */
async function withKnownTerms(question: Question, { store }: FollowUpContext): Promise<Question> {
  if (!store || question.terms.length === 0) return question;
  const { counts } = await store.documentFrequencies([...new Set(question.terms.flatMap((term) => term.words))]);
  const terms = question.terms.filter((term) => term.words.some((word) => (counts.get(word) ?? 0) > 0));
  return terms.length === question.terms.length ? question : { ...question, terms };
}

async function fitsAlone(question: Question, context: FollowUpContext): Promise<boolean> {
  if (question.terms.length === 0 || question.content.replace(/\s/gu, '').length < 5) return false;
  const { store, plans, read } = context;
  if (!store || !plans) return false;
  const found = await lookUp(question, { ...context, store, plans, read });
  return found.best !== undefined && found.shortfall === undefined && found.best.coverage >= FITS_ALONE;
}
