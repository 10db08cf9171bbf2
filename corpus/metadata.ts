import { createHash } from 'node:crypto';
import { parseOrdinal } from './headings.ts';
import { levelOfPlace, placeOfText, placeOfTitle } from './places.ts';
import type { LineRange, Plan, PlanEdition, PlanLevel, PlanStatus } from './types.ts';

/** What front matter or `plans.yaml` may say of a plan; each field stated overrides what the text says. */
export interface PlanOverrides {
  readonly title?: string | undefined;
  readonly region?: string | undefined;
  readonly level?: PlanLevel | undefined;
  readonly issuer?: string | undefined;
  readonly date?: string | undefined;
  readonly period?: { readonly from?: number; readonly to: number } | undefined;
  readonly status?: PlanStatus | undefined;
  readonly edition?: PlanEdition | undefined;
  /** The title was chosen by whoever wrote the front matter, not found in the plan. */
  readonly titleInferred?: boolean | undefined;
}

/** The text of one plan and where it stands. */
export interface PlanText {
  readonly file: string;
  readonly lines: LineRange;
  /** Title as found; absent when the text has no title page. */
  readonly title: string | undefined;
  /** The lines around the title, cleaned, where issuer and date stand: from the file's start to a few lines below. */
  readonly frontPage: readonly string[];
  /** The cleaned text, lines joined. */
  readonly body: string;
}

/** Infers what a plan says of itself; every field that is not stated outright is listed in `inferred`. */
export function describePlan(text: PlanText, overrides: PlanOverrides): Plan {
  const inferred: string[] = [];
  const warnings: string[] = [];
  const note = <T>(field: string, value: T): T => {
    inferred.push(field);
    return value;
  };
  const front = text.frontPage.join('\n');
  const found = overrides.title ?? text.title;
  const titlePlace = found === undefined ? '' : placeOfTitle(found);
  const region = overrides.region ?? (titlePlace || note('region', placeOfText(text.body)));
  if (region === '') warnings.push('看不出是哪个地方的规划，可在 plans.yaml 里写明 region');
  const title = found ?? note('title', inferTitle(text.body, region));
  if (overrides.titleInferred) inferred.push('title');
  if (found === undefined) warnings.push(`没有题名页，题名按正文推定为《${title}》`);
  const period = overrides.period ?? statedPeriod(title) ?? inferPeriod(text.body, note);
  const date = overrides.date ?? statedDate(front);
  const issuer = overrides.issuer ?? statedIssuer(front);
  const status =
    overrides.status ?? (/征求意见稿|草案|讨论稿|送审稿/u.test(title + front.slice(0, 400)) ? 'draft' : 'final');
  const edition = overrides.edition ?? 'full';
  return {
    id: planId(title, region),
    title,
    region,
    level: overrides.level ?? levelOfPlace(region),
    ...(issuer === undefined ? {} : { issuer }),
    ...(date === undefined ? {} : { date }),
    ...(period === undefined ? {} : { period }),
    status,
    edition,
    file: text.file,
    lines: text.lines,
    inferred: [...new Set(inferred)],
    warnings,
  };
}

/** Eight hex digits of the title and the place: the same plan keeps its id whichever edition or file it comes from. */
export function planId(title: string, region: string): string {
  return createHash('sha256')
    .update(`${title.replace(/\s+/gu, '')}\n${region}`)
    .digest('hex')
    .slice(0, 8);
}

const FIRST_FIVE_YEAR_PLAN = 1953;
const HAN = '零一二三四五六七八九十';

/** “十四五” → 2021–2025: the fourteenth five-year plan; the first began in 1953, the sixth in 1981. */
export function fiveYearPeriod(name: string): { from: number; to: number } | undefined {
  const match = /^(十)?([一二三四五六七八九])?五$/u.exec(name);
  if (!match || (!match[1] && !match[2])) return undefined;
  const number = (match[1] ? 10 : 0) + (match[2] ? HAN.indexOf(match[2]) : 0);
  const from = number >= 6 ? 1981 + (number - 6) * 5 : FIRST_FIVE_YEAR_PLAN + (number - 1) * 5;
  return { from, to: from + 4 };
}

function statedPeriod(title: string): { from?: number; to: number } | undefined {
  const years = /(\d{4})年?\s*[-—–－～~至]+\s*(\d{4})/u.exec(title);
  if (years && Number(years[1]) < Number(years[2])) return { from: Number(years[1]), to: Number(years[2]) };
  const ordinal = /第([一二三四五六七八九]|十[一二三四五六七八九]?)个五年/u.exec(title);
  if (ordinal?.[1]) return fiveYearPeriod(`${ordinal[1]}五`);
  const named = /“?(十[一二三四五六七八九]?五)”?/u.exec(title);
  return named?.[1] ? fiveYearPeriod(named[1]) : undefined;
}

function inferPeriod(
  body: string,
  note: (field: string, value: { from?: number; to: number }) => { from?: number; to: number },
): Plan['period'] {
  const stated = /(?:规划|实施|执行)期限?(?:为|是|：)?(\d{4})年?\s*[-—–－～~至到]+\s*(\d{4})年/u.exec(body);
  if (stated) return note('period', { from: Number(stated[1]), to: Number(stated[2]) });
  const counts = new Map<string, number>();
  for (const match of body.matchAll(
    /“(十[一二三四五六七八九]五)”(?:时期|期间|末|规划|科技|主要)|到(20\d{2})年(?:底|末)?/gu,
  )) {
    const key = match[1] ?? match[2] ?? '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const latest = [...counts].sort((a, b) => b[1] - a[1] || Number(b[0]) - Number(a[0]))[0]?.[0];
  if (!latest) return undefined;
  const named = [...counts.keys()].filter((key) => key.startsWith('十'));
  const newest = named.sort((a, b) => (fiveYearPeriod(b)?.to ?? 0) - (fiveYearPeriod(a)?.to ?? 0))[0];
  if (newest) {
    const period = fiveYearPeriod(newest);
    return period ? note('period', period) : undefined;
  }
  return note('period', { to: Number(latest) });
}

function statedDate(front: string): string | undefined {
  const arabic = front.replace(HAN_DATE, (_, year: string, month: string, day?: string) => {
    const digits = year.replaceAll('零', '〇').replace(/./gu, (digit) => String('〇一二三四五六七八九'.indexOf(digit)));
    return `${digits}年${parseOrdinal(month) ?? ''}月${day === undefined ? '' : `${parseOrdinal(day) ?? ''}日`}`;
  });
  const signed = /(\d{4})年(\d{1,2})月(\d{1,2})日/u.exec(arabic) ?? /(\d{4})-(\d{2})-(\d{2})/u.exec(arabic);
  const pad = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  if (signed) return `${signed[1] ?? ''}-${pad(signed[2])}-${pad(signed[3])}`;
  const month = /^[（(]?(\d{4})年(\d{1,2})月[)）]?$/mu.exec(arabic);
  return month ? `${month[1] ?? ''}-${pad(month[2])}` : undefined;
}

/** 二〇二二年一月二十八日 */
const HAN_DATE = /([二〇零一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?/gu;

function statedIssuer(front: string): string | undefined {
  const body =
    '([\\p{Script=Han}]{2,10}(?:人民政府(?:办公厅|办公室)?|科学技术(?:厅|局)|科技(?:厅|局)|发展和改革委员会|经济和信息化厅|委员会))';
  const notice =
    new RegExp(`${body}关于印发`, 'u').exec(front) ?? new RegExp(`^${body}(?:\\s*\\d{4}年)?`, 'mu').exec(front);
  return notice?.[1];
}

function inferTitle(body: string, region: string): string {
  const caption = new RegExp(
    `${region.replace(/[^\p{L}\p{N}]/gu, '.')}“(十[一二三四五六七八九]五)”([\\p{Script=Han}]{2,12}?)(?:主要|发展)?(?:目标|指标)`,
    'u',
  ).exec(body);
  const named =
    /(?:编制并?(?:有效)?(?:实施|落实)?|制定|编制)([\p{Script=Han}]{2,16})“(十[一二三四五六七八九]五)”规划/u.exec(body);
  const topic = named?.[1]?.replace(/^(?:并有效落实|并有效实施|和有效实施|实施)/u, '') ?? caption?.[2] ?? '发展';
  const period = named?.[2] ?? caption?.[1];
  const region0 = region === '' ? '' : region;
  return period ? `${region0}“${period}”${topic}规划` : `${region0}${topic}规划`;
}
