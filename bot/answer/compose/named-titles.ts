import type { AnswerContext } from '../look-up.ts';
import type { Mention } from './mentions.ts';

/** Where a question names a place. */
type Named = readonly { readonly place: string; readonly start: number; readonly end: number }[];

/** The plans of a place whose titles have the letters of a short name, where it is one plan's. */
type Abbreviated = (name: string, place: string) => readonly string[] | undefined;

/** Plans of one place that a question counts (两份规划) and calls by words of their titles, before or behind. */
export function namedTitles(
  text: string,
  places: Named,
  context: AnswerContext,
  abbreviated: Abbreviated,
): readonly Mention[] {
  const planOf = (name: string, place: string): string | undefined => {
    const read = context.read(`${place}${name.replace(/^的|的$/gu, '')}规划`);
    const ids = read.titledPlans ?? abbreviated(name, place);
    return ids?.length === 1 ? ids[0] : undefined;
  };
  const together = namedTogether(text, places, planOf);
  if (together.length > 0) return together;
  const bracketed = namedInBrackets(text, places, planOf);
  return bracketed.length > 0 ? bracketed : namedBehind(text, places, planOf);
}

type PlanOf = (name: string, place: string) => string | undefined;

/** Plans that are counted: 两份规划, 三个文件. */
const COUNTED = '[两二三四](?:份|本|个|部)(?:规划|文件)';

/** “甲省农业农村和社会发展这两份规划”: the plans of one place by the words of their titles, joined. */
function namedTogether(text: string, places: Named, planOf: PlanOf): readonly Mention[] {
  const match = new RegExp(`(?:这|那)?${COUNTED}`, 'u').exec(text);
  const place = match && places.filter(({ end }) => end <= match.index).at(-1);
  if (!match || !place) return [];
  let start = place.end;
  const mentions: Mention[] = [];
  for (const name of text.slice(place.end, match.index).split(/和|与|跟|及|、/u)) {
    const id = planOf(name, place.place);
    if (id === undefined) return [];
    const end = start + name.length;
    mentions.push({ place: place.place, planIds: [id], titled: true, start, end });
    start = end + 1;
  }
  const [first] = mentions;
  const last = mentions.at(-1);
  if (!first || !last || first === last) return [];
  return mentions.map((mention) => ({
    ...mention,
    start: mention === first ? place.start : mention.start,
    end: mention === last ? match.index + match[0].length : mention.end,
  }));
}

/** “乙省两本规划（基础研究、人才）”: the same, listed behind. */
function namedInBrackets(text: string, places: Named, planOf: PlanOf): readonly Mention[] {
  const match = new RegExp(`${COUNTED}[（(](?<names>[^（()）]{3,40})[)）]`, 'u').exec(text);
  const place = match && places.filter(({ end }) => end <= match.index).at(-1);
  if (!match?.groups || !place) return [];
  const ids = (match.groups['names'] ?? '').split(/和|与|跟|及|、/u).map((name) => planOf(name, place.place));
  if (ids.length < 2 || ids.includes(undefined)) return [];
  const end = match.index + match[0].length;
  // All that is asked stands behind the last of them.
  return ids.map((id, at) => ({
    place: place.place,
    planIds: id === undefined ? [] : [id],
    titled: true,
    start: at === 0 ? place.start : end,
    end,
  }));
}

/** “甲省两份规划怎么说问题：一份基础研究的，一份人才的，各有……”, “……：农业的报总数，人才的分开报”. */
function namedBehind(text: string, places: Named, planOf: PlanOf): readonly Mention[] {
  const match = new RegExp(COUNTED, 'u').exec(text);
  const place = match && places.filter(({ end }) => end <= match.index).at(-1);
  if (!match || !place) return [];
  const from = match.index + match[0].length;
  const mentions: Mention[] = [];
  for (const found of text.slice(from).matchAll(ONE_OF)) {
    const id = planOf(found.groups?.['name'] ?? '', place.place);
    if (id === undefined || mentions.some(({ planIds }) => planIds.includes(id))) continue;
    const start = from + found.index;
    mentions.push({ place: place.place, planIds: [id], titled: true, start, end: start + found[0].length });
  }
  return mentions.length < 2 ? [] : mentions;
}

/** One of the plans counted before: what calls it stands at the beginning of a clause. */
const ONE_OF =
  /(?<=[：，、；（(—。？\s])(?:(?:一|另一|另外一|其中一)(?:份|个|本|部)(?:是|讲|叫|为|管)?|前者是?|后者是?|还有)?(?<name>[\p{Script=Han}“”]{2,14}?)(?:规划|的那(?:份|本|个)|的|那(?:份|本|个)|这(?:份|本|个)|里|中|(?=[，；）)、。？]|$))/gu;
