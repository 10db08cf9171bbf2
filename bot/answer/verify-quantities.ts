import { findFigures, parseHanNumeral } from '../../corpus/figures.ts';

/** Which way a figure may be off: at least, at most, about. A figure without any is meant exactly. */
export type Bound = 'up' | 'down' | 'about';

/** Something in a text that can be wrong by a digit: a figure with its unit, a year, an ordinal, a name with digits. */
export interface Quantity {
  /** Number, scale and unit as they are compared: 300家, 1.6万名, 2025年, G60, 十四五. */
  readonly key: string;
  /** Digits without scale and unit. */
  readonly number: string;
  /** Scale and unit; empty for a bare number. */
  readonly suffix: string;
  readonly bounds: ReadonlySet<Bound>;
  /** 力争 stands directly at the figure. */
  readonly strivesHere: boolean;
  /** 力争 stands before it in its sentence. */
  readonly strives: boolean;
  /** The year last named before it in its sentence (up to ；), and in its whole text. */
  readonly sentenceYear: string | undefined;
  readonly lastYear: string | undefined;
  /** The letter or sign directly behind a bare number, which may be a counter that is not in the list. */
  readonly follows: string;
  readonly start: number;
  readonly end: number;
}

const SUPERSCRIPT = '[⁰¹²³⁴-⁹⁺⁻]';
const FULL_WIDTH = /[％＋－．０-９＜-＞Ａ-Ｚａ-ｚ]/gu;

/**
 * A text as quantities are read from it: without bold marks, thousands separators and idle white space, Latin in half
 * width. Not NFKC, which would turn 10⁴ into 104 and ① into 1: an exponent stays as it is, the mark of a footnote goes.
 */
export function plainText(text: string): string {
  return text
    .replace(/\*\*/gu, '')
    .replace(FULL_WIDTH, (character) => character.normalize('NFKC'))
    .replace(/(?<![A-Za-z\d%])\s+|\s+(?![A-Za-z\d])/gu, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
    .replace(new RegExp(`(?<=[\\d%\\p{Script=Han}])(?<!(?:^|[^\\d.])10|${SUPERSCRIPT})${SUPERSCRIPT}+`, 'gu'), '');
}

/** The quantities of a text from `plainText`, in order. */
export function readQuantities(text: string): readonly Quantity[] {
  const names = [...namedPeriods(text), ...hanRatios(text)];
  const free = (start: number, end: number): boolean => !names.some((name) => start < name.end && end > name.start);
  const figures = findFigures(text)
    .map((figure) => {
      const offset = /[\d一二两三四五六七八九十百千]/u.exec(text.slice(figure.start))?.index ?? 0;
      const written = text.slice(figure.start + offset, figure.end);
      return { digits: figure.digits, unit: figure.unit, written, start: figure.start + offset };
    })
    .filter(({ start, written }) => free(start, start + written.length))
    .flatMap((figure) => figureQuantities(text, figure));
  const covered = [...names, ...figures];
  const rest = [...text.matchAll(/[A-Za-z\d](?:[A-Za-z\d.+&⁰¹²³⁴-⁹-]*[A-Za-z\d+])?/gu)]
    .map((match) => ({ word: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(({ word, start }) =>
      [...word.matchAll(/\d/gu)].some(
        ({ index }) => !covered.some((other) => start + index >= other.start && start + index < other.end),
      ),
    )
    .map(({ word, start, end }) => bare(word, '', start, end));
  return inOrder(text, [...names, ...figures, ...rest]);
}

type Found = Pick<Quantity, 'key' | 'number' | 'suffix' | 'bounds' | 'strivesHere' | 'follows' | 'start' | 'end'>;

const NO_BOUNDS: ReadonlySet<Bound> = new Set();

function bare(number: string, suffix: string, start: number, end: number): Found {
  return { key: number + suffix, number, suffix, bounds: NO_BOUNDS, strivesHere: false, follows: '', start, end };
}

/** “十四五”, with or without its quotes. */
function namedPeriods(text: string): readonly Found[] {
  return [...text.matchAll(/十[一二三四五六]五|(?<=“)十五(?=”)/gu)].map((match) =>
    bare(match[0], '', match.index, match.index + match[0].length),
  );
}

/** 百分之三, 三分之二, 第三: numerals without a counter that count all the same. 第一， only goes through a list. */
function hanRatios(text: string): readonly Found[] {
  const pattern =
    /百分之(?<share>[零一二两三四五六七八九十百点]+)|[二三四五六七八九十百千万]分之[一二两三四五六七八九十百]+|第[一二三四五六七八九十百]+/gu;
  const lists = ({ index, 0: written }: RegExpExecArray): boolean =>
    /^$|[。；：，、“]$/u.test(text.slice(0, index)) && /^[，、：,]/u.test(text.slice(index + written.length));
  return [...text.matchAll(pattern)]
    .filter((match) => !lists(match))
    .map((match) => {
      const share = match.groups?.['share'];
      const value = share === undefined ? undefined : parseHanNumeral(share);
      const end = match.index + match[0].length;
      if (value !== undefined) return bare(String(value), '%', match.index, end);
      // 第二位 of a text is not the 第二章 of its heading.
      return { ...bare(match[0], '', match.index, end), follows: /^\p{L}/u.exec(text.slice(end))?.[0] ?? '' };
    });
}

const TAIL = /^(?:[（(]含[)）])?及?(?:(?<about>左右|上下)|(?<up>以上|之上)|(?<down>以下|以内|之内))/u;
const WRITTEN_TAIL = /及?(?:左右|上下|以上|以下|以内)$/u;

function figureQuantities(
  text: string,
  figure: { digits: string; unit: string; written: string; start: number },
): readonly Found[] {
  const { start, written } = figure;
  const end = start + written.replace(WRITTEN_TAIL, '').length;
  const split = /^(?<number>\d[\d.-]*|[一二两三四五六七八九十百千]+?)(?<scale>[万亿千百]*)$/u.exec(figure.digits);
  const digits = split?.groups?.['number'] ?? figure.digits;
  const exponent = digits === '10' ? (new RegExp(`^${SUPERSCRIPT}+`, 'u').exec(text.slice(end))?.[0] ?? '') : '';
  const number = (/^\d/u.test(digits) ? digits : String(parseHanNumeral(digits) ?? digits)) + exponent;
  const suffix = `${split?.groups?.['scale'] ?? ''}${figure.unit.replace('个百分点', '百分点')}`;
  const period = /^((?:19|20)\d{2})-((?:19|20)\d{2})$/u.exec(number);
  if (period && /^年?$/u.test(suffix))
    return [period[1] ?? '', period[2] ?? ''].map((year) => bare(year, '年', start, end));
  const tail = TAIL.exec(text.slice(end));
  const lead = readLead(text.slice(0, start), suffix);
  const bounds = new Set(lead.bounds);
  if (/\d[^\d]*[余多]|^[一二两三四五六七八九十百千万亿]+[余多]/u.test(written)) bounds.add('up');
  for (const bound of ['about', 'up', 'down'] as const) if (tail?.groups?.[bound] !== undefined) bounds.add(bound);
  const next = text.slice(end, end + 1);
  const follows = suffix === '' && !tail && exponent === '' && /[\p{L}\p{S}]/u.test(next) ? next : '';
  return [{ ...bare(number, suffix, start, end), bounds, strivesHere: lead.strives, follows }];
}

const LEAD =
  /(?:(?<down>不超过|不高于|不多于|不大于|至多|最多|≤|<=|低于|小于|少于|不足|不到|<)|(?<up>不低于|不少于|不小于|不下于|至少|最少|≥|>=|超过|超出|超|高于|大于|多于|逾|>)|(?<about>大约|约|接近|将近|近)|(?<broken>突破)|(?<strive>力争|争取))(?:达到|达|到|至|了|为|占|实现|完成)?$/u;
/** 突破50项 is a breakthrough in each of fifty, 突破50亿元 a sum exceeded. */
const BROKEN_THROUGH = /^[项个种批件类]?$/u;

function readLead(before: string, suffix: string): { bounds: readonly Bound[]; strives: boolean } {
  const bounds: Bound[] = [];
  let strives = false;
  let rest = before.slice(-16);
  for (let match = LEAD.exec(rest); match; match = LEAD.exec(rest)) {
    const groups = match.groups ?? {};
    if (groups['down'] !== undefined) bounds.push('down');
    if (groups['up'] !== undefined || (groups['broken'] !== undefined && !BROKEN_THROUGH.test(suffix)))
      bounds.push('up');
    if (groups['about'] !== undefined) bounds.push('about');
    if (groups['strive'] !== undefined) strives = true;
    rest = rest.slice(0, match.index);
  }
  return { bounds, strives };
}

const isYear = (found: Found): boolean => /^(?:19|20)\d{2}$/u.test(found.number) && /^年?$/u.test(found.suffix);

/** Sorts quantities and adds what stands before each: the year it is for, and whether it is striven for. */
function inOrder(text: string, quantities: readonly Found[]): readonly Quantity[] {
  const sorted = [...quantities].sort((a, b) => a.start - b.start);
  let lastYear: Found | undefined;
  return sorted.map((quantity) => {
    const before = text.slice(0, quantity.start);
    const sentence = lastIndexOf(before, /[；。！？\n]/gu);
    const year = isYear(quantity) ? undefined : lastYear;
    if (isYear(quantity) && quantity.suffix === '年') lastYear = quantity;
    return {
      ...quantity,
      sentenceYear: year && year.start >= sentence ? year.number : undefined,
      lastYear: year?.number,
      strives: quantity.strivesHere || /力争|争取/u.test(before.slice(lastIndexOf(before, /[。！？\n]/gu))),
    };
  });
}

/** Offset behind the last match, 0 when there is none. */
function lastIndexOf(text: string, pattern: RegExp): number {
  const last = [...text.matchAll(pattern)].at(-1);
  return last ? last.index + last[0].length : 0;
}
