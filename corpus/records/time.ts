import { shortPlace } from '../places.ts';
import { findTimes } from '../times.ts';
import type { Plan } from '../types.ts';

/** A time named in a clause, with how far it reaches. Offsets are UTF-16 units; `end` is exclusive. */
export interface TimeMark {
  /** “2025”, “2016-2020” or “每年”. */
  readonly time: string;
  readonly start: number;
  readonly end: number;
  /** `base`: the year that another is compared with (比2015年); `from`: where a change starts (由2015年…增长到…). */
  readonly role: 'at' | 'base' | 'from' | 'since';
  /** It opens its clause, or says 到, 截至: what follows in the sentence is of this time too. */
  readonly reaches: boolean;
  /** It says 到 or 截至: “到2025年”. */
  readonly until: boolean;
}

const EVERY_YEAR = /每年度?|年均(?!增|复合)/gu;
const PAST_FIVE_YEARS = /(?:过去|近|这)?五年(?:来|间)/gu;
/** What may stand between the start of a clause and the time that opens it. */
const OPENING = /^(?:即|力争|争取|预计|计划|确保|努力|到|至|截至|截止|同时|（|[—\s]|\d+[.．、])*$/u;

/** The times that a clause names, in order. */
export function findTimeMarks(text: string, plan: Plan): readonly TimeMark[] {
  const spans = findTimes(text).map(({ from, to, aspect, start, end }) => ({
    time: aspect === 'end' || from === to ? String(to) : `${String(from)}-${String(to)}`,
    // “增加到2020年的4.93亿元”: the 到 belongs to the verb.
    start:
      start +
      (/(?:增长|增加|提高|提升|上升|下降|扩大|发展|[增升降])$/u.test(text.slice(0, start)) &&
      /^[到至]/u.test(text.slice(start))
        ? 1
        : 0),
    end: end + (/^(?:年?底|年?末|期间|时期)/u.exec(text.slice(end))?.[0].length ?? 0),
  }));
  const yearly = [...text.matchAll(EVERY_YEAR)].map((match) => ({
    time: '每年',
    start: match.index,
    end: match.index + match[0].length,
  }));
  // “合肥每年要转化……”: the plan's own place may stand in front.
  const place = [plan.region, shortPlace(plan.region)].find((name) => name !== '' && text.startsWith(name)) ?? '';
  const before = plan.period?.from;
  const past =
    before === undefined
      ? []
      : [...text.matchAll(PAST_FIVE_YEARS)].map((match) => ({
          time: `${String(before - 5)}-${String(before - 1)}`,
          start: match.index,
          end: match.index + match[0].length,
        }));
  return [...spans, ...yearly, ...past]
    .sort((a, b) => a.start - b.start)
    .map((span, index, all) => {
      const lead = text.slice(0, span.start);
      const previous = all[index - 1];
      // “十三五”时期（2016-2019年）
      const explains = previous !== undefined && text.slice(previous.end, span.start) === '（';
      const rest = text.slice(span.end);
      const role = roleOf(lead, rest, text.slice(span.start, span.end));
      const until =
        /^(?:到|至|截至|截止)/u.test(text.slice(span.start)) ||
        /(?:到|至|截至|截止)$/u.test(lead.replace(/(?:增长|增加|提高|提升|上升|下降|增|升|降)(?:到|至)$/u, ''));
      const opening = (explains ? text.slice(0, previous.start) : lead).replace(place, '');
      const reaches = role === 'at' && (until || OPENING.test(opening));
      return { ...span, role, reaches, until: role === 'at' && until };
    });
}

function roleOf(lead: string, rest: string, own: string): TimeMark['role'] {
  if (/(?:比|较|是|为|与|相比|超过|超额完成.*)$/u.test(lead)) return 'base';
  if (/^(?:相比|规划目标|的目标|目标)/u.test(rest)) return 'base';
  if (/(?:由|从)$/u.test(lead)) return 'from';
  if (/自$/u.test(lead) || /^(?:以来|起|启动|开始)/u.test(rest)) return /以来/u.test(own) ? 'at' : 'since';
  return 'at';
}

/** The text without the times it names (and the 的 that tied them to what follows), so that what is left is a subject. */
export function withoutTimes(text: string, marks: readonly TimeMark[]): string {
  let rest = '';
  let from = 0;
  for (const mark of marks) {
    if (mark.start < from) continue;
    rest += text
      .slice(from, mark.start)
      .replace(/(?:截至|截止|(?<![增升提降扩]|增长|增加|提高|提升|上升|下降|扩大|发展)(?:到|至))$/u, '');
    from = mark.end;
    const tie = /^(?:的|度|以来|里|内|，)/u.exec(text.slice(from));
    if (tie) from += tie[0].length;
  }
  return (rest + text.slice(from)).replace(/（）/gu, '');
}

/** First and last year of “2025” or “2016-2020”; undefined for 每年. */
export function yearsOf(time: string): { readonly from: number; readonly to: number } | undefined {
  const match = /^(\d{4})(?:-(\d{4}))?$/u.exec(time);
  return match ? { from: Number(match[1]), to: Number(match[2] ?? match[1]) } : undefined;
}
