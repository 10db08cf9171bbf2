import type { Passage } from '../../../corpus/types.ts';
import { findKnownPlaces } from '../../../retrieval/query/gazetteer.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';

/** Shortest run of characters, without quotes, that is taken for a name where it stands in one place's section alone. */
const NAME = 5;
/** What the names of spots end in. */
const SPOT = /(?:谷|港|湾|岛|小镇|科学城|大道|走廊|产业园|新城)$/u;
/** Longest quoted run, in characters. */
const LIMIT = 110;

/**
 * “乙区的‘某谷’主攻哪些方向” where the plan has 某谷 in the section of 甲区: says so, and what the plan writes of it there.
 * Undefined where the place named has it, or no other place's section does.
 */
export async function composeMisplaced(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { otherPlaces } = question;
  const [asked] = otherPlaces;
  if (asked === undefined || otherPlaces.length > 1) return undefined;
  const planIds = question.planIds ?? (await nearestPlan(question, context));
  for (const planId of planIds) {
    const passages = await context.store.sectionPassages(planId, []);
    const ofPlaces = passages.filter((passage) => placeOf(passage) !== undefined);
    if (ofPlaces.length === 0) continue;
    const own = passages.filter((passage) => wordsOf(passage).includes(asked));
    const others = ofPlaces.filter((passage) => !own.includes(passage));
    for (const name of namesIn(question, others, passages)) {
      if (own.some((passage) => passage.text.includes(name))) continue;
      const home = others.find((passage) => passage.text.includes(name));
      if (home) return [say(name, home, placeAsWritten(asked, question.text))];
    }
  }
  return undefined;
}

/** A county is named without the city whose plan has its section: the plan that the search finds first. */
async function nearestPlan(question: Question, context: AnswerContext): Promise<readonly string[]> {
  const { evidence } = await lookUp(question, context);
  return evidence.slice(0, 1).map(({ passage }) => passage.planId);
}

/** The place whose section a passage stands in: its heading is the name of a place and no more. */
function placeOf({ section }: Passage): string | undefined {
  const leaf = (section.at(-1) ?? '').replace(/^[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]\s*/u, '');
  const [place] = findKnownPlaces(leaf);
  return place && /^[市县区]?$/u.test(leaf.replace(place.name, '')) ? leaf : undefined;
}

const wordsOf = ({ text, section }: Passage): string => `${text} ${section.join(' ')}`;

function placeAsWritten(short: string, text: string): string {
  const at = text.indexOf(short) + short.length;
  return `${short}${/^[市县区]/u.exec(text.slice(at))?.[0] ?? ''}`;
}

/** Names in quotes; without any, the longest run that the section of one place alone has. */
function namesIn({ text }: Question, others: readonly Passage[], all: readonly Passage[]): readonly string[] {
  const quoted = [...text.matchAll(/“([^”]{2,20})”/gu)].map(([, name = '']) => name);
  if (quoted.length > 0) return quoted.filter((name) => !/^十[一二三四五六]?五$/u.test(name));
  const runs = (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    Array.from({ length: Math.max(0, run.length - NAME + 1) }, (_, at) => longestFrom(run.slice(at), others)),
  );
  const [longest] = runs.filter((run) => run.length >= NAME).sort((a, b) => b.length - a.length);
  if (longest === undefined) return [];
  const places = new Set(all.filter((passage) => passage.text.includes(longest)).map((passage) => placeOf(passage)));
  // What other sections speak of too must be a spot by its name, and no field that any place may have.
  const isSpot = !places.delete(undefined) || SPOT.test(longest);
  return places.size === 1 && isSpot ? [longest] : [];
}

/** The longest beginning of a run that one of the passages has. */
function longestFrom(run: string, passages: readonly Passage[]): string {
  for (let length = run.length; length >= NAME; length -= 1) {
    const head = run.slice(0, length);
    if (passages.some((passage) => passage.text.includes(head))) return head;
  }
  return '';
}

function say(name: string, home: Passage, asked: string): Statement {
  const unit = readUnits(home).find(({ text }) => text.includes(name));
  const at = unit?.text.indexOf(name) ?? -1;
  const clause = unit?.clauses.findIndex(({ start, end }) => at >= start && at < end) ?? -1;
  const text = unit ? windowAround(unit, [Math.max(0, clause)], LIMIT, { wants: () => true }).text : '';
  return { text: `规划把“${name}”写在${placeOf(home) ?? ''}，不是${asked}：${text}`, passages: [home] };
}
