import type { Stretch } from '../../../corpus/sentences.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import { lookUp, regionOf, type AnswerContext } from '../look-up.ts';
import type { Draft, Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { composeRefusal } from './refuse.ts';
import { readPresence, type Presence } from './presence-words.ts';

/** Passages that are looked through. */
const CANDIDATES = 16;
/** Longest quoted run, in characters. */
const LIMIT = 110;
/** The same where more than one place has it. */
const SHORT = 70;
/** A term met no better than this is met by its commonest words alone. */
const BARELY = 0.6;
/** Share of the words of a thing, its last one among them, with which a sentence speaks of something like it. */
const ALIKE = 2 / 3;

/** A sentence that covers this much of a question is of what it asks. */
const FOUND = 0.75;

/** A sentence with how much of the thing it speaks of, 0 to 1. */
interface Mention {
  readonly unit: Unit;
  readonly share: number;
}

/** The words of a thing, and the one it ends in. */
interface Reading {
  readonly terms: readonly Term[];
  readonly last: Term;
}

/** Words that may stand behind the name of any field: 脑科学研究 is written of where 脑科学 is. */
const OF_ANY = /^(?:研究|发展|建设|攻关|应用|项目|工作|方面|领域|相关|技术|产业)$/u;

function readingOf(words: string, read: readonly Term[]): readonly Reading[] {
  // Cues (建, 有) are words of asking.
  const own = read.filter(({ surface, factor }) => surface.length > 1 && factor === undefined && !OF_ANY.test(surface));
  const terms = own.length > 0 ? own : read;
  const end = ({ surface }: Term): number => words.toLowerCase().lastIndexOf(surface) + surface.length;
  const [last] = [...terms].sort((a, b) => end(b) - end(a));
  return last ? [{ terms, last }] : [];
}

/**
 * “有没有安排建…”, “是否提到…”: 有 and what the plan writes, where a sentence has every word of the thing; what comes near,
 * where one has most of them; else a decline. Undefined for questions that ask anything else.
 */
export async function composePresence(question: Question, context: AnswerContext): Promise<Draft | undefined> {
  const presence = readPresence(question);
  if (!presence) return undefined;
  const readings = presence.readings.flatMap((words) => readingOf(words, context.read(words).terms));
  if (readings.length === 0 && presence.quoted.length === 0) return undefined;
  const found = await lookUp({ ...question, intent: { ...question.intent, kind: 'open' } }, context);
  const passages = new Set(found.evidence.slice(0, CANDIDATES).map(({ passage }) => passage));
  // A name has no words of its own to be searched by: “浙江拍”.
  if (presence.quoted.length > 0)
    for (const planId of question.planIds ?? [])
      for (const passage of await context.store.sectionPassages(planId, [])) passages.add(passage);
  const mentions = [...passages]
    .filter(({ planId }) => question.planIds?.includes(planId) ?? true)
    .flatMap((passage) => readUnits(passage))
    .filter((unit) => speaksOfPlaces(unit, question))
    .map((unit): Mention => ({ unit, share: shareOf(unit, readings, presence) }));
  const whole = mentions.filter(({ share }) => share === 1);
  const near = mentions.filter(({ share }) => share >= ALIKE).sort((a, b) => b.share - a.share)[0];
  // A question that only ends in 吗 may ask for more than whether it is there, and in other words than the plan's.
  if (!presence.marked && (near || (found.best && !found.shortfall && found.best.coverage >= FOUND))) return undefined;
  if (whole.length > 0)
    return { statements: sayWhole(whole, presence, question, found.best, context), declined: false };
  if (near) {
    const { text, passages: of } = say(near.unit, presence, LIMIT);
    return { statements: [{ text: `规划没有这样的原话，相近的表述是：${text}`, passages: of }], declined: false };
  }
  return { statements: composeRefusal(found, 'off-topic', context.plans), declined: true };
}

/** One line, or one for each place whose plans have it where the question names none. */
function sayWhole(
  whole: readonly Mention[],
  presence: Presence,
  question: Question,
  best: ScoredUnit | undefined,
  context: AnswerContext,
): readonly Statement[] {
  const things = [...presence.quoted, ...presence.readings].map((thing) => matchText(thing).replace(/\s/gu, ''));
  const literal = ({ unit }: Mention): number => Number(things.some((thing) => unit.match.sentence.includes(thing)));
  // What has it letter for letter goes first, then what says more than its heading, then what the search puts first.
  const ranked = [...whole].sort(
    (a, b) => literal(b) - literal(a) || saysMore(b) - saysMore(a) || isBest(b, best) - isBest(a, best),
  );
  const byRegion = new Map<string, Unit>();
  for (const { unit } of ranked) {
    const region = regionOf(unit.passage.planId, context.plans);
    if (!byRegion.has(region)) byRegion.set(region, unit);
  }
  const [first] = ranked;
  if (!first) return [];
  if (question.planIds !== undefined || byRegion.size < 2) {
    const { text, passages } = say(first.unit, presence, LIMIT);
    return [{ text: `有，规划写的是：${text}`, passages }];
  }
  return [...byRegion].map(([region, unit]) => {
    const { text, passages } = say(unit, presence, SHORT);
    return { text: `- **${region}**：有，${text}`, passages };
  });
}

const saysMore = ({ unit }: Mention): number => Number(!unit.match.repeatsHeading);

const isBest = ({ unit }: Mention, best: ScoredUnit | undefined): number =>
  unit.passage.id === best?.unit.passage.id ? (unit.span.start === best.unit.span.start ? 2 : 1) : 0;

function speaksOfPlaces({ passage }: Unit, { otherPlaces }: Question): boolean {
  const text = `${passage.text} ${passage.section.join(' ')}`;
  return otherPlaces.every((place) => text.includes(place));
}

/** How much of the thing a sentence under its heading speaks of; 0 where it lacks the last word, which says what it is. */
function shareOf(unit: Unit, readings: readonly Reading[], { quoted }: Presence): number {
  const said = `${unit.text} ${unit.passage.section.at(-1) ?? ''}`;
  if (!quoted.every((name) => said.includes(name))) return 0;
  if (readings.length === 0) return 1;
  const text = withDigits(matchText(said));
  // An abbreviation in brackets is no word of the sentence, and still is the name of the thing.
  const whole = `${text} ${said.toLowerCase()}`;
  const met = (term: Term): boolean =>
    matchTerm(term, text) > BARELY || term.matchers.some((matcher) => whole.includes(withDigits(matcher)));
  return Math.max(...readings.map(({ terms, last }) => (met(last) ? terms.filter(met).length / terms.length : 0)));
}

/** 三级 and 3级 are one. */
function withDigits(text: string): string {
  return text.replace(/[一二三四五六七八九](?=[级期代])/gu, (numeral) =>
    String('一二三四五六七八九'.indexOf(numeral) + 1),
  );
}

/** The sentence around what is asked for; behind a heading that stands alone, the next one. */
function say(unit: Unit, presence: Presence, limit: number): Statement {
  const { passage } = unit;
  const units = readUnits(passage);
  const next = unit.match.repeatsHeading
    ? units[units.findIndex(({ span }) => span.start === unit.span.start) + 1]
    : undefined;
  const told = next ?? unit;
  const anchor = next ? undefined : anchorOf(told, presence);
  const clause = told.clauses.findIndex(
    ({ start, end }) => (anchor?.start ?? 0) >= start && (anchor?.start ?? 0) < end,
  );
  const { text } = windowAround(told, [Math.max(0, clause)], limit, {
    wants: () => true,
    ...(anchor ? { anchor } : {}),
  });
  const leaf = unit.text.replace(/[。：]$/u, '').replace(/^[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]\s*/u, '');
  return { text: next ? `${leaf}：${text}` : text, passages: [passage] };
}

/** Where a sentence has the longest piece of the thing's name; undefined when it has none of two characters. */
function anchorOf({ text }: Unit, { quoted, readings }: Presence): Stretch | undefined {
  const lower = text.toLowerCase();
  for (const thing of [...quoted, ...readings].map((words) => words.toLowerCase()))
    for (let length = thing.length; length >= 2; length -= 1)
      for (let from = 0; from + length <= thing.length; from += 1) {
        const start = lower.indexOf(thing.slice(from, from + length));
        if (start >= 0) return { start, end: start + length };
      }
  return undefined;
}
