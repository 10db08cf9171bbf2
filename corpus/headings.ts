/**
 * How official Chinese documents number their headings (GB/T 9704: 一、（一）1.（1）; plans also use 第一章, 第一节,
 * 专栏 and 表). Rank orders them from the outermost to the innermost.
 */
export type HeadingStyle =
  'chapter' | 'section' | 'han' | 'han-paren' | 'arabic' | 'arabic-paren' | 'circled' | 'box' | 'table' | 'plain';

/** What the start of a line says of itself. */
export interface HeadingMark {
  readonly style: HeadingStyle;
  /** Its number, when it has one. */
  readonly number?: number;
  /** Length of the mark itself (“（一）” is 3): what follows is the heading's own words. */
  readonly length: number;
}

const HAN_DIGITS = '零一二三四五六七八九';

/** 十二 → 12, 二十 → 20, 12 → 12; undefined when it is no number below 100. */
export function parseOrdinal(text: string): number | undefined {
  if (/^\d{1,2}$/u.test(text)) return Number(text);
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(text);
  if (!match || text === '') return undefined;
  const [, tens, ten, ones] = match;
  const digit = (character: string | undefined): number => (character ? HAN_DIGITS.indexOf(character) : 0);
  if (!ten) return tens && ones ? undefined : digit(tens ?? ones);
  return (tens ? digit(tens) : 1) * 10 + digit(ones);
}

/** A whole number below 100: “五” of “五四”, which is none. */
const HAN_NUMBER = '[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]';
const MARKS: readonly (readonly [HeadingStyle, RegExp])[] = [
  ['chapter', new RegExp(`^第(${HAN_NUMBER}|\\d{1,2})[章篇编]`, 'u')],
  ['section', new RegExp(`^第(${HAN_NUMBER}|\\d{1,2})节`, 'u')],
  ['han', new RegExp(`^(${HAN_NUMBER})、`, 'u')],
  ['han-paren', new RegExp(`^[（(](${HAN_NUMBER})[)）]`, 'u')],
  ['arabic-paren', /^[（(](\d{1,2})[)）]/u],
  ['arabic', /^(\d{1,2})\s*(?:[.．、](?!\d)\s*)/u],
  ['circled', /^([\u2460-\u2473])/u],
  ['box', new RegExp(`^专\\s*栏\\s*(${HAN_NUMBER}|\\d{1,2})?\\s*[：:]?`, 'u')],
  ['table', /^附?表\s*(\d{1,2}(?:-\d{1,2})?)\s*[：:]?/u],
];

/** Reads the numbering at the start of a cleaned line; undefined for ordinary text. */
export function readMark(line: string): HeadingMark | undefined {
  for (const [style, pattern] of MARKS) {
    const match = pattern.exec(line);
    if (!match) continue;
    const circled = style === 'circled' ? line.charCodeAt(0) - 0x245f : undefined;
    const number = circled ?? parseOrdinal(match[1]?.split('-')[0] ?? '');
    return number === undefined ? { style, length: match[0].length } : { style, number, length: match[0].length };
  }
  return undefined;
}

/** “第一章把握机遇” → “第一章 把握机遇”: the space that type-setting puts after a chapter, section, box or table number. */
export function spaceMark(title: string): string {
  const mark = readMark(title);
  if (!mark || !['chapter', 'section', 'box', 'table'].includes(mark.style) || mark.length >= title.length)
    return title;
  const head = title.slice(0, mark.length).trimEnd();
  return `${head}${/[：:]$/u.test(head) ? '' : ' '}${title.slice(mark.length).trimStart()}`;
}

/** Outermost first. A heading closes the open ones that are not outside it. */
export const RANK: Readonly<Record<HeadingStyle, number>> = {
  chapter: 1,
  section: 2,
  han: 3,
  'han-paren': 4,
  arabic: 5,
  'arabic-paren': 6,
  circled: 7,
  box: 8,
  table: 8,
  plain: 9,
};

const TERMINAL = /[。！？!?][”’」』）)》]*$/u;

/** Whether a line ends a sentence. Looks at its last characters only, so that long paragraphs cost no more. */
export function endsSentence(line: string): boolean {
  return TERMINAL.test(line.slice(-8));
}
