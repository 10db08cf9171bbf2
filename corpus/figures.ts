import type { Bound } from './types.ts';

/** A figure as it stands in a text. Offsets are UTF-16 units; `end` is exclusive and includes unit and bound words. */
export interface Figure {
  readonly start: number;
  readonly end: number;
  /** The digits as written, thousands separators removed: “3.8”, “10-15”, “十”. */
  readonly digits: string;
  /** Number in the written unit; the lower end of a range; undefined for wording that has no number. */
  readonly value: number | undefined;
  /** 家, 亿元, %, 个百分点…; empty when nothing that counts follows. */
  readonly unit: string;
  readonly bound: Bound;
  /** A calendar year or a date, not a quantity. */
  readonly isYear: boolean;
  /** As written, bound and unit included: “3.8%左右”. */
  readonly text: string;
}

const COUNTERS =
  '个百分点|百分点|万人年|万人次|万亿元|亿美元|万美元|亿元|万元|美元|元|人年|人次|场次|平方公里|平方千米|平方米|公里|千米|纳米|微米|毫米|米|万亩|亩|万吨|吨|千瓦时|千瓦|兆瓦|万千瓦|小时|分钟|' +
  '公斤|千克|克|升|特斯拉|万户|万家|万名|万个|万件|万项|万人|万册|万台|家|户|个|项|件|名|人|种|座|台(?!阶)|条|批|场|所|处|只|头|株|册|辆|架|艘|套|位|期|倍|成|次|届|级|类|门|篇|部|分|代|强|岁|周岁|天|月|年|大|方面|' +
  '%|％|‰|nm|GHz|MHz|THz|TB|PB|MW|GW|kW|kV|T|K|G';

const HAN_NUMERAL = '[一二两三四五六七八九十百千]';
const NUMBER = '(?:\\d{1,3}(?:[,，]\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?';
const FIGURE = new RegExp(
  `(?<lead>不低于|不少于|不超过|不高于|超过|突破|超|高于|低于|力争达到|力争|达到|约|近|≥|≤|＞|＜|>|<|\\*)?\\s*` +
    `(?:(?<number>${NUMBER})(?:\\s*(?:-|—|–|~|～|至|到)\\s*(?<upper>${NUMBER}))?|(?<han>${HAN_NUMERAL}{1,5}))` +
    `(?<scale>万亿|百万|千万|万|亿|千|百)?(?<more>余|多)?(?<unit>${COUNTERS})?(?<tail>左右|以上|以下|以内|上下|及以上)?`,
  'gu',
);

const LEAD_BOUND: Readonly<Record<string, Bound>> = {
  不低于: '>=',
  不少于: '>=',
  '≥': '>=',
  不超过: '<=',
  不高于: '<=',
  '≤': '<=',
  超过: '>',
  突破: '>',
  超: '>',
  高于: '>',
  '＞': '>',
  '>': '>',
  低于: '<',
  '＜': '<',
  '<': '<',
  约: '约',
  近: '约',
  力争: '力争',
  力争达到: '力争',
};
const TAIL_BOUND: Readonly<Record<string, Bound>> = {
  左右: '约',
  上下: '约',
  以上: '>=',
  及以上: '>=',
  以下: '<=',
  以内: '<=',
};
const SCALE: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  万亿: 1e12,
};

/**
 * Finds the figures of a text: Arabic numbers always, Chinese numerals only with a counter behind them (“十大领域”,
 * “五个方面”), so that 一 in 统一 is not one.
 */
export function findFigures(text: string): readonly Figure[] {
  const figures: Figure[] = [];
  for (const match of text.matchAll(FIGURE)) {
    const groups = match.groups ?? {};
    const { lead, number, upper, han, scale = '', more, tail } = groups;
    let unit = groups['unit'] ?? '';
    const followed = text.slice(match.index + match[0].length);
    if (han !== undefined && (unit === '' || !isCount(han, unit, text, match.index, followed))) continue;
    if (number !== undefined && isPartOfName(text, match.index + match[0].indexOf(number), number, unit, followed))
      continue;
    const digits =
      upper === undefined
        ? (number ?? han ?? '').replace(/[,，]/gu, '')
        : `${number ?? ''}-${upper}`.replace(/[,，]/gu, '');
    if (/^[A-Za-z]$/u.test(unit) && /^[A-Za-z]/u.test(followed)) unit = '';
    const isYear = unit === '年' && scale === '' && number !== undefined && /^(?:19|20)\d{2}$/u.test(number) && !tail;
    const base = number === undefined ? parseHanNumeral(han ?? '') : Number(number.replace(/[,，]/gu, ''));
    const bound = (lead && LEAD_BOUND[lead]) ?? (tail && TAIL_BOUND[tail]) ?? (more ? '>' : '=');
    figures.push({
      start: match.index,
      end: match.index + match[0].length,
      digits: digits + scale,
      value: base === undefined ? undefined : base * (SCALE[scale] ?? 1),
      unit: unit.replace('％', '%'),
      bound: bound as Bound,
      isYear,
      text: match[0].trim(),
    });
  }
  return figures;
}

/** 一 in 统一, 第一 or 一批 counts nothing that a reader asks for; 一是 lists. */
function isCount(han: string, unit: string, text: string, start: number, followed: string): boolean {
  if (/[第统唯单同万专初其进]$/u.test(text.slice(0, start))) return false;
  if (han === '一' && /^(?:批|个|代|类|种|次|条|项|大|年|方面|级|分|部|些)$/u.test(unit))
    return /^(?:万|亿)/u.test(followed);
  return !(unit === '分' || unit === '部' || unit === '代' || unit === '成');
}

/** Digits inside a name (G60, COVID-19, “1+N”, 5G网络) are figures only when a counter follows. */
function isPartOfName(text: string, start: number, number: string, unit: string, followed: string): boolean {
  const before = text[start - 1] ?? '';
  if (/[A-Za-z]/u.test(before) || (before === '-' && /[A-Za-z]/u.test(text[start - 2] ?? ''))) return true;
  if (/^[GTK]$/u.test(unit) && number.length <= 2 && !/^(?:\s|，|。|、|；|$)/u.test(followed) && unit !== 'T')
    return true;
  // “5.加大…”, “3．着力…”: the number of an item; “3D”: a name.
  if (start === 0 && unit === '' && /^[.．、]/u.test(followed)) return true;
  if (unit === '' && /^[A-Za-z]/u.test(followed)) return true;
  if (unit === '' && /^[+＋]/u.test(followed)) return true;
  if (unit === '' && before === '“' && followed.startsWith('”')) return true;
  return unit === '' && /[+＋]/u.test(before);
}

const HAN_VALUE = '零一二三四五六七八九';

/** 十二 → 12, 三百 → 300, 两 → 2; undefined when it is no numeral. */
export function parseHanNumeral(text: string): number | undefined {
  if (text === '') return undefined;
  let total = 0;
  let digit = 0;
  for (const character of text.replaceAll('两', '二')) {
    const scale = { 十: 10, 百: 100, 千: 1000 }[character];
    if (scale !== undefined) {
      total += (digit === 0 ? 1 : digit) * scale;
      digit = 0;
      continue;
    }
    const value = HAN_VALUE.indexOf(character);
    if (value < 0) return undefined;
    digit = digit * 10 + value;
  }
  return total + digit;
}

/** Figures as bare strings for containment tests: NFKC, separators and white space removed. */
export function bareFigure(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/(?<=\d),(?=\d{3})/gu, '');
}
