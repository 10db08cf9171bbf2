import { parseOrdinal } from './headings.ts';
import { fiveYearPeriod } from './metadata.ts';

/** A stretch of time that a text speaks of, in calendar years. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  /** `end`: the state at its end (到2025年, “十三五”末); `during`: over it (“十三五”期间, 2016—2020年). */
  readonly aspect: 'end' | 'during';
  readonly start: number;
  readonly end: number;
}

const NAMED = /[“"]?(十[一二三四五六]?五)[”"]?(末|期末|期间|以来|时期|收官|初)?/gu;
const RANGE = /((?:19|20)\d{2})年?\s*(?:-|—|–|~|～|至|到)\s*((?:19|20)\d{2})年/gu;
const YEAR = /(到|至|截至|截止)?((?:19|20)\d{2})年(?:底|末)?/gu;
const SHORT_YEAR =
  /(?<![\d.])(2\d|3[05]|1[5-9](?=年(?:底|末|[和与跟到至、—]|的?(?:底|基)数)))年(?=要|底|末|的|高|研|能|达|到|目标|，|$|想|得|冲|整|干|做|还|再|前|[\u4e00-\u9fff])/gu;

/** The times a text names, in order. */
export function findTimes(text: string): readonly TimeSpan[] {
  const spans: TimeSpan[] = [];
  const taken = (start: number, end: number): boolean => spans.some((span) => start < span.end && end > span.start);
  for (const match of text.matchAll(RANGE)) {
    spans.push({
      from: Number(match[1]),
      to: Number(match[2]),
      aspect: 'during',
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  for (const match of text.matchAll(YEAR)) {
    const end = match.index + match[0].length;
    if (taken(match.index, end)) continue;
    const year = Number(match[2]);
    spans.push({ from: year, to: year, aspect: 'end', start: match.index, end });
  }
  for (const match of text.matchAll(NAMED)) {
    const period = fiveYearPeriod(match[1] ?? '');
    if (!period) continue;
    const aspect = /末|收官/u.test(match[2] ?? '') ? 'end' : 'during';
    spans.push({
      from: aspect === 'end' ? period.to : period.from,
      to: period.to,
      aspect,
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** Times in a question, where people also write 25年. */
export function findAskedTimes(text: string): readonly TimeSpan[] {
  const stated = findTimes(text);
  const short = [...text.matchAll(SHORT_YEAR)].flatMap((match) => {
    const end = match.index + match[0].length;
    if (stated.some((span) => match.index < span.end && end > span.start)) return [];
    const year = 2000 + Number(match[1]);
    return [{ from: year, to: year, aspect: 'end' as const, start: match.index, end }];
  });
  const all = [...stated, ...short].sort((a, b) => a.start - b.start);
  const [only] = all;
  return all.length === 1 && only?.aspect === 'end' && isStartOfRise(text, only.start, only.end) ? [] : all;
}

/** “由2020年的6.9万家增到多少”: the year that a rise starts from is not the one asked for, where no other is named. */
function isStartOfRise(text: string, start: number, end: number): boolean {
  return (
    /(?:从|由)[^，。？]{0,4}$/u.test(text.slice(0, start)) &&
    /^[^。？]{0,20}(?:增|提高|提升|上升|升|涨|扩大|发展|壮大|抬高|变)[加长大]?(?:到|至|成|为)/u.test(text.slice(end))
  );
}

const LATER =
  /(?:再)?(?:往后)?(?:过|推)?(?<after>[两\d一二三四五六七八九十]{1,3})年(?:之后|以后|后(?!备))|(?:再(?:往后)?(?:过|推)|往后推?)(?<on>[两\d一二三四五六七八九十]{1,3})年/gu;

/**
 * “2020年是60人，五年后要升到几人”, “再往后推十年呢”: years counted from another one, written as years.
 * @param base the year to count from where the text has none before; without it such words stay
 */
export function withLaterYears(text: string, base?: number): string {
  return text.replace(LATER, (written: string, ...found: unknown[]) => {
    const { after, on } = found.at(-1) as { readonly after?: string; readonly on?: string };
    const at = found.at(-3) as number;
    const from = findTimes(text.slice(0, at)).at(-1)?.to ?? base;
    const number = (after ?? on ?? '').replace('两', '二');
    const years = parseOrdinal(number);
    return from === undefined || years === undefined ? written : `${String(from + years)}年`;
  });
}
