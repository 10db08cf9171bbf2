import { shortPlace } from '../../corpus/places.ts';
import { withLaterYears } from '../../corpus/times.ts';
import type { PlanSummary } from '../types.ts';
import { withFullNames } from './gazetteer.ts';

/**
 * A question in the way of writing that it is read in: years with 年, provinces by their names, 规划期末 and 五年后 as the
 * years that they are, without asides.
 * @param plans those that the asker may see; the years of 规划期末 are theirs
 */
export function plainText(question: string, plans: readonly PlanSummary[]): string {
  const written = question
    .replace(/\s+/gu, ' ')
    .replace(/(?<=\d年?)\s?→\s?(?=\d)/gu, '到')
    .trim();
  const named = withoutAsides(withFullNames(withoutState(withFirsts(withUnits(withLevels(written))))));
  return withLaterYears(withYears(withHorizon(named, plans)));
}

/** 国字号, 省里认的, 市里派的: what level something is of. */
function withLevels(text: string): string {
  return text
    .replace(/国字(?:号|头)的?(?=[^，。？]|[，、])/gu, '国家级')
    .replace(
      /(?<=[，、。\s和与跟]|[\p{Script=Han}])(?<level>[省市县区])里(?=(?:认定?|派|批|评|选|定|建)的)/gu,
      '$<level>级',
    );
}

/** “总数目标（万人）”: the counter asked for, where nothing else asks how many; else left out. */
function withUnits(text: string): string {
  const asks = /多少|几/u.test(text);
  return text.replace(
    /[（(](?:单位[：:]?)?(万|亿)?([家户个项件名人座所台亩]|人次|人年|亿元|万元|元|百分点|%)[)）]/gu,
    (_, scale: string | undefined, counter: string) => (asks ? '' : `是多少${scale ?? ''}${counter}`),
  );
}

/** 国家高新技术企业 is what 高新技术企业 means: all of them are recognised by the state, and plans mostly leave it out. */
function withoutState(text: string): string {
  return text.replace(/(?<!“)国家级?(?=高新技术企业|高企)/gu, '');
}

/** “拿到的第一个装置”: the first that there was, and not the first of a list. */
function withFirsts(text: string): string {
  return text.replace(/(?<=(?:拿到|获批|建成|批准|落户|成立|设立|诞生)的?)(?:第一|头一)(?=[个家座])/gu, '首');
}

/** 规划期末, 上个五年: the years of the plans that the question names by their places, or of most of them. */
function withHorizon(text: string, plans: readonly PlanSummary[]): string {
  if (!HORIZON.test(text)) return text;
  const named = plans.filter(({ region }) => region !== '' && text.includes(shortPlace(region)));
  const period = (named.length > 0 ? named : plans).find((plan) => plan.period?.from !== undefined)?.period;
  if (period?.from === undefined) return text;
  const [from, to] = [period.from, period.to].map(String);
  const before = `${String(period.from - 5)}—${String(period.from - 1)}年`;
  return text
    .replace(LAST_PERIOD, before)
    .replace(PERIOD_END, `${to ?? ''}年`)
    .replace(PERIOD_START, `${from ?? ''}年`);
}

const PERIOD_END = /(?:规划|计划)期末期?|(?:规划|计划)末[期年]|(?<=[，。、\s]|到|至|^)期末/gu;
const PERIOD_START = /(?:规划|计划)期初/gu;
const LAST_PERIOD = /上一?个五年(?:(?:规划|计划)期?)?(?:期间|里|内)?(?:[（(][“"]?十[二三四]五[”"]?[)）])?/gu;
const HORIZON = new RegExp([PERIOD_END, PERIOD_START, LAST_PERIOD].map(({ source }) => source).join('|'), 'u');

/** 2025比2020, 2025产值: years that are written without 年. What is counted has a counter behind it (2025户). */
function withYears(text: string): string {
  return text.replace(
    /(?<![\d.〔[（(第-])20[1-4]\d(?!\s?[\d年.%％〕\]）)/:：—~～+-]|\s?(?:个|家|户|项|件|名|人|位|亿|万|元|所|座|台|倍|亩|条|批|号|种|类|场|次|支|吨|多(?!多|出|少)|余))/gu,
    '$&年',
  );
}

/** What the asker does not mean (“不是…那一处”, “别算…”): left out, or it would be searched for. “不是…的有多少” asks. */
function withoutAsides(text: string): string {
  const bare = text
    .replace(/[（(](?:注意)?(?:不是|不要|不含|不包括|别)[^）)]*[）)]/gu, '')
    .replace(
      /(?<=[，。；！？,;!?])\s*(?:注意[，,]?)?(?:我问的)?(?:不是|不要|不含|不包括|不算|别算|别把|别拿)(?![^，。；！？]*(?:多少|几[个家项件名人户]))[^，。；！？]*[，。；！？]?/gu,
      '',
    )
    .replace(/[^，。；！？]*(?:别算进(?:来|去)|不算在内)[。！]?/gu, '');
  return bare.trim().length >= 4 ? bare.trim() : text;
}
