import { findFigures, type Figure } from '../figures.ts';
import type { Bound } from '../types.ts';

/** A figure that may be the value of an indicator. Offsets are UTF-16 units; `end` is exclusive. */
export interface Quantity {
  readonly start: number;
  readonly end: number;
  /** As written, without the verb 达到: “3.8%左右”, “10-15家”. */
  readonly raw: string;
  /** As written, 达到 included. */
  readonly text: string;
  /** In `unit`; absent for a range, which has two. */
  readonly value?: number;
  readonly bound: Bound;
  /** As written, 万 and 亿 included: 万家, 亿元, %. */
  readonly unit: string;
  /** 家, 项, 人…: the figure may stand before what it counts. A share or a sum of money stands behind. */
  readonly counts: boolean;
}

const SCALES = '万亿|百万|千万|万|亿|千|百';
const COUNTED =
  /^(?:家|户|个|项|件|名|人|种|座|台|条|场|所|处|只|头|株|册|辆|架|艘|套|位|篇|人次|场次|吨|批次)(?:（套）)?$/u;
const MEASURED = /^(?:%|‰|元|美元|人年|倍|亩|平方公里|平方千米|平方米|公里|千瓦时|千瓦|兆瓦)$/u;
/** 中电52所, 中船715所: the name of an institute. */
const INSTITUTE = /(?:中电|中船|航天|兵器|电科)(?:\d+所[和、及])*$/u;

/**
 * The figures of a clause that may be an indicator's value: not years, ranks (第2位, 前1%), durations, sizes of a
 * product, fractions, thresholds (5亿元以上企业) or figures within a quoted name.
 */
export function findQuantities(text: string): readonly Quantity[] {
  const quoted = quotedParts(text);
  return findFigures(text).flatMap((figure) => {
    if (figure.isYear || quoted.some(([from, to]) => figure.start >= from && figure.start < to)) return [];
    const before = text.slice(0, figure.start);
    const after = text.slice(figure.end);
    if (
      /[第前列排名/±+A-Za-z]$|排名?第?$/u.test(before) ||
      /^[/／+]/u.test(after) ||
      (figure.unit === '' && /^[A-Za-z]/u.test(after))
    )
      return [];
    // 国家科技助力2020项目: a year within a name.
    if (figure.unit === '项' && after.startsWith('目')) return [];
    if (figure.unit === '所' && INSTITUTE.test(before)) return [];
    const quantity = measure(figure, text);
    return quantity === undefined ? [] : [quantity];
  });
}

function measure(figure: Figure, text: string): Quantity | undefined {
  const scale = new RegExp(`(?:${SCALES})$`, 'u').exec(figure.digits)?.[0] ?? '';
  const digits = figure.digits.slice(0, figure.digits.length - scale.length);
  const sets = figure.unit === '台' && text.startsWith('（套）', figure.end) ? '（套）' : '';
  const own = figure.unit + sets;
  const counts = COUNTED.test(own);
  const after = text.slice(figure.end + sets.length);
  const before = text.slice(0, figure.start);
  const arabic = /^\d/u.test(digits);
  // “超千亿元” is a sum; other Chinese numerals count chapters and slogans.
  if (!arabic && !(/元$/u.test(own) && /^千$/u.test(figure.digits.slice(0, 1)) && scale !== '')) return undefined;
  if (own === '' && (scale === '' || !/^(?:[，。；、）]|$)/u.test(after))) return undefined;
  if (own !== '' && !counts && !MEASURED.test(own)) return undefined;
  // 5亿元以上企业, 1.5万家的目标: the figure qualifies what follows.
  if (/^的/u.test(after) && !(counts && /(?:以上|左右)$/u.test(figure.text))) return undefined;
  if (!counts && /^\p{Script=Han}/u.test(after) && !CONTINUES.test(after)) return undefined;
  if (own === '倍' && !/(?:增长|增加|提高|扩大|提升)(?:近|约|了|超过?)?$/u.test(before)) return undefined;
  const range = digits.includes('-');
  const number = arabic ? Number(digits) : 1000;
  const raw = (figure.text + sets).replace(/^(?:力争)?达到/u, '');
  return {
    start: figure.start,
    end: figure.end + sets.length,
    raw,
    text: figure.text,
    ...(range || Number.isNaN(number) ? {} : { value: number }),
    bound: figure.bound,
    unit: scale + own,
    counts,
  };
}

/** What may follow a value that does not count what comes next: “由55.3%上升到81.05%”. */
const CONTINUES = /^(?:增|升|上升|提|扩大|下降|降|减|居|位|均|左右|以上|和|及|与|至|到|后|，)/u;

function quotedParts(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(/“[^“”]*”|《[^《》]*》|‘[^‘’]*’|「[^「」]*」/gu)].map((match) => [
    match.index,
    match.index + match[0].length,
  ]);
}
